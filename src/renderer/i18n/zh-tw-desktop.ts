// 繁體中文 texts of the desktop app: its settings, and what it says in place of texts that speak of a browser or a terminal.
import type { Texts } from './catalogue.ts';
import type { desktopEn, insteadEn } from './en-desktop.ts';

export const desktopZhTW: Texts<typeof desktopEn> = {
  desktop: {
    title: '桌面程式',
    error: '無法讀取桌面程式的設定。',
    tray: { linux: '系統匣', win32: '系統匣', darwin: '選單列' },
    closeToTray: '關閉視窗後繼續執行',
    closeToTrayHint: '事件照樣接收和投遞。{{tray}}的圖示可以重新打開視窗，也可以結束 Hookline。',
    startAtLogin: '登入時啟動',
    startAtLoginHint: '不開視窗，只在{{tray}}顯示圖示。',
    notify: {
      title: '發生以下情況時通知我',
      failed: '事件失敗',
      failedHint: '你的後端回應錯誤，或完全沒有回應。',
      held: '事件被保留',
      heldHint: '你的後端沒有在執行。收到的事件會留到它恢復為止。',
      drift: '客戶付了錢卻還是免費方案',
      driftHint: '每個事件都回應了 2xx，你的應用程式卻不這麼認為。',
      lineDown: '與 Stripe 的連線中斷',
      lineDownHint: '收不到 Stripe 的事件。恢復時也會通知你。',
    },
    shortcut: {
      label: '在任何地方重送最近一筆事件',
      hint: '正在使用其他程式時也有效的快速鍵。',
      none: '沒有快速鍵',
      press: '請按下按鍵…',
      clear: '移除快速鍵',
      recording: '按 Esc 保持原樣，按 Backspace 移除。',
      needsModifier: '請同時按住 {{keys}} 其中至少一個，只按 Shift 不夠。',
      unusable: '這個鍵不能用在快速鍵。請用字母、數字或 F 鍵。',
      taken: '{{keys}} 在這裡沒有作用：系統沒有把它交給 Hookline，可能已被其他程式使用。請換一組。',
    },
    updates: '檢查新版本',
    updatesHint: 'Hookline 會詢問是否有新版本。關閉時不會連到任何地方詢問。',
    secretsSystem: '密鑰寫入磁碟之前，會先由系統加密。',
    secretsFileTitle: '這個系統沒有金鑰圈，所以密鑰沒有加密。',
    secretsFileText: '密鑰存放在 `{{file}}`，只有你這個使用者可以讀取。',
    secretsFileNext:
      '請安裝金鑰圈，例如 GNOME Keyring 或 KWallet，再重新啟動 Hookline：之後儲存的密鑰就會加密。',
    eventGone: '儲存庫中沒有事件 {{id}}。',
    eventFailed: '無法打開事件 {{id}}，請再試一次。',
    dragGone: '沒有檔案可以拖曳：這個事件的內容沒有保留。',
    dragFailed: '無法把事件拖曳出去，請再試一次。',
  },
};

const MORE = '如果一直這樣，請從終端機啟動 Hookline，詳情會顯示在那裡。';
const NOT_DONE = `Hookline 無法完成。${MORE}`;

export const insteadZhTW: Texts<typeof insteadEn> = {
  connection: {
    awayText: '畫面停在先前的狀態，正在重新連線；如果持續很久，請結束 Hookline 再重新打開。',
  },
  action: { copyFailed: '系統不允許複製。' },
  resendError: { UNKNOWN: NOT_DONE },
  customers: {
    loadFailedText: `Hookline 沒有正常回應（{{code}}）。${MORE}`,
    actionFailed: { OTHER: NOT_DONE },
  },
  endpoint: { error: { UNKNOWN: `無法儲存。${MORE}` } },
  env: { error: { UNKNOWN: `沒有成功。${MORE}` } },
  import: { error: { UNKNOWN: `沒有成功。${MORE}` } },
  insight: { failedText: `Hookline 沒有正常回應（{{code}}），稍後會再詢問一次。${MORE}` },
  play: { error: { OTHER: NOT_DONE } },
  trigger: { error: { OTHER: NOT_DONE } },
  probe: { error: { OTHER: NOT_DONE } },
  planNames: { error: { OTHER: NOT_DONE } },
  bulk: { error: { UNKNOWN: NOT_DONE } },
  copyAs: { failed: '系統拒絕複製。', error: { UNKNOWN: `Hookline 無法複製。${MORE}` } },
  export: { error: { UNKNOWN: `Hookline 無法匯出。${MORE}` } },
  importing: {
    error: {
      UNREADABLE: '無法讀取這個檔案。它被移動或改過了嗎？請重新選擇。',
      UNKNOWN: `Hookline 無法匯入。${MORE}`,
    },
  },
};

// 繁體中文：儀表板中顯示失敗的部分，以及在編輯器中開啟檔案。
import type { Texts } from './catalogue.ts';
import type { faultsEn } from './en-faults.ts';

export const faultsZhTW: Texts<typeof faultsEn> = {
  fault: {
    title: {
      app: 'Hookline 的儀表板無法顯示。',
      status: '狀態列無法顯示。',
      sidebar: '導覽列無法顯示。',
      view: '這個頁面無法顯示。',
      list: '事件清單無法顯示。',
      inspector: '這個事件無法顯示。',
      tab: '這個分頁無法顯示。',
      customers: '客戶清單無法顯示。',
      customer: '這個客戶無法顯示。',
      dialog: '這個對話框無法顯示。',
      palette: '指令面板無法顯示。',
      shortcuts: '鍵盤快速鍵無法顯示。',
      messages: '訊息無法顯示。',
    },
    text: '這是儀表板本身的錯誤。事件仍會照常接收、儲存與投遞。',
    notLoaded: '儀表板的這個部分無法載入。',
    notLoadedText: 'Hookline 已停止或更新。請確認它正在執行，然後再試一次，或重新載入頁面。',
    tryAgain: '再試一次',
    copy: '複製詳細資訊',
    reload: '重新載入頁面',
  },
  editor: {
    open: '在編輯器中開啟',
    chooseFolder: '選擇專案資料夾，即可在編輯器中開啟檔案',
    error: {
      NO_FOLDER: '還不知道專案資料夾，請在端點設定的「API 版本」中選擇。',
      NOT_IN_PROJECT: '專案資料夾中找不到這個檔案。',
      NO_EDITOR:
        '找不到執行中的編輯器。請開啟編輯器，或將 LAUNCH_EDITOR 設為編輯器的指令後重新啟動 Hookline。',
      EDITOR_FAILED: '無法啟動編輯器。',
      UNKNOWN: '無法開啟檔案。',
    },
  },
};

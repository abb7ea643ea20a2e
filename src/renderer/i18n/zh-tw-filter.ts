// 繁體中文：篩選。
import type { Texts } from './catalogue.ts';
import type { filterEn } from './en-filter.ts';

export const filterZhTW: Texts<typeof filterEn> = {
  filterField: {
    type: '事件類型，* 代表任意字元',
    status: 'delivered、failed、held…，或回應：2xx、404、timeout',
    customer: '客戶 ID 或名稱',
    email: '客戶的 email',
    object: '事件所指物件的 ID',
    request: '引發事件的 API 請求',
    checkout: '所屬 Checkout session 的 ID',
    endpoint: '送往哪個端點',
    account: '連結帳戶，或 own（自己的帳戶）',
    api: 'API 版本，例如 2026-*',
    source: '來源：cli、direct、synthetic…',
    kind: 'snapshot、thin 或 rejected',
    mode: 'test 或 live',
    signature: 'valid、invalid 或 unverified',
    is: 'pinned、redelivered 或 resent',
    id: '事件 ID',
    after: '此時之後收到：10m、2d、18:02、2026-11-26',
    before: '此時之前收到',
  },
  filterProblem: {
    unknown_field: '沒有「{{text}}:」這個欄位。若要搜尋這段文字，請加上引號。',
    missing_value: '「{{field}}:」後面需要一個值。',
    bad_value: '「{{text}}」不是 {{field}} 的值。',
    bad_moment: '「{{text}}」不是時間；請寫成 10m、2d、18:02 或 2026-11-26。',
    unclosed_quote: '引號沒有結束。',
    after_quote: '加了引號的文字與旁邊的內容之間請留一個空格。',
    too_long: '篩選條件太長。',
    nearest: '是不是「{{nearest}}」？',
  },
  savedFilter: {
    title: '已儲存的篩選',
    save: '儲存這個篩選',
    saved: '已儲存；按一下從清單移除',
    name: '名稱',
    intro: '它會出現在左側「事件」之下，所有開啟這個儀表板的人都看得到。',
    keep: '儲存',
    cancel: '取消',
    remove: '移除已儲存的篩選「{{name}}」',
    failed: '無法儲存（{{code}}）。請再試一次。',
    pinned: '已釘選',
  },
  retention: {
    title: '事件保留多久',
    intro:
      '從最舊的開始移除。已釘選的、仍在傳送中的，以及方案與你的應用程式不一致的客戶的所有事件都會保留。方案與洞察會記得被移除的內容。',
    maxEvents: '事件數',
    maxDays: '天數',
    maxMb: '磁碟用量（MB）',
    noLimit: '不限',
    empty: '留空表示不限',
    bad: '請輸入 {{min}} 到 {{max}} 的整數，或留空。',
  },
  pin: {
    pinned: '已釘選',
    unpinned: '已取消釘選',
    failed: '無法釘選。等 Hookline 連上後再試一次。',
  },
};

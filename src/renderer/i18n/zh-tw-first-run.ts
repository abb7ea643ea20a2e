// 繁體中文：還沒有東西時的畫面，與空的清單。
import type { Texts } from './catalogue.ts';
import type { firstRunEn } from './en-first-run.ts';

export const firstRunZhTW: Texts<typeof firstRunEn> = {
  first: {
    goal: '查看 Stripe 送出的每個 webhook 與後端的回應，並可重送任何一個。',
    connect: '連接 Stripe',
    signInText: '在瀏覽器登入，或貼上測試金鑰；用 sandbox 即可。也可以在終端機執行 `stripe login`。',
    signIn: '登入',
    pasteKey: '貼上金鑰',
    signedIn: '我已登入',
    connected: '已連上 Stripe',
    trigger: '在你的 sandbox 觸發第一個事件，幾秒內就會出現在這裡。請在 Hookline 的資料夾執行：',
    try: '立即試用',
    tryText: '把擬真的測試事件送到你的後端，不需要 Stripe 帳戶。',
    tryTextNoEndpoint: '查看擬真的測試事件，不需要 Stripe 帳戶。',
    scenarios: '所有情境',
    backend: '你的後端',
    backendState: {
      asking: '正在檢查 `{{url}}`…',
      up: '可以連到 `{{url}}`。',
      down: '無法連到 `{{url}}`。請啟動後端，或變更網址；在那之前，事件會暫緩投遞。',
    },
    changeUrl: '變更網址',
  },
  emptyList: {
    all: '顯示所有事件',
    failing: '會自動再試。',
    failed: {
      title: '沒有失敗的事件，你的後端全部收下了。',
      text: '後端回應錯誤或沒有回應時，事件會連同原因出現在這裡，按一個鍵就能重送。',
    },
    held: {
      title: '沒有暫緩中的事件。',
      text: '端點無法連線或暫停時，事件會在這裡等候，恢復後就會投遞。',
    },
    retrying: {
      title: '沒有重試中的事件。',
      text: '端點設定了重試才會重試，事件會在這裡等下一次嘗試。',
    },
    rejected: {
      title: '沒有無效的請求。',
      text: '不是 Stripe 事件，或簽章不符任何已知密鑰的請求會列在這裡，不會投遞。',
    },
    pinned: {
      title: '沒有釘選的事件。',
      text: '用 `p` 釘選事件，就能在這裡再找到它。釘選的事件不會自動移除。',
    },
  },
};

// 繁體中文：還沒有東西時的畫面，與空的清單。
import type { Texts } from './catalogue.ts';
import type { firstRunEn } from './en-first-run.ts';

export const firstRunZhTW: Texts<typeof firstRunEn> = {
  first: {
    title: '等待第一個事件',
    lead: 'Webhook 就是 Stripe 來呼叫**你的**後端：「invoice 已付款」、「訂閱已取消」。Stripe 在網際網路上，而你的後端在 `localhost`，外面的呼叫進不來。所以由轉發器把呼叫取回來、交到你手上，Hookline 讓你看到每一筆。',
    stepStripe: 'Stripe',
    stepStripeText: '事情發生了：有客戶付款。',
    stepForwarder: 'stripe listen',
    stepForwarderText: '取得事件，帶到你的電腦。',
    stepHookline: 'Hookline',
    stepHooklineText: '存好、檢查、顯示出來。',
    stepEndpoint: '你的後端',
    stepEndpointText: '收下它，回應 2xx。',
    remember: '記得三件事',
    remember1: '**讓 Hookline 一直開著。** 關閉的時候，事件會錯過。',
    remember2: '**你的後端要在執行。** 它錯過的事件會留在這裡，可以重送。',
    remember3: '**只用於開發。** 正式環境中，Stripe 會直接呼叫你的公開網址。',
    next: '下一步',
    ways: '三種開始的方式',
    loginTitle: '登入 Stripe',
    login:
      '你會拿到一組代碼，在瀏覽器確認即可；測試用的帳號就夠了。也可以在終端機執行 `stripe login`（從原始碼執行時：`npx stripe login`）。',
    loginButton: '登入',
    loginDone: '我已經登入了',
    keyTitle: '貼上金鑰',
    key: '不用瀏覽器登入：給一把測試金鑰（`sk_test_…` 或 `rk_test_…`）。也可以設定 `STRIPE_API_KEY` 後再啟動 Hookline。',
    keyPage: '你的測試金鑰',
    keyButton: '貼上金鑰',
    connectTitle: '連上 Stripe',
    connected: '已連上 Stripe',
    trigger: '一切就緒。在 Hookline 的資料夾打開終端機，製造第一個事件。',
    triggerHint: '它會在你的 Stripe sandbox 建立一筆真的測試付款，幾秒內事件就會到這裡。',
    backendCheck: '你的後端有在執行嗎？在終端機問問它：',
    backendCheckHint: '任何回應，即使是 400 或 404，都表示它在執行。出現 “Connection refused” 就表示沒有。',
    state: '線路狀態',
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

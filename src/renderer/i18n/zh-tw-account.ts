// 繁體中文：登入、使用中的金鑰，以及開著的是誰的紀錄。
import type { Texts } from './catalogue.ts';
import type { accountEn } from './en-account.ts';

export const accountZhTW: Texts<typeof accountEn> = {
  signIn: {
    title: '登入 Stripe',
    intro: '由 Stripe CLI 替你登入。Sandbox 或測試帳戶就夠了。',
    browser: '用瀏覽器',
    browserText: 'Stripe 會顯示一組代碼，與這裡的比對後允許存取。登入有效 90 天。',
    begin: '取得代碼',
    asking: '正在向 Stripe 要求代碼…',
    pairing: '請比對這組代碼與瀏覽器裡的是否相同，再到那裡允許存取：',
    device: '請在瀏覽器的頁面輸入這組代碼，再允許存取：',
    noCode: '請在瀏覽器允許存取。',
    code: '配對代碼',
    open: '在瀏覽器開啟 Stripe',
    waiting: '等你確認…',
    waited: '{{seconds}} 秒',
    cancel: '不等了',
    doneNamed: '已登入 {{name}}。',
    doneId: '已登入 `{{id}}`。',
    done: '已登入。',
    doneText: '現在以這個帳戶連線。',
    unencrypted: '這個系統沒有 keyring，所以 CLI 把登入資料以明文存在 `{{path}}`。能讀你檔案的人都讀得到。',
    again: '再試一次',
    other: '使用其他帳戶',
    problem: {
      no_cli:
        '找不到可以用來登入的 Stripe CLI。請重新安裝 Hookline（從原始碼執行時：`npm install`），或用 `--stripe-bin` 指定。',
      not_understood:
        'CLI 要求了 Hookline 不認得的步驟，所以什麼都沒做。請改在終端機執行 `stripe login`（從原始碼執行時：`npx stripe login`），再重新啟動 `stripe listen`。',
      expired: '沒有人及時確認，代碼已過期。請取得新的代碼。',
      refused: 'Stripe 拒絕了登入，或有人在瀏覽器拒絕。請再試一次，或貼上金鑰。',
      unreachable: '連不上 Stripe。請檢查網路、proxy 或 VPN 再試；無法用瀏覽器登入時，請貼上金鑰。',
      failed:
        '登入沒有成功。請再試一次、貼上金鑰，或在終端機執行 `stripe login`（從原始碼執行時：`npx stripe login`）。',
    },
    said: 'CLI 的說法',
    environment:
      '已設定 `STRIPE_API_KEY`（{{masked}}），它優先於登入和這裡給的金鑰。要用別的帳戶，請不要設定它再啟動 Hookline。',
    replacesKey: '登入後 Hookline 會忘掉它保存的金鑰（{{masked}}）。',
    key: '用金鑰',
    keyText:
      '最好用 restricted key：它要能寫入 Stripe CLI session、讀取事件。Hookline 把它和你的密鑰放在一起，不和事件放一起。',
    keyPage: '你的測試金鑰',
    keyField: 'Secret key 或 restricted key',
    useKey: '試試看並使用',
    trying: '正在問 Stripe 這把金鑰能不能用…',
    allowLive: '允許 live 模式',
    allowLiveHint: '真實的客戶、真實的金錢。你的後端對這些事件做的事也都是真的。',
    accepted: 'Stripe 接受這把金鑰。',
    acceptedNamed: 'Stripe 接受這把金鑰，它屬於 {{name}}。',
    keyProblem: {
      empty: '請先貼上金鑰。',
      too_short: '這對金鑰來說太短了，請完整複製。',
      publishable:
        '這是 publishable key，不能讀取事件。請用 secret key（`sk_test_…`）或 restricted key（`rk_test_…`）。',
      organization: '這把金鑰屬於組織，而 `stripe listen` 只能用在單一帳戶。請用那個帳戶的金鑰。',
      webhook_secret: '這是 webhook 的簽章密鑰。金鑰的開頭是 `sk_test_` 或 `rk_test_`。',
      not_a_key: '這不是 Stripe 的金鑰。金鑰的開頭是 `sk_test_` 或 `rk_test_`。',
      live_not_allowed: '這是 live 金鑰：真實的客戶、真實的金錢。請用測試金鑰，或在下面允許 live 模式。',
      refused: 'Stripe 不認得這把金鑰。它可能已被刪除或輪替，請重新複製。',
      expired: '這把金鑰已過期。請在 Stripe 的 dashboard 建立新的。',
      may_not_listen:
        '這把金鑰沒有監聽事件的權限。請在 Stripe 的 dashboard 給它寫入「Stripe CLI」session 的權限。',
      unreachable: '連不上 Stripe，所以沒辦法試這把金鑰。請檢查網路再試一次。',
      no_cli:
        '找不到可以用來試金鑰的 Stripe CLI。請重新安裝 Hookline（從原始碼執行時：`npm install`），或用 `--stripe-bin` 指定。',
      failed: '沒辦法試這把金鑰。',
    },
    lacksEvents:
      '它沒有讀取事件的權限，所以 Hookline 關閉期間 Stripe 送出的事件之後補不回來。需要的話，請給它讀取「Events」的權限。',
    kept: 'Hookline 保存著金鑰 {{masked}}。',
    forget: '忘掉它',
    lost: '與 Hookline 的連線在它回應之前斷了。再試之前，請先看看狀態。',
    notConnected: 'Hookline 沒有在執行，所以什麼都沒做。',
  },
  secret: {
    title: '簽章密鑰',
    from: { cli: '`stripe listen`', hookline: 'Hookline', own: '自訂' },
    usedBy_one: '用於 {{names}}。',
    usedBy_other: '用於 {{count}} 個端點：{{names}}。',
    noCliYet: '目前沒有 `stripe listen` 的密鑰，所以使用 Hookline 自己的密鑰。',
    none: '沒有端點，所以不會簽章。',
  },
  account: {
    label: 'Stripe 帳戶',
    none: '尚未登入',
    switch: '登入或切換帳戶',
    test: 'test',
    live: 'LIVE',
    days_one: '剩 {{count}} 天',
    days_other: '剩 {{count}} 天',
    daysShort: '{{count}} 天',
    expired: '金鑰已過期',
    expiresSoon_one: 'Stripe 的金鑰 {{count}} 天後過期（{{date}}），之後就收不到事件。',
    expiresSoon_other: 'Stripe 的金鑰 {{count}} 天後過期（{{date}}），之後就收不到事件。',
    expiredSince: 'Stripe 的金鑰已在 {{date}} 過期。重新登入之前收不到事件。',
    signInAgain: '重新登入',
    histories: '這裡保存的紀錄',
    opened: '目前開啟',
  },
};

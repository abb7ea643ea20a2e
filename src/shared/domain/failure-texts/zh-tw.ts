// 繁體中文 texts: why a delivery failed, probably, and what to do.
import type { failureTextsEn } from './en.ts';

type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type FailureTexts = Texts<typeof failureTextsEn>;

export const failureTextsZhTW: FailureTexts = {
  reason: {
    nothing_listens: {
      title: '{{host}} 沒有程式在監聽。',
      cause: '你的後端沒有執行，或用了別的 port。',
      fix: '把它啟動，或在「端點」修正位址。',
    },
    unreachable: {
      title: '沒有路可以到 {{host}}。',
      cause: '位址在別的網路裡，或被防火牆、VPN 丟掉了。',
      fix: '檢查位址。後端在容器裡時，請用它發佈到 localhost 的 port。',
    },
    dns: {
      title: '無法解析名稱 {{host}}。',
      cause: '打錯了，或這個名稱只存在於容器網路或 VPN 裡。',
      fix: '在「端點」修正位址。',
    },
    tls_self_signed: {
      title: '{{host}} 的憑證不受信任。',
      cause: '它是自簽的，或來自你自己的憑證機構，例如 mkcert。',
      fix: '在這個端點開啟「接受自簽憑證」，或在本機改用 http://。',
    },
    tls_not_tls: {
      title: '{{host}} 不支援 https。',
      cause: '位址以 https:// 開頭，但這個 port 不接受 TLS，多半是純 HTTP。',
      fix: '把位址改成 http://。',
    },
    tls_client_certificate: {
      title: '{{host}} 要求用戶端憑證。',
      cause: '伺服器只接受出示憑證的用戶端（雙向 TLS），而 Stripe 不會出示。',
      fix: 'Webhook 路由不要要求用戶端憑證，或在本機改用 http://。',
    },
    tls_other: {
      title: '無法與 {{host}} 建立安全連線。',
      cause: '憑證過期或屬於別的名稱，或 TLS 版本不合。',
      fix: '更新憑證，或本機後端改用 http://。',
    },
    timeout_no_answer: {
      title: '你的後端沒有及時回應（{{seconds}} 秒）。',
      cause: '處理程式太慢、一直沒有送出回應，或停在中斷點上。',
      fix: 'Stripe 要的是快速的 2xx：先回應，之後再做事。除錯時請用「除錯時一直等」。',
    },
    timeout_slow_answer: {
      title: '你的後端開始回應 {{status}}，但沒有及時結束（{{seconds}} 秒）。',
      cause: '它慢慢地串流回應，或一直沒有結束。',
      fix: '請立刻結束回應（`res.end()`），Stripe 只看狀態碼。',
    },
    connection_reset: {
      title: '{{host}} 沒有回應就關閉了連線。',
      cause:
        '你的後端處理這個事件時當掉或重新啟動了（改程式後的自動重載也會這樣），或這個 port 上是不使用 HTTP 的程式：資料庫，或需要 https 的伺服器。',
      fix: '看看後端的記錄，然後重送。如果記錄裡沒有這個請求，請在「端點」檢查 port 與 http/https。',
    },
    answer_broke_off: {
      title: '你的後端開始回應 {{status}}，接著連線就斷了。',
      cause: '它在回應到一半時當掉或重新啟動了。',
      fix: '看看它的記錄，開始回應之後發生了什麼。',
    },
    not_http: {
      title: '{{host}} 回應的不是有效的 HTTP。{{message}}',
      cause: '可能是你的後端寫出這樣的回應，也可能是別的程式在這個 port 監聽：資料庫、除錯器或 https。',
      fix: '先在「端點」檢查 port，再看後端寫出了什麼。',
    },
    invalid_request: {
      title: '這個請求無法送出。{{message}}',
      cause: '端點的位址或某個標頭無法寫成 HTTP，所以什麼都沒有送出。',
      fix: '請在「端點」修正位址或標頭，然後重送。',
    },
    interrupted: {
      title: '這個請求在收到回應之前就中斷了。',
      cause: '你停止了投遞、端點被移除，或 Hookline 被關閉。你的後端可能已經處理了這個事件。',
      fix: '看看後端的記錄，如果沒有處理再重送。',
    },
    something_else_listens: {
      title: '在 {{host}} 回應的是 {{server}}，不是你的後端。',
      cause: '別的程式佔用了這個 port，或它在你的後端前面，但沒有這個路徑的規則。',
      fix: '在「端點」檢查 port。如果 {{server}} 本來就該在那裡，請讓它把這個路徑轉給你的後端。',
    },
    https_expected: {
      title: '{{host}} 要的是 https。',
      cause: '位址以 http:// 開頭，但這個 port 只接受 TLS。',
      fix: '把位址改成 https://；如果憑證是自簽的，請一併接受。',
    },
    host_not_allowed: {
      title: '你的後端拒絕主機 {{host}}。',
      cause: '它只接受允許清單裡的名稱。',
      fix: '把名稱加進清單（`ALLOWED_HOSTS`、`config.hosts`、`allowedHosts`），或在「端點」設定 Host 標頭。',
    },
    wrong_path: {
      title: '你的後端沒有接受 POST {{path}} 的路由。',
      cause: '「端點」裡的路徑與程式裡的路由不同、少了前綴，或該路由只給其他方法。',
      fix: '與你的路由比對，並在「端點」修正位址。',
    },
    method_not_allowed: {
      title: '路由 {{path}} 不接受 POST。',
      cause: '它存在，但只給其他方法。',
      fix: '把路由註冊為 POST。',
    },
    redirect: {
      title: '你的後端回應 {{status}}，這是重新導向。',
      cause: 'Stripe 不會跟著重新導向走，所以事件沒有投遞。',
      fix: '在「端點」填入最終的位址：{{location}}',
    },
    bad_gateway: {
      title: 'Proxy 回應 {{status}}：它後面的後端沒有回應。',
      cause: 'Proxy 在執行，但它轉交的後端沒有執行或還在啟動。',
      fix: '啟動 proxy 後面的後端，或讓端點直接指向它。',
    },
    leads_back: {
      title: '這個端點又繞回 Hookline。',
      cause: '位址是 Hookline 自己的，或那裡的 proxy 把請求轉給了 Hookline。',
      fix: '在「端點」填入你的後端本身的位址。',
    },
    http2_only: {
      title: '{{host}} 只支援 HTTP/2。',
      cause: '伺服器不接受 HTTP/1.1，而 Stripe CLI 與 Hookline 送出的是 HTTP/1.1。',
      fix: '讓伺服器接受 HTTP/1.1（Node 用 `allowHTTP1: true`），或在本機改用 http://。',
    },
    csrf: {
      title: 'CSRF 保護拒絕了這個事件。',
      cause: 'Webhook 沒有 CSRF token，而 {{framework}} 要求每個 POST 都要有。',
      fix: '把 webhook 路由排除在 CSRF 保護之外，改為檢查 Stripe 的簽章。',
    },
    auth_required: {
      title: '你的後端要求登入。',
      cause: 'Webhook 路由被納入了登入驗證。Stripe 送的是簽章，不是帳號密碼。',
      fix: '把這個路由排除在登入驗證之外，改為檢查簽章。',
    },
    forbidden: {
      title: '你的後端回應 403 Forbidden。',
      cause: '有規則在處理程式之前或之中拒絕了請求：權限、位址或主機清單、防火牆，或 CSRF 保護。',
      fix: '讓 webhook 路由不受這類規則限制，改在那裡檢查 Stripe 的簽章。',
    },
    too_large: {
      title: '內容對你的後端來說太大了。',
      cause: 'Body parser 或 proxy 的上限太低。',
      fix: '調高 webhook 路由的上限。',
    },
    unsupported_media: {
      title: '你的後端不接受這種 content type。',
      cause: '這個路由要的 content type 或字元集不是 `application/json; charset=utf-8`。',
      fix: '讓 webhook 路由接受任何 content type 的原始內容。',
    },
    rate_limited: {
      title: '你的後端回應 429：請求太多。',
      cause: 'Webhook 路由被納入了流量限制，而 Stripe 會一次送很多。',
      fix: '把 webhook 路由排除在限制之外。',
    },
    signature_rejected: {
      title: '你的後端拒絕了簽章。',
      cause: '它用的是另一把簽章密鑰，或檢查之前內容被改過。',
      fix: '把它的密鑰與這個端點的比對，並對原始內容檢查簽章。',
    },
    signature_other_secret: {
      title: '你的後端用另一把簽章密鑰檢查。',
      cause: '送出的簽章沒有問題，但不是用你後端的那一把密鑰簽的。',
      fix: '把「端點 → 簽章」的密鑰複製到你的後端（或在那裡寫入 .env），然後重新啟動它。',
    },
    signature_body_parsed: {
      title: '檢查簽章時拿到的不是原始內容。',
      cause:
        '簽章涵蓋的是原始位元組。檢查拿到的是別的東西：通常是 JSON parser 解析出來的物件，或重新序列化的內容。',
      fix: '請把原始內容交給檢查。',
    },
    signature_no_payload: {
      title: '簽章檢查沒有拿到內容。',
      cause:
        '內容已經被讀走、沒有 body parser 處理這種 content type，或處理程式讀取的欄位不存在，例如 `req.rawBody`。',
      fix: '請把原始內容交給檢查。',
    },
    signature_stale: {
      title: '你的後端認為時間戳記太舊。',
      cause: '簽章的時間戳記超出容許範圍（通常是 300 秒）。',
      fix: '重送：Hookline 會用現在的時間簽章。',
    },
    signature_bytes_changed: {
      title: '內容不是當初簽章的內容。',
      cause: '位元組在途中被改了：proxy、middleware，或一次編輯。',
      fix: '找出在 Hookline 與檢查之間改寫內容的東西。',
    },
    signature_missing: {
      title: '你的後端沒有找到 Stripe-Signature 標頭。',
      cause: 'Proxy 把標頭拿掉了，或處理程式用別的名稱讀取。',
      fix: '請讀取請求本身的 `stripe-signature` 標頭。',
    },
    signature_malformed: {
      title: '你的後端讀不懂 Stripe-Signature 標頭。',
      cause: '處理程式傳入的不是標頭文字，而是清單或物件之類的東西。',
      fix: '請原樣傳入標頭的文字。',
    },
    signature_secret_missing: {
      title: '你的後端沒有簽章密鑰。',
      cause: '環境變數沒有設定，或程式在設定之前就啟動了。',
      fix: '在「端點 → 簽章」把密鑰寫入 .env，然後重新啟動後端。',
    },
    signature_secret_whitespace: {
      title: '你後端的簽章密鑰前後有空白。',
      cause: '複製時帶進了空白、引號或換行。',
      fix: '在「端點 → 簽章」把密鑰寫入 .env，或去掉空白，然後重新啟動後端。',
    },
    signature_sync_crypto: {
      title: '在只有非同步加密的環境裡，簽章是以同步方式檢查的。',
      cause: '在 edge runtime、workers、Deno 與 Bun 裡，stripe-node 使用 SubtleCrypto，而它是非同步的。',
      fix: '請 await `stripe.webhooks.constructEventAsync(…)`，不要呼叫 `constructEvent(…)`。',
    },
    api_version_mismatch: {
      title: '你後端的 SDK 要 API 版本 {{expected}}，事件是 {{got}}。',
      cause: '有型別的 SDK 會拒絕其他版本的事件。',
      fix: '更新 SDK、設定帳戶或端點的 API 版本，或在 SDK 關閉版本檢查。',
    },
    body_not_json: {
      title: '你的後端無法把內容解析成 JSON。',
      cause: '內容不是有效的 JSON，或 parser 拿到的是空的或別的文字，例如內容之前已經被讀走。',
      fix: '在「原始」分頁看送出的內容。如果它是有效的 JSON，請只把原始內容交給 parser 一次。',
    },
    body_read_before: {
      title: '處理程式第二次讀取內容。',
      cause: '內容是串流：middleware 或 `request.json()` 讀過之後，下一個就讀不到了。',
      fix: '只讀取一次原始內容，對它檢查簽章，再解析同一段文字。',
    },
    body_rejected: {
      title: '你的後端拒絕了這個事件：{{message}}',
      cause: '處理程式，或它前面的驗證，以這段訊息回應了 {{status}}。',
      fix: '在你的程式裡找這段訊息。',
    },
    not_found_other: {
      title: '你的後端對 {{path}} 回應 {{status}}。',
      cause: '沒有這個路由，或處理程式在資料庫裡找不到事件所指的東西。',
      fix: '如果路由存在，遇到不認識的物件請回 2xx；它可能屬於別的應用程式。',
    },
    exception: {
      title: '你的後端回應 {{status}}。',
      cause: '你的後端回應了這個錯誤。',
      fix: '修正它所指的問題，然後重送。完整的回應在「投遞」裡。',
    },
    server_error: {
      title: '你的後端回應 {{status}}。',
      cause: '處理程式拋出了錯誤，或它需要的東西沒有在執行。回應裡沒有說是哪一個。',
      fix: '後端的記錄會指出位置。修好之後重送。',
    },
    unexplained: {
      title: '你的後端回應 {{status}}。',
      cause: '回應沒有說明原因。Stripe 只把 2xx 算作已投遞。',
      fix: '看看後端的記錄，或讓處理程式回傳錯誤訊息。收下事件後請回 200。',
    },
  },
  variant: {
    signature_undecided: {
      title: '簽章不符。',
      cause:
        '你的後端用的是另一把簽章密鑰，或它檢查的不是原始內容：最常見的是先解析、再重新序列化。從這裡看起來兩者一樣。',
      fix: '把後端的密鑰與「端點 → 簽章」的比對。如果相同，請把原始內容交給檢查。',
    },
    signature_unclear: {
      title: '你的後端拒絕了簽章。',
      cause: '它用的是另一把簽章密鑰，或檢查之前內容被改過。回應沒有說更多。',
      fix: '把後端的密鑰與「端點 → 簽章」的比對。如果相同，請把原始內容交給檢查。',
    },
    not_http_server: {
      title: '{{host}} 不是 HTTP 伺服器：最前面的位元組屬於 {{server}}。',
      cause: '這個 port 屬於別的程式。',
      fix: '在「端點」修正 port。',
    },
    not_http_port: {
      title: '{{host}} 沒有回應就關閉了連線。',
      cause: 'Port {{port}} 通常是 {{server}} 使用的，它不使用 HTTP。',
      fix: '在「端點」檢查 port。如果你的後端真的在那裡監聽，請看它的記錄。',
    },
    exception_thrown: {
      title: '你的後端回應 {{status}}。',
      cause: '你的程式拋出了這個錯誤。',
      fix: '修正程式碼後重送。完整的回應在「投遞」裡。',
    },
  },
  more: {
    framework: '你的框架',
    said: '你的後端回應：`{{message}}`',
    thrown: '**{{message}}**',
    thrownAt: '**{{message}}**，位於 `{{location}}`',
    trailingSlash: '差別只在結尾的斜線。',
    https: '它要的是 https，不是 http。',
    allow: '它接受 {{allow}}。',
    signedWith: '送出時使用：{{secret}}。',
    backendUses: '你的後端使用：{{secret}}。',
    others: 'Hookline 另外知道的密鑰：{{secrets}}。',
    beforeSending: 'Hookline 送出時就已經不同。',
    notSigned: '送出時就沒有簽章。',
    wasSigned: 'Hookline 送出時它是在的。',
    sentMalformed: '送出時格式就已經不對。',
    age: '送出時已過 {{age}} 秒，最多允許 {{tolerance}} 秒。',
    clock: '送出時是新的，所以是你後端的時鐘不準，或它容許的範圍太短。容器與虛擬機在休眠後會走偏。',
    retryAfter: 'Retry-After：{{retryAfter}}。',
    orSilent: '路由存在、但處理程式沒有設定回應時，{{framework}} 也會這樣回應。',
    orNext: '這個路徑的處理程式呼叫 `next()` 而沒有送出回應時，Express 也會這樣回應。',
    orSignature: '處理程式也可能因為簽章不符而回應 {{status}}：請比對密鑰，並對原始內容檢查簽章。',
    page: '它回應的是給人看的網頁：請確認你的後端真的在這個 port 監聽。',
    foundAt: '{{time}} 再送一次事件時找到的。',
    foundOtherSecret:
      '以後端可能重新序列化的內容所做的簽章也被拒絕。所以是密鑰不同，或位元組以別的方式被改了。',
    fixIn: '在 {{framework}}：`{{code}}`。',
    usualPort: 'Port {{port}} 通常是 {{server}} 使用的。',
  },
};

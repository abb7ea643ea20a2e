// 繁體中文 texts about finding out why a backend refuses a signature.
import type { Texts } from './catalogue.ts';
import type { findOutEn } from './en-find-out.ts';

export const findOutZhTW: Texts<typeof findOutEn> = {
  findOut: {
    open: '找出原因',
    again: '再找一次原因',
    busy: '正在找出原因…',
    hint: '把這筆事件再送到 {{endpoint}}：先以後端可能重新序列化後的內容簽章，如果被拒絕，再以原本的內容簽章。後端只要接受其中一次，事件就真的投遞了，你的處理程式也會執行。',
    unclear: '回應看不出原因：請求還沒有到簽章檢查那一步。請看「投遞」裡新的嘗試。',
    NOTHING_TO_FIND_OUT: '已經沒有要找的原因：原因已經知道，或端點已被移除。',
    title: {
      body_reserialised: '找到原因：你的後端在檢查簽章之前，先解析內容再重新序列化。',
      other_secret: '找到原因：不論內容以哪種形式簽章，你的後端都拒絕。',
      accepted_now: '找到原因：你的後端現在接受先前拒絕的簽章。',
    },
    shown: {
      body_reserialised_one: '這次請求只以 **{{how}}** 寫出的內容簽章，而你的後端接受了。',
      body_reserialised_other: '這次請求只以下列其中一種寫出的內容簽章，而你的後端接受了：{{how}}。',
      other_secret:
        '它拒絕了以 Stripe 送來的內容所做的簽章，也拒絕了以下列方式寫出的內容所做的簽章：{{how}}。所以它的簽章密鑰是另一把，或位元組以別的方式被改了，例如字元編碼不對。',
      accepted_now: '這次請求以 Stripe 送來的內容簽章。密鑰或程式大概已經改好了。',
    },
    fix: {
      other_secret:
        '把「端點 → 簽章」的密鑰複製到你的後端並重新啟動。如果已經相同，請把檢查拿到的位元組與「原始」分頁比對。',
    },
  },
};

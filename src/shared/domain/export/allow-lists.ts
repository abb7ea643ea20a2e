// What may leave with its value: headers, and parameters of addresses and forms. All others keep their name alone.
import { isSecretName, plainMemberName } from './secret-names.ts';
import { REMOVED } from './secret-patterns.ts';

/** Headers that say what a message is, not who sent it or with what right. */
const HEADERS = new Set(
  `accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-credentials
  access-control-allow-headers access-control-allow-methods access-control-allow-origin age allow alt-svc cache-control
  connection content-disposition content-encoding content-language content-length content-range content-security-policy
  content-type cross-origin-opener-policy cross-origin-resource-policy date etag expect expires host keep-alive last-modified
  origin-agent-cluster pragma referrer-policy request-id retry-after server sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user server-timing strict-transport-security
  stripe-account stripe-should-retry stripe-version te trailer transfer-encoding upgrade user-agent vary via
  x-content-type-options x-dns-prefetch-control x-download-options x-frame-options hookline-delivery
  x-permitted-cross-domain-policies x-powered-by x-ratelimit-limit x-ratelimit-remaining x-request-id x-response-time
  x-runtime x-xss-protection`
    .trim()
    .split(/\s+/),
);

/** Headers whose value is an address. */
const ADDRESS_HEADERS = new Set(['location', 'content-location', 'referer', 'origin', 'link']);

const PARAMETERS = new Set(
  `apiversion account action charset cursor debug direction dryrun endpoint env environment event eventid eventtype expand
  filter format from fields interval kind lang language limit livemode locale mode offset order orderby page pagesize per perpage
  plan price product provider region scenario size skip sort sortby source stage status step take test testmode to type types v
  version view`
    .trim()
    .split(/\s+/),
);
/** Words, numbers, dates and ids of Stripe's. */
const PLAIN_VALUE = /^[\w.,:*-]{0,40}$/;
/** Says yes, no or how many, whatever it is called. */
const FLAG_VALUE = /^(\d{1,3}|true|false|yes|no)$/i;

export function mayKeepHeader(name: string): boolean {
  return HEADERS.has(name.toLowerCase());
}

export function isAddressHeader(name: string): boolean {
  return ADDRESS_HEADERS.has(name.toLowerCase());
}

/** @param value as it is written, perhaps percent-encoded */
export function mayKeepParameter(name: string, value: string): boolean {
  if (value === '' || value === REMOVED) return true;
  if (isSecretName(name)) return false;
  return FLAG_VALUE.test(value) || (PARAMETERS.has(plainMemberName(name)) && PLAIN_VALUE.test(value));
}

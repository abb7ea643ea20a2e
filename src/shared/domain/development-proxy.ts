// Recognises a response that a proxy in front of the backend made up because it could not reach the backend. Pure.

export interface ProxiedResponse {
  status: number | null;
  responseHeaders: readonly (readonly [name: string, value: string])[];
  responseBody: Uint8Array;
}

/** Enough for every proxy's own error page. */
const MAX_READ_BYTES = 4_096;

/**
 * What each proxy sends by itself. The page or the empty body decides, not the Server header alone: nginx, Caddy and Apache put that
 * on responses of the backend, too. `alike`: a backend's own response may look the same.
 * Sources: Vite 8 (server.proxy), http-proxy-middleware 3 (webpack-dev-server, Angular), Caddy 2.10, nginx 1.29, Traefik 3,
 * Envoy 1.36, HAProxy 3.2 and Apache 2.4; https://ngrok.com/docs/errors.
 */
const OWN_RESPONSES: readonly (readonly [ProxyPage, (response: Readable) => boolean])[] = [
  // Vite: 502, text/plain, nothing in it.
  [
    'own',
    ({ status, body, header }) => status === 502 && body === '' && header('content-type') === 'text/plain',
  ],
  ['own', ({ body }) => body.startsWith('Error occurred while trying to proxy')],
  ['own', ({ body }) => /<center>(?:nginx|openresty|tengine)/i.test(body)],
  ['own', ({ body }) => body.startsWith('upstream connect error') || body.startsWith('no healthy upstream')],
  ['own', ({ body }) => /^no available server\s?$/.test(body)],
  ['own', ({ body }) => body.includes('No server is available to handle this request')],
  ['own', ({ body, header }) => /^apache/i.test(header('server')) && /<title>50[234] /i.test(body)],
  ['own', ({ header }) => header('ngrok-error-code') !== ''],
  ['alike', ({ body, header }) => body === '' && /^caddy/i.test(header('server'))],
  ['alike', ({ body }) => /^(?:Bad Gateway|Service Unavailable|Gateway Timeout)\s?$/i.test(body)],
  ['alike', ({ header }) => /^cloudflare/i.test(header('server')) && header('cf-ray') !== ''],
];

export type ProxyPage = 'own' | 'alike';

interface Readable {
  status: number;
  body: string;
  /** '' = there is no such header. */
  header: (name: string) => string;
}

/** @returns null for a response that no known proxy sends when it cannot reach the backend */
export function proxyPage({
  status,
  bodyText,
  responseHeaders,
}: {
  status: number | null;
  bodyText: string;
  responseHeaders: ProxiedResponse['responseHeaders'];
}): ProxyPage | null {
  if (status === null || !couldBeProxy(status)) return null;
  const body = bodyText.slice(0, MAX_READ_BYTES);
  const header = (wanted: string): string =>
    responseHeaders.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  return OWN_RESPONSES.find(([, matches]) => matches({ status, body, header }))?.[0] ?? null;
}

/** @returns whether a proxy says that the backend behind it cannot be reached */
export function isProxyWithoutBackend({ status, responseHeaders, responseBody }: ProxiedResponse): boolean {
  const bodyText = new TextDecoder('latin1').decode(responseBody.subarray(0, MAX_READ_BYTES));
  return proxyPage({ status, responseHeaders, bodyText }) !== null;
}

/** Bad Gateway, Service Unavailable, Gateway Timeout. */
export function couldBeProxy(status: number): boolean {
  return status >= 502 && status <= 504;
}

// A request as a curl command with exactly the bytes of the event.
import type { HeaderList } from '#shared/contract/events.ts';

export interface CurlParts {
  url: string;
  body: string;
  headers: HeaderList;
  /** Lines put in front as comments. */
  notes: readonly string[];
}

/** Headers that curl makes by itself, that belong to one connection, or that stand for a signature of then. */
const LEFT_OUT = new Set([
  'host',
  'content-length',
  'accept-encoding',
  'connection',
  'transfer-encoding',
  'stripe-signature',
  'user-agent',
  'accept',
  'cache-control',
]);

/** Single quotes keep everything as it is in POSIX shells; a quote itself is closed, escaped and opened again. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function curlCommand({ url, body, headers, notes }: CurlParts): string {
  const kept = headers.filter(([name]) => !LEFT_OUT.has(name.toLowerCase()));
  if (!kept.some(([name]) => name.toLowerCase() === 'content-type')) {
    kept.push(['Content-Type', 'application/json; charset=utf-8']);
  }
  return [
    ...notes.map((note) => `# ${note.replaceAll(/[\r\n]+/g, ' ')}`),
    `curl -i -X POST ${shellQuote(url)} \\`,
    ...kept.map(([name, value]) => `  -H ${shellQuote(`${name}: ${value}`)} \\`),
    `  -H 'Stripe-Signature: t=0,v1=PLACEHOLDER' \\`,
    `  --data-binary ${shellQuote(body)}`,
  ].join('\n');
}

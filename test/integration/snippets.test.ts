// Snippets, really run: each posts the event's very bytes, with a signature that is valid when it arrives.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exactText } from '#shared/domain/export/exact-text.ts';
import { SNIPPET_FORMATS } from '#shared/domain/export/export-format.ts';
import { snippetHeaders } from '#shared/domain/export/snippet-parts.ts';
import { writeSnippet } from '#shared/domain/export/snippet.ts';
import { parseSignatureHeader, SIGNATURE_TOLERANCE_SECONDS } from '#shared/domain/signature.ts';
import { computeSignature, signBody } from '#engine/signature/signature-check.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { canRun, runSnippet } from '../support/run-snippet.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';

const SECRET = `whsec_snip'pet"$x\`0123456789`;
const RECEIVED: [string, string][] = [
  ['Host', 'elsewhere'],
  ['Content-Length', '3'],
  ['User-Agent', 'Stripe/1.0'],
  ['Content-Type', 'application/json; charset=utf-8'],
  ['Stripe-Signature', 't=1,v1=of-then'],
  ['X-Tenant', `it's "one" $HOME \`id\` \\n #{1} %s`],
];

const BODIES: Record<string, Buffer> = {
  'an event as Stripe sends it': Buffer.from(eventFixture({ type: 'invoice.paid', id: 'evt_1' })),
  'what languages quote with': Buffer.from(
    `@{"a": "it's \\"so\\" \\\\n \\u00e9", "b": "\`id\` $(id) $x \${x} #{x} {{x}} %s %%", "c": "''' \\"\\"\\" */ ?> -->"}\\`,
  ),
  'lines and unusual characters': Buffer.from(
    `\n\n{"größe": "測試 🐟 \u2028\u2029\ufeff",\n  "it": 's',\n\t"tab": "\u0007\u0000\u007f\u0085",\r\n"cr": "\r"}\n\n`,
  ),
  'a byte order mark first': Buffer.from('\ufeff{}\n'),
  'no text at all': Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x27, 0x22, 0x5c, 0x0a, 0xc3]),
  'longer than an argument may be': Buffer.from(`{"long": "${'ä'.repeat(150_000)}"}`),
};

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

function check(body: Buffer): void {
  const seen = backend.seen.splice(0);
  expect(seen).toHaveLength(1);
  const [request] = seen;
  expect(request?.method).toBe('POST');
  expect(request?.body.equals(body)).toBe(true);
  expect(request?.header('content-type')).toBe('application/json; charset=utf-8');
  expect(request?.header('x-tenant')).toBe(RECEIVED.at(-1)?.[1]);
  expect(request?.header('host')).not.toBe('elsewhere');
  // The very bytes are signed, as Stripe does it; what an SDK makes of bytes that are no text is another matter.
  const header = parseSignatureHeader(request?.header('stripe-signature') ?? '');
  const timestamp = header?.timestamp ?? 0;
  expect(header?.v1).toContain(computeSignature(body, SECRET, timestamp));
  expect(Math.abs(Date.now() / 1000 - timestamp)).toBeLessThan(SIGNATURE_TOLERANCE_SECONDS);
}

for (const format of SNIPPET_FORMATS) {
  describe.skipIf(!canRun(format))(`${format} (skipped where its interpreter is missing)`, () => {
    const write = (body: Buffer, signature: string | null): string =>
      writeSnippet(format, {
        url: `${backend.url}?it='s&a=$x`,
        headers: snippetHeaders(RECEIVED),
        body: exactText(body),
        signature,
        title: 'invoice.paid evt_1\n*/ ?> die();',
      });

    test.each(Object.entries(BODIES))('signs %s when it runs', { timeout: 120_000 }, async (_name, body) => {
      const { code, output } = await runSnippet(format, write(body, null), { STRIPE_WEBHOOK_SECRET: SECRET });
      expect(output).toContain('ok');
      expect(code).toBe(0);
      check(body);
    });

    test('carries a signature made now', { timeout: 120_000 }, async () => {
      const body = BODIES['an event as Stripe sends it'] ?? Buffer.alloc(0);
      await runSnippet(format, write(body, signBody(body, SECRET, Date.now())), {});
      check(body);
    });

    test('says what to set when there is no secret, and sends nothing', { timeout: 120_000 }, async () => {
      const { output } = await runSnippet(format, write(Buffer.from('{}'), null), {
        STRIPE_WEBHOOK_SECRET: undefined,
      });
      expect(output).toContain('signing secret that your backend verifies with');
      expect(backend.seen).toHaveLength(0);
    });
  });
}

// Odd responses: what the real Stripe CLI makes of each is what Hookline makes of it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSender } from '#engine/delivery/sender.ts';
import { flagStyleOf, listenArguments } from '#engine/forwarder/capabilities.ts';
import { DOORS } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { startOddBackend, type OddBackend } from '../support/odd-responses/odd-backend.ts';
import { ODD_RESPONSES, type OddResponse } from '../support/odd-responses/odd-responses.ts';
import { bundledCliPath, cliTestEnvironment, TEST_KEY } from '../support/stripe-cli.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../support/wait-until.ts';

/** The status that was printed; whether one was read whose body then failed; or neither. */
type Verdict = number | 'body failed' | 'failed';

let backend: OddBackend;
let standIn: StripeStandIn;
let configHome: string;
let endCli: () => void = () => {};
let printed = '';
const sender = createSender();
const eventFor = (index: number, by: string) =>
  eventFixture({ type: 'invoice.paid', id: `evt_${by}${index}` });
const responses: OddResponse[] = [...ODD_RESPONSES];
const responseAt = (index: number): OddResponse => {
  const response = responses[index];
  if (response === undefined) throw new Error(`There is no response ${index}.`);
  return response;
};

beforeAll(async () => {
  backend = await startOddBackend((id) => responseAt(Number(/\d+$/.exec(id)?.[0])));
  standIn = await createStripeStandIn();
  configHome = await mkdtemp(join(tmpdir(), 'hookline-odd-'));
  const style = flagStyleOf(null);
  const cli = spawn(
    bundledCliPath(),
    listenArguments({ style, events: [], forwardTo: backend.url, apiBase: standIn.url }),
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...cliTestEnvironment(configHome), STRIPE_API_KEY: TEST_KEY },
    },
  );
  endCli = () => void cli.kill();
  const read = (chunk: Buffer): void => {
    printed += chunk.toString('utf8');
  };
  cli.stdout.on('data', read);
  cli.stderr.on('data', read);
  await standIn.waitForConnection();
});

afterAll(async () => {
  sender.dispose();
  endCli();
  await standIn.close();
  await backend.close();
  await rm(configHome, { recursive: true, force: true });
});

async function throughCli(index: number): Promise<Verdict> {
  printed = '';
  // Not every one of them is reported back to Stripe; what the CLI prints is what counts.
  const sent = standIn.sendEvent(eventFor(index, 'cli')).catch(() => null);
  const verdict = await waitUntil('the CLI to print what came of it', () => {
    const status = /<-- +\[(\d+)\]/.exec(printed)?.[1];
    if (status !== undefined) return { is: Number(status) };
    if (printed.includes('Failed to read response from endpoint')) return { is: 'body failed' as const };
    return printed.includes('Failed to POST') ? { is: 'failed' as const } : null;
  });
  void sent;
  return verdict.is;
}

async function throughHookline(index: number): Promise<{ verdict: Verdict; sentence: string | null }> {
  const { status, errorClass, errorMessage } = await sender.send({
    url: backend.url,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(eventFor(index, 'own')),
    timeoutMs: 5_000,
    allowSelfSigned: false,
    signal: new AbortController().signal,
  });
  const verdict = status === null ? 'failed' : errorClass === null ? status : 'body failed';
  return { verdict, sentence: errorMessage };
}

test.each(ODD_RESPONSES.map(({ name }, index) => [name, index] as const))('%s', async (_name, index) => {
  const cli = await throughCli(index);
  const { verdict, sentence } = await throughHookline(index);
  expect(verdict).toBe(cli);
  if (typeof verdict !== 'number') expect(sentence).toMatch(/\w.+/);
  // One request each, whatever came of it.
  expect(backend.read.filter((id) => id.endsWith(`own${index}`))).toHaveLength(1);
});

/** What responses go wrong with. */
const SCRAPS = [
  ...'\r\n \t:;,0129a+-"\u0000\u0080'.split(''),
  '\r\n',
  '\r\n\r\n',
  ' \r\n',
  'X:\r\n',
  '0\r\n',
  '2\r\n{}\r\n',
  'HTTP/1.1 ',
  'HTTP/1.1 100 C\r\n\r\n',
  'Content-Length: 2\r\n',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: close\r\n',
  'Trailer: X\r\n',
];
const SHORT = ODD_RESPONSES.map(({ parts }) => parts.join('')).filter(
  ({ length }) => length > 0 && length < 400,
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.constantFrom(0, 0, 1, 3),
  added: fc.constantFrom('', ...SCRAPS),
});

test('so it is with any of them that is damaged at random', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SHORT),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      async (wire, edits) => {
        let damaged = wire;
        for (const { at, removed, added } of edits) {
          const place = Math.floor(at * damaged.length);
          damaged = damaged.slice(0, place) + added + damaged.slice(place + removed);
        }
        const index = responses.push({ name: 'damaged', parts: [damaged], ending: 'close' }) - 1;
        const cli = await throughCli(index);
        expect((await throughHookline(index)).verdict).toBe(cli);
      },
    ),
    { numRuns: 120 },
  );
});

test.each<[name: string, status: number, state: string, passedOn: number]>([
  ['20 kB of headers', 200, 'delivered', 200],
  ['bare LF line ends, closed', 200, 'delivered', 200],
  ['204 with a body, kept', 204, 'delivered', 204],
  ['204 with a body, closed', 204, 'delivered', 204],
  ['a length that is not reached, then FIN', 200, 'failed', 502],
  ['status 042', 42, 'failed', 502],
  ['status 000', 0, 'failed', 502],
  ['101 without an upgrade', 101, 'failed', 502],
  ['status 999', 999, 'failed', 999],
])('%s through the whole line', async (name, status, state, passedOn) => {
  const line = await startTestEngine();
  const [endpoint] = line.engine.endpoints.list();
  await line.engine.endpoints.update({ id: endpoint?.id ?? '', url: backend.url });
  const index = ODD_RESPONSES.findIndex((response) => response.name === name);
  const first = await line.post(eventFor(index, 'line'));
  expect(first.status).toBe(passedOn);
  if (passedOn === 204) expect(await first.text()).toBe('');
  const id = `evt_line${index}`;
  const client = await DOORS[0]?.[1](line.engine);
  expect(await client?.events.get({ id })).toMatchObject({ deliveryState: state, lastStatus: status });
  expect(await client?.events.attempts({ id })).toMatchObject([{ number: 1, status }]);
  expect((await client?.events.list({}))?.items).toHaveLength(1);
});

// Odd responses: what the real Stripe CLI makes of each is what Hookline makes of it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSender } from '#engine/delivery/sender.ts';
import { flagStyleOf, listenArguments } from '#engine/forwarder/capabilities.ts';
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
const responseAt = (index: number): OddResponse => {
  const response = ODD_RESPONSES[index];
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
  if (process.env['HOOKLINE_TEST_DETAILS'] === '1')
    console.log(`${_name}: CLI ${cli}, Hookline ${verdict}`, sentence ?? '');
});

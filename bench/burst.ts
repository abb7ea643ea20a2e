// `node bench/burst.ts`: a burst through the real Stripe CLI, straight to the backend, by way of a bare proxy that
// stores nothing, and by way of Hookline, in turns. Ends with 1 when Hookline is too slow, or when an event is lost or doubled.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { flagStyleOf, listenArguments } from '../src/main/engine/forwarder/capabilities.ts';
import { bundledCliPath, cliTestEnvironment, TEST_KEY } from '../test/support/stripe-cli.ts';
import { createStripeStandIn, type StripeStandIn } from '../test/support/stripe-stand-in/stripe-stand-in.ts';
import { BACKEND_PATH } from './backend.ts';
import { endProcess, startChild, type Child } from './child.ts';
import { judge, median, medianRatio, printTable } from './figures.ts';
import { startHookline, type StoredEvent } from './hookline-process.ts';
import { createBodies, differences, eventId } from './signed-requests.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, events: { type: 'string', default: '4000' } },
});
const ROUNDS = Number(options.rounds);
const EVENTS = Number(options.events);
const LEAST_OF_STRAIGHT = 0.75;
const LEAST_OF_PROXY = 0.7;
/** The session is made and the connections are warm before the clock starts. */
const WARM_UP = 50;
/** The CLI itself gives a forward up after 30 s. */
const PATIENCE_MS = 45_000;

interface Line {
  /** Ends it; what it stored, when it stores. */
  end(): Promise<StoredEvent[] | null>;
}

interface Burst {
  seconds: number;
  faults: string[];
}

async function startStraight(standIn: StripeStandIn, forwardTo: string): Promise<Line> {
  const configHome = mkdtempSync(join(tmpdir(), 'hookline-bench-cli-'));
  const args = listenArguments({
    // The bundled CLI is a new one.
    style: flagStyleOf(null),
    events: [],
    forwardTo,
    apiBase: standIn.url,
  });
  const cli = spawn(bundledCliPath(), args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...cliTestEnvironment(configHome), STRIPE_API_KEY: TEST_KEY },
  });
  return {
    async end() {
      await endProcess(cli);
      rmSync(configHome, { recursive: true, force: true });
      return null;
    },
  };
}

async function startThroughHookline(standIn: StripeStandIn, forwardTo: string): Promise<Line> {
  const hookline = await startHookline({
    forwardTo,
    secret: null,
    args: ['--stripe-api-base', standIn.url],
    env: { STRIPE_API_KEY: TEST_KEY },
  });
  return { end: () => hookline.endAndRead() };
}

/** What any Node process in the line costs, one that stores nothing. */
async function startThroughProxy(standIn: StripeStandIn, forwardTo: string): Promise<Line> {
  const proxy = startChild('bare-proxy.ts');
  const port = await proxy.ask<number>({ backendPort: Number(new URL(forwardTo).port) });
  const line = await startStraight(standIn, `http://127.0.0.1:${port}${BACKEND_PATH}`);
  return {
    async end() {
      await line.end();
      await proxy.end();
      return null;
    },
  };
}

async function burst(
  run: string,
  backend: Child,
  start: (standIn: StripeStandIn, forwardTo: string) => Promise<Line>,
): Promise<Burst> {
  const port = await backend.ask<number>({ ask: 'port' });
  const standIn = await createStripeStandIn();
  const line = await start(standIn, `http://127.0.0.1:${port}${BACKEND_PATH}`);
  await standIn.waitForConnection();

  const bodyOf = createBodies();
  const ids = Array.from({ length: WARM_UP + EVENTS }, (_, number) => eventId(run, number));
  const bodies = ids.map((id) => bodyOf(id).toString('utf8'));
  const sendAll = (texts: readonly string[]): Promise<unknown> =>
    Promise.all(texts.map((text) => standIn.sendEvent(text, { timeoutMs: PATIENCE_MS })));

  const faults: string[] = [];
  let seconds = Number.NaN;
  try {
    await sendAll(bodies.slice(0, WARM_UP));
    const startedAt = performance.now();
    await sendAll(bodies.slice(WARM_UP));
    seconds = (performance.now() - startedAt) / 1000;
  } catch (error) {
    faults.push(`${run}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const refused = standIn.responses.filter(({ status }) => status !== 200).length;
  if (refused > 0) faults.push(`${run}: ${refused} answers other than 200`);
  const stored = await line.end();
  await standIn.close();
  faults.push(...differences(`${run} at the backend`, ids, await backend.ask<string[]>({ ask: 'take ids' })));
  if (stored !== null) {
    const whole = stored.filter(
      ({ deliveryState, receipts, attempts }) =>
        deliveryState === 'delivered' && receipts === 1 && attempts === 1,
    );
    faults.push(
      ...differences(
        `${run} in the store`,
        ids,
        whole.map(({ id }) => id),
      ),
    );
  }
  return { seconds, faults };
}

const backend = startChild('backend.ts');
const straight: Burst[] = [];
const throughProxy: Burst[] = [];
const throughHookline: Burst[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const turns = [
    async () => throughProxy.push(await burst(`p${round}x`, backend, startThroughProxy)),
    async () => straight.push(await burst(`s${round}x`, backend, startStraight)),
    async () => throughHookline.push(await burst(`h${round}x`, backend, startThroughHookline)),
  ];
  // Another one begins in each round, so that none has the best place every time.
  turns.push(...turns.splice(0, round % turns.length));
  for (const turn of turns) await turn();
  console.error(`round ${round + 1} of ${ROUNDS}`);
}
await backend.end();

const rates = (bursts: readonly Burst[]): number[] => bursts.map(({ seconds }) => EVENTS / seconds);
const ofStraight = medianRatio(rates(throughHookline), rates(straight));
const ofProxy = medianRatio(rates(throughHookline), rates(throughProxy));
const proxyOfStraight = medianRatio(rates(throughProxy), rates(straight));
const faults = [...straight, ...throughProxy, ...throughHookline].flatMap((one) => one.faults);
const seconds = (bursts: readonly Burst[]): string => median(bursts.map((one) => one.seconds)).toFixed(2);
console.log(`\n${EVENTS} events through the real Stripe CLI, medians of ${ROUNDS} rounds.\n`);
printTable([
  ['', 'seconds', 'events/s'],
  ['CLI → backend', seconds(straight), median(rates(straight)).toFixed(0)],
  ['CLI → bare proxy → backend', seconds(throughProxy), median(rates(throughProxy)).toFixed(0)],
  ['CLI → Hookline → backend', seconds(throughHookline), median(rates(throughHookline)).toFixed(0)],
]);
console.log('');
judge([
  {
    sentence: `${ofProxy.toFixed(2)} of what the bare proxy reaches (at least ${LEAST_OF_PROXY})`,
    passed: ofProxy >= LEAST_OF_PROXY,
  },
  {
    sentence:
      `${ofStraight.toFixed(2)} of what the CLI reaches straight to the backend (at least ${LEAST_OF_STRAIGHT}; ` +
      `the bare proxy: ${proxyOfStraight.toFixed(2)})`,
    passed: ofStraight >= LEAST_OF_STRAIGHT,
  },
  {
    sentence: `none lost, none doubled${faults.length === 0 ? '' : `: ${faults.join('; ')}`}`,
    passed: faults.length === 0,
  },
]);

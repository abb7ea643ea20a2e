// `npm run bench:bulk`: 10,000 stored events are resent while a dashboard looks on and new events go on arriving.
// Ends with 1 when an event is lost or doubled, or when anything freezes.
import { createHmac } from 'node:crypto';
import { chromium } from '@playwright/test';
import { readEnvelope } from '../src/shared/domain/event-envelope.ts';
import { findBrowser } from '../test/support/browser.ts';
import { BACKEND_PATH } from './backend.ts';
import { startChild } from './child.ts';
import { judge, percentile, printTable } from './figures.ts';
import { startHookline } from './hookline-process.ts';
import { createBodies, differences, eventId } from './signed-requests.ts';

const EVENTS = 10_000;
const SECRET = 'whsec_bench_0123456789abcdef';
/** How often a new event arrives meanwhile. */
const ARRIVAL_EVERY_MS = 50;
/** What a person would call frozen. */
const MOST_BETWEEN_FRAMES_MS = 250;
const MOST_ARRIVAL_MS = 250;

const backend = startChild('backend.ts');
const port = await backend.ask<number>({ ask: 'port' });
const bodyOf = createBodies();
const ids = Array.from({ length: EVENTS }, (_, number) => eventId('bulk', number));
const hookline = await startHookline({
  forwardTo: `http://127.0.0.1:${port}${BACKEND_PATH}`,
  secret: SECRET,
  args: ['--no-listen'],
  async prepare(store) {
    const signature = {
      state: 'valid',
      problem: null,
      secretLabel: 'cli',
      timestamp: 0,
      ageSeconds: 0,
    } as const;
    const written = ids.map((id) => {
      const body = new Uint8Array(bodyOf(id));
      const envelope = readEnvelope(JSON.parse(Buffer.from(body).toString('utf8')));
      if (envelope === null) throw new Error('The fixture is no event.');
      const about = {
        receivedAt: Date.now(),
        source: 'cli',
        method: 'POST',
        path: '/',
        headers: [],
      } as const;
      const receipt = { ...about, headers: [], body, sizeBytes: body.byteLength };
      return store.write.recordEvent(
        envelope,
        { ...receipt, signature: { ...signature, triedSecrets: [] } },
        [],
      );
    });
    await Promise.all(written);
  },
});

const browser = await findBrowser();
if ('missing' in browser) throw new Error(browser.missing);
const chrome = await chromium.launch({
  executablePath: browser.executablePath,
  args: browser.args,
  env: browser.env,
});
const page = await chrome.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${hookline.dashboardUrl}/#token=${hookline.token}`);
await page.getByTestId('event-row').first().waitFor();
// As text, because it is for the browser.
await page.evaluate(`
  globalThis.gaps = [];
  let last = performance.now();
  const frame = (now) => {
    globalThis.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`);

const sentMeanwhile: string[] = [];
const arrivals: number[] = [];
async function arrive(): Promise<void> {
  const id = eventId('new', sentMeanwhile.length);
  sentMeanwhile.push(id);
  const body = bodyOf(id);
  const timestamp = Math.floor(Date.now() / 1000);
  const v1 = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
  const startedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${hookline.receiverPort}/stripe-listen`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${timestamp},v1=${v1}` },
  });
  await response.text();
  arrivals.push(performance.now() - startedAt);
}

interface Running {
  job: { id: string; state: string; done: number; total: number } | null;
}
const api = async (path: string, body?: object): Promise<unknown> => {
  const response = await fetch(`${hookline.dashboardUrl}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${hookline.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return await response.json();
};

const startedAt = performance.now();
const { job } = (await api('/events/resend-many', { filter: {}, dryRun: false })) as Running;
const ticker = setInterval(() => void arrive(), ARRIVAL_EVERY_MS);
for (let state = 'running'; state === 'running';) {
  const { jobs } = (await api('/status')) as { jobs: NonNullable<Running['job']>[] };
  state = jobs.find(({ id }) => id === job?.id)?.state ?? 'gone';
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const seconds = (performance.now() - startedAt) / 1000;
clearInterval(ticker);
const gaps = (await page.evaluate('globalThis.gaps')) as number[];
await chrome.close();
const arrived = await backend.ask<string[]>({ ask: 'take ids' });
await hookline.endAndRead();
await backend.end();

const resent = new Set(ids);
const faults = differences(
  'at the backend',
  ids,
  arrived.filter((id) => resent.has(id)),
);
printTable([
  ['', 'p50 ms', 'p95 ms', 'longest ms'],
  ...(
    [
      ['between two frames', gaps],
      ['arrival to answer', arrivals],
    ] as const
  ).map(([name, values]) => [name, ...[0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(1))]),
]);
console.log('');
judge([
  {
    sentence: `${EVENTS} events resent in ${seconds.toFixed(1)} s, each once${faults.map((fault) => `: ${fault}`).join('')}`,
    passed: faults.length === 0,
  },
  {
    sentence: `the dashboard’s longest wait between frames: ${percentile(gaps, 1).toFixed(0)} ms (at most ${MOST_BETWEEN_FRAMES_MS})`,
    passed: percentile(gaps, 1) <= MOST_BETWEEN_FRAMES_MS,
  },
  {
    sentence: `${arrivals.length} events arrived meanwhile, the slowest answered after ${percentile(arrivals, 1).toFixed(0)} ms (at most ${MOST_ARRIVAL_MS})`,
    passed: percentile(arrivals, 1) <= MOST_ARRIVAL_MS,
  },
]);

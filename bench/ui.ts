// `npm run bench:ui`: the dashboard in a real Chromium over stores of 1,000, 100,000 and 1,000,000 events. Ends with 1 when a limit
// is missed. `--keep DIR` fills the stores there once and uses them again; `--sizes 1000,100000` leaves some out.
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../test/support/browser.ts';
import { CLI_PATH } from '../src/main/engine/receiver/receiver.ts';
import { openStore } from '../src/main/engine/store/store.ts';
import { locateRoot } from '../src/main/locate-root.ts';
import { startChild } from './child.ts';
import { judge, median, percentile, printTable, type Verdict } from './figures.ts';
import { fillStore } from './fill-store.ts';
import { runHookline, type RunningHookline } from './hookline-process.ts';
import { createBodies, eventId } from './signed-requests.ts';
import { BACKEND_PATH } from './backend.ts';

const { values: options } = parseArgs({
  options: { sizes: { type: 'string', default: '1000,100000,1000000' }, keep: { type: 'string' } },
});
const SIZES = options.sizes.split(',').map(Number);
const SECRET = 'whsec_bench_0123456789abcdef';
const STARTS = 5;
/** Each begins with a page that was loaded anew; the median counts. */
const PAINT_ROUNDS = 5;
const ARRIVALS = 500;
const ARRIVAL_EVERY_MS = 10;
const FILTER_ROUNDS = 5;

/** Each is asked for a page of the list, as the dashboard does. */
const FILTERS = [
  'type:invoice.paid',
  'type:customer.subscription.*',
  'type:payout.paid',
  'type:charge.refunded|charge.dispute.created',
  '-type:invoice.*',
  'status:failed',
  'status:delivered',
  'status:held',
  'status:5xx',
  'status:404|timeout',
  'status:failed type:charge.refunded',
  'source:synthetic',
  'source:cli mode:test',
  'api:2024-*',
  'endpoint:local',
  'account:own kind:snapshot',
  'is:pinned',
  'after:10m',
  'after:7d before:1d',
  'customer:cus_nobody',
  'object:sub_nobody',
  'request:req_nobody',
];
const TEXTS = [
  'ada',
  'lovelace',
  'grace hop',
  'ada.',
  'cus_',
  'sub',
  'card',
  'nowhere',
  'zz',
  'invoice',
  '-ada type:invoice.paid',
  'hopper status:failed',
];

interface Measured {
  size: number;
  startMs: number;
  paintP95Ms: number;
  longestFrameMs: number;
  domGrowth: number;
  filterP95Ms: number;
  textP95Ms: number;
  heapMb: number;
}

const keepDir = options.keep ?? mkdtempSync(join(tmpdir(), 'hookline-bench-ui-'));
const found = await findBrowser();
if ('missing' in found) throw new Error(found.missing);
const backend = startChild('backend.ts');
const backendPort = await backend.ask<number>({ ask: 'port' });
const args = ['--no-listen', `--forward-to=http://127.0.0.1:${backendPort}${BACKEND_PATH}`];

const measured: Measured[] = [];
for (const size of SIZES) {
  const dataDir = await storeOf(size);
  const chrome = await chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
    env: found.env,
  });
  try {
    measured.push(await measure(size, dataDir, chrome));
  } finally {
    await chrome.close();
  }
  process.stderr.write(`${size.toLocaleString('en')} events measured\n`);
}
await backend.end();
if (options.keep === undefined) rmSync(keepDir, { recursive: true, force: true });

async function storeOf(size: number): Promise<string> {
  const dataDir = join(keepDir, String(size));
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true });
    fillStore(dataDir, size, Date.now(), (done) => {
      if (done % 100_000 === 0) process.stderr.write(`${done.toLocaleString('en')} events stored\n`);
    });
  }
  const store = openStore({ dataDir, workers: locateRoot().storeWorkers, now: Date.now });
  await store.write.upsertMeta({
    cli_secret: SECRET,
    settings: JSON.stringify({ retention: { maxEvents: null, maxDays: null, maxMb: null } }),
  });
  await store.dispose();
  return dataDir;
}

async function measure(size: number, dataDir: string, chrome: Browser): Promise<Measured> {
  const starts: number[] = [];
  let running: RunningHookline | null = null;
  let page: Page | null = null;
  for (let round = 0; round <= STARTS; round++) {
    await page?.close();
    await running?.end();
    const startedAt = performance.now();
    running = await runHookline(dataDir, args);
    page = await chrome.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    await page.goto(`${running.ready.dashboardUrl}/#token=${running.ready.token}`);
    await page.getByTestId('event-row').first().click();
    // The first round warms the caches of the file system.
    if (round > 0) starts.push(performance.now() - startedAt);
  }
  if (running === null || page === null) throw new Error('Nothing was started.');
  await page.keyboard.press('Escape');
  const heapMb = await heapOf(page);
  const filterP95Ms = await answerTimes(running, FILTERS);
  const textP95Ms = await answerTimes(running, TEXTS);
  const { longestFrameMs, domGrowth } = await scroll(page);
  const paints: number[] = [];
  for (let round = 0; round < PAINT_ROUNDS; round++) {
    // As one finds it: at the top, following.
    await page.reload();
    await page.getByTestId('event-row').first().waitFor();
    paints.push(await paintTimes(page, running));
  }
  if (process.env['HOOKLINE_BENCH_DETAILS'] !== undefined)
    process.stderr.write(
      `  arrival to painted row, p95: ${paints.map((ms) => ms.toFixed(0)).join(', ')} ms\n`,
    );
  const paintP95Ms = median(paints);
  await page.close();
  await running.end();
  return {
    size,
    startMs: median(starts),
    paintP95Ms,
    longestFrameMs,
    domGrowth,
    filterP95Ms,
    textP95Ms,
    heapMb,
  };
}

/** Once garbage is gone. */
async function heapOf(page: Page): Promise<number> {
  const bytes = await page.evaluate(`(async () => {
    for (let round = 0; round < 3; round++) { globalThis.gc(); await new Promise((r) => setTimeout(r, 100)); }
    return performance.memory.usedJSHeapSize;
  })()`);
  return Number(bytes) / 1024 / 1024;
}

/** Over the API, first page; the median of a few rounds for each filter, the 95th percentile of those. */
async function answerTimes({ ready }: RunningHookline, filters: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (const filter of filters) {
    const rounds: number[] = [];
    for (let round = 0; round < FILTER_ROUNDS; round++) {
      const startedAt = performance.now();
      const answer = await fetch(
        `${ready.dashboardUrl}/api/v1/events?limit=200&filter=${encodeURIComponent(filter)}`,
        { headers: { authorization: `Bearer ${ready.token}` } },
      );
      if (!answer.ok) throw new Error(`${filter}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
      rounds.push(performance.now() - startedAt);
    }
    times.push(median(rounds));
    if (process.env['HOOKLINE_BENCH_DETAILS'] !== undefined)
      process.stderr.write(`  ${filter}: ${median(rounds).toFixed(1)} ms\n`);
  }
  return percentile(times, 0.95);
}

/** Ten seconds of the wheel, through pages that are loaded on the way. */
async function scroll(page: Page): Promise<{ longestFrameMs: number; domGrowth: number }> {
  await page.getByTestId('event-row').first().hover();
  const count = async (): Promise<number> =>
    Number(await page.evaluate('document.querySelectorAll("*").length'));
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(500);
  const before = await count();
  await page.evaluate(`
    globalThis.gaps = [];
    let last = performance.now();
    const frame = (now) => { globalThis.gaps.push(now - last); last = now; globalThis.gapsDone || requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  `);
  let most = before;
  for (let step = 0; step < 200; step++) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(50);
    if (step % 20 === 0) most = Math.max(most, await count());
  }
  const gaps = (await page.evaluate('globalThis.gapsDone = true, globalThis.gaps')) as number[];
  return { longestFrameMs: percentile(gaps, 1), domGrowth: most / before };
}

/** From an event's arrival at the receiver, as it noted it, to the end of the frame that shows its row. */
async function paintTimes(page: Page, { ready }: RunningHookline): Promise<number> {
  await page.evaluate(`
    globalThis.painted = {};
    new MutationObserver(() => {
      const fresh = [...document.querySelectorAll('[data-testid="event-row"]')].map((row) => row.dataset.eventId)
        .filter((id) => id.startsWith('evt_p') && !(id in globalThis.painted));
      for (const id of fresh) globalThis.painted[id] = 0;
      // The first task after the frame that shows them.
      if (fresh.length > 0) requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port2.onmessage = () => { for (const id of fresh) globalThis.painted[id] = Date.now(); };
        port1.postMessage(null);
      });
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-event-id'] });
  `);
  await page.mouse.move(5, 5);
  // A store that is kept knows those of the last time.
  const run = `p${Date.now().toString(36)}`;
  const bodyOf = createBodies();
  const sent = new Set<string>();
  const answers: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < ARRIVALS; number++) {
    const due = startedAt + number * ARRIVAL_EVERY_MS;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    const id = eventId(run, number);
    const body = bodyOf(id);
    const timestamp = Math.floor(Date.now() / 1_000);
    const v1 = createHmac('sha256', SECRET).update(`${timestamp}.`).update(body).digest('hex');
    sent.add(id);
    answers.push(
      fetch(new URL(CLI_PATH, ready.receiverUrl), {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': 'application/json', 'stripe-signature': `t=${timestamp},v1=${v1}` },
      }).then((answer) => answer.text()),
    );
  }
  await Promise.all(answers);
  await page.waitForTimeout(500);
  const painted = (await page.evaluate('globalThis.painted')) as Record<string, number>;
  const arrivedAt = await arrivals(ready, sent.size);
  // Rows that were pushed out of sight before they could be painted are left out; at this rate there are few.
  const times = [...sent].flatMap((id) =>
    painted[id] ? [painted[id] - (arrivedAt.get(id) ?? Number.NaN)] : [],
  );
  if (times.length < ARRIVALS * 0.9)
    throw new Error(`Only ${times.length} of ${ARRIVALS} rows were painted.`);
  return percentile(times, 0.95);
}

/** When the newest so many events arrived, Unix milliseconds by id. */
async function arrivals(
  { dashboardUrl, token }: RunningHookline['ready'],
  count: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (let cursor = ''; times.size < count;) {
    const answer = await fetch(`${dashboardUrl}/api/v1/events?limit=200${cursor}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await answer.json()) as {
      items: { id: string; receivedAt: number }[];
      nextCursor: number | null;
    };
    for (const { id, receivedAt } of page.items) times.set(id, receivedAt);
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  return times;
}

printTable([
  [
    'events',
    'start ms',
    'paint p95 ms',
    'longest frame ms',
    'DOM growth',
    'filter p95 ms',
    'text p95 ms',
    'heap MB',
  ],
  ...measured.map((one) => [
    one.size.toLocaleString('en'),
    one.startMs.toFixed(0),
    one.paintP95Ms.toFixed(0),
    one.longestFrameMs.toFixed(0),
    one.domGrowth.toFixed(2),
    one.filterP95Ms.toFixed(1),
    one.textP95Ms.toFixed(1),
    one.heapMb.toFixed(1),
  ]),
]);
console.log('');
const [smallest, largest] = [measured[0], measured.at(-1)];
const verdicts: Verdict[] = measured.flatMap((one) => [
  {
    sentence: `${one.size}: arrival to painted row ${one.paintP95Ms.toFixed(0)} ms at the 95th percentile, 100 events/s (at most 50)`,
    passed: one.paintP95Ms <= 50,
  },
  {
    sentence: `${one.size}: longest frame while scrolling ${one.longestFrameMs.toFixed(0)} ms (at most 50), elements × ${one.domGrowth.toFixed(2)}`,
    passed: one.longestFrameMs <= 50 && one.domGrowth < 1.2,
  },
  {
    sentence: `${one.size}: filters ${one.filterP95Ms.toFixed(0)} ms (at most 50), text ${one.textP95Ms.toFixed(0)} ms (at most 150)`,
    passed: one.filterP95Ms <= 50 && one.textP95Ms <= 150,
  },
]);
if (smallest !== undefined && largest !== undefined && smallest !== largest) {
  const growth = largest.startMs / smallest.startMs;
  verdicts.push({
    sentence: `start with ${largest.size} × ${growth.toFixed(2)} of that with ${smallest.size} (at most 1.5)`,
    passed: growth <= 1.5,
  });
  const heap = largest.heapMb / smallest.heapMb;
  verdicts.push({ sentence: `the page’s heap × ${heap.toFixed(2)} (at most 1.3)`, passed: heap <= 1.3 });
}
judge(verdicts);

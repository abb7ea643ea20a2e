// `npm run bench`: direct, bare proxy, Hookline and mockttp side by side, in rounds; then how long the engine takes to start. Ends with 1 when a target is missed.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CLI_PATH } from '../src/main/engine/receiver/receiver.ts';
import { BACKEND_PATH } from './backend.ts';
import { cpuMs, startChild } from './child.ts';
import { judge, median, medianRatio, printTable, type Verdict } from './figures.ts';
import { startHookline, type StoredEvent } from './hookline-process.ts';
import type { LoadAnswer, LoadQuestion } from './load-generator.ts';
import { installMockttp } from './mockttp-install.ts';
import { differences, eventId } from './signed-requests.ts';
import { measureStart } from './start.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Names with commas between them. */
    only: { type: 'string', default: 'direct,proxy,hookline,mockttp' },
    connections: { type: 'string', default: '1,16' },
  },
});
const ROUNDS = Number(options.rounds);
const LOADS = [
  { connections: 1, warmUp: 200, requests: 1_000 },
  { connections: 16, warmUp: 500, requests: 4_000 },
].filter(({ connections }) => options.connections.split(',').includes(String(connections)));
const SECRET = 'whsec_bench_0123456789abcdef';
const LEAST_OF_PROXY = 0.7;
const LEAST_OF_MOCKTTP = 3;
const MOST_ADDED_MS = 1;

interface Target {
  name: string;
  pid: number;
  port: number;
  path: string;
}

interface Measured extends LoadAnswer {
  cpuMicrosPerRequest: number | null;
}

const isWanted = (name: string): boolean => options.only.split(',').includes(name);

const backend = startChild('backend.ts');
const generator = startChild('load-generator.ts');
const proxies = new Map<string, ReturnType<typeof startChild>>();
const backendPort = await backend.ask<number>({ ask: 'port' });

async function startProxy(name: string, file: string): Promise<Target> {
  const child = startChild(file);
  proxies.set(name, child);
  return { name, pid: child.pid, port: await child.ask<number>({ backendPort }), path: BACKEND_PATH };
}

const targets: Target[] = [];
let mockttpMissing: string | null = null;
if (isWanted('direct'))
  targets.push({ name: 'direct', pid: backend.pid, port: backendPort, path: BACKEND_PATH });
if (isWanted('proxy')) targets.push(await startProxy('proxy', 'bare-proxy.ts'));
const hookline = isWanted('hookline')
  ? await startHookline({
      forwardTo: `http://127.0.0.1:${backendPort}${BACKEND_PATH}`,
      secret: SECRET,
      args: ['--no-listen'],
    })
  : null;
if (hookline !== null)
  targets.push({ name: 'hookline', pid: hookline.pid, port: hookline.receiverPort, path: CLI_PATH });
if (isWanted('mockttp')) {
  mockttpMissing = installMockttp();
  if (mockttpMissing === null) targets.push(await startProxy('mockttp', 'mockttp-proxy.ts'));
}

const measured = new Map<string, Measured[]>();
const of = (name: string, connections: number): Measured[] => measured.get(`${name} ${connections}`) ?? [];
const faults: string[] = [];
const sentToHookline: string[] = [];

for (let round = 0; round < ROUNDS; round++) {
  for (const load of LOADS) {
    // Another one begins in each round, so that none has the best place every time.
    for (let turn = 0; turn < targets.length; turn++) {
      const target = targets[(round + turn) % targets.length];
      if (target !== undefined) await measure(target, round, load);
    }
  }
  process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
}

async function measure(target: Target, round: number, load: (typeof LOADS)[number]): Promise<void> {
  const run = `${target.name.slice(0, 2)}r${round}c${load.connections}x`;
  const { port, path } = target;
  const cpuBefore = cpuMs(target.pid);
  const answer = await generator.ask<LoadAnswer>({
    run,
    port,
    path,
    secret: SECRET,
    ...load,
  } satisfies LoadQuestion);
  const cpuAfter = cpuMs(target.pid);
  const total = load.warmUp + load.requests;
  const cpu = cpuBefore === null || cpuAfter === null ? null : ((cpuAfter - cpuBefore) * 1000) / total;
  const key = `${target.name} ${load.connections}`;
  measured.set(key, [...(measured.get(key) ?? []), { ...answer, cpuMicrosPerRequest: cpu }]);

  const ids = Array.from({ length: total }, (_, number) => eventId(run, number));
  if (target.name === 'hookline') sentToHookline.push(...ids);
  const arrived = await backend.ask<string[]>({ ask: 'take ids' });
  if (answer.refused > 0) faults.push(`${run}: ${answer.refused} answers other than 200`);
  faults.push(...differences(run, ids, arrived));
}

const stored: StoredEvent[] = (await hookline?.endAndRead()) ?? [];
const delivered = stored.filter(({ deliveryState, receipts, attempts }) => {
  return deliveryState === 'delivered' && receipts === 1 && attempts === 1;
});
faults.push(
  ...differences(
    'store',
    sentToHookline,
    delivered.map(({ id }) => id),
  ),
);
await Promise.all([backend, generator, ...proxies.values()].map((child) => child.end()));

const rates = (name: string, connections: number): number[] =>
  of(name, connections).map(({ requestsPerSecond }) => requestsPerSecond);
const p50s = (name: string): number[] => of(name, 1).map(({ p50Ms }) => p50Ms);
const added = (name: string): number =>
  median(p50s(name).map((ms, round) => ms - (p50s('direct')[round] ?? Number.NaN)));
const figure = (value: number | null, digits: number): string =>
  value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);

console.log(
  `\nMedians of ${ROUNDS} rounds; ratios are medians of each round's ratio. ${availableParallelism()} cores.`,
);
for (const { connections } of LOADS) {
  console.log(`\n${connections === 1 ? '1 connection' : `${connections} connections`}`);
  const rows = targets.map(({ name }) => {
    const all = of(name, connections);
    const cpus = all.flatMap(({ cpuMicrosPerRequest: cpu }) => (cpu === null ? [] : [cpu]));
    return [
      name,
      figure(median(rates(name, connections)), 0),
      figure(median(all.map(({ p50Ms }) => p50Ms)), 2),
      figure(median(all.map(({ p95Ms }) => p95Ms)), 2),
      figure(medianRatio(rates(name, connections), rates('proxy', connections)), 2),
      figure(medianRatio(rates(name, connections), rates('mockttp', connections)), 2),
      figure(connections === 1 ? added(name) : null, 2),
      figure(cpus.length === 0 ? null : median(cpus), 0),
    ];
  });
  printTable([
    ['', 'requests/s', 'p50 ms', 'p95 ms', '× proxy', '× mockttp', 'added ms', 'CPU µs/request'],
    ...rows,
  ]);
}
console.log('');

const ofProxy = medianRatio(rates('hookline', 16), rates('proxy', 16));
const ofMockttp = medianRatio(rates('hookline', 16), rates('mockttp', 16));
const addedMs = added('hookline');
const verdict = (sentence: string, value: number, passed: boolean): Verdict => ({
  sentence,
  passed: Number.isNaN(value) ? null : passed,
});
if (mockttpMissing !== null) console.log(`mockttp cannot be had and was left out: ${mockttpMissing}`);
judge([
  verdict(
    `16 connections: ${figure(ofProxy, 2)} of the bare proxy (at least ${LEAST_OF_PROXY})`,
    ofProxy,
    ofProxy >= LEAST_OF_PROXY,
  ),
  verdict(
    `16 connections: ${figure(ofMockttp, 2)} × mockttp (at least ${LEAST_OF_MOCKTTP})`,
    ofMockttp,
    ofMockttp >= LEAST_OF_MOCKTTP,
  ),
  verdict(
    `1 connection: ${figure(addedMs, 2)} ms added at the median over direct (at most ${MOST_ADDED_MS})`,
    addedMs,
    addedMs <= MOST_ADDED_MS,
  ),
  await measureStart(),
  {
    sentence: `${sentToHookline.length} events through Hookline, each answered 200, delivered once and stored once${
      faults.length === 0 ? '' : `: ${faults.join('; ')}`
    }`,
    passed: faults.length === 0,
  },
]);

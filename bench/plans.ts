// `npm run bench:plans`: how fast plans are folded, and how long a rebuild from 100,000 stored events takes. Ends with 1 above the limit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvelope } from '../src/shared/domain/event-envelope.ts';
import { foldCustomer } from '../src/shared/domain/plans/fold.ts';
import { readPlanFacts } from '../src/shared/domain/plans/plan-facts.ts';
import { generateScenario, SCENARIO_IDS } from '../src/shared/domain/scenarios/scenarios.ts';
import { createPlans } from '../src/main/engine/plans/plans.ts';
import { openStore } from '../src/main/engine/store/store.ts';
import { locateRoot } from '../src/main/locate-root.ts';
import { judge, median } from './figures.ts';

const EVENTS = 100_000;
const MOST_REBUILD_SECONDS = 10;
const ROUNDS = 3;
const START = 1_790_000_000;

const stories = (seed: number) =>
  SCENARIO_IDS.map((id) =>
    generateScenario(id, { apiVersion: '2026-10-28.endive', seed, startAt: START }).map(({ event }) => event),
  );

// The fold alone: facts are read and folded, customer by customer.
const some = Array.from({ length: 40 }, (_, seed) => stories(seed)).flat();
const count = some.reduce((sum, events) => sum + events.length, 0);
const perSecond: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const startedAt = performance.now();
  for (const events of some) {
    const facts = events.map((event) => readPlanFacts(event));
    foldCustomer(facts.flatMap((one, seq) => (one === null ? [] : [{ seq, facts: one }])));
  }
  // The first round warms up.
  if (round > 0) perSecond.push(count / ((performance.now() - startedAt) / 1000));
}

const dataDir = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const store = openStore({ dataDir, workers: locateRoot().storeWorkers, now: Date.now });
const signature = { state: 'valid', problem: null, secretLabel: 'cli', timestamp: 1, ageSeconds: 0 } as const;
let stored = 0;
for (let seed = 1_000; stored < EVENTS; seed++) {
  const written = stories(seed)
    .flat()
    .map((event) => {
      const body = new Uint8Array(Buffer.from(JSON.stringify(event, null, 2)));
      const envelope = readEnvelope(event);
      if (envelope === null) throw new Error('The scenario told no event.');
      const receipt = { receivedAt: 1, source: 'synthetic', method: 'POST', path: '/', headers: [] } as const;
      return store.write.recordEvent(
        envelope,
        {
          ...receipt,
          headers: [],
          body,
          sizeBytes: body.byteLength,
          signature: { ...signature, triedSecrets: [] },
        },
        [],
      );
    });
  await Promise.all(written);
  stored += written.length;
}
const all = store.reads.countEvents().all;
const plans = createPlans({
  store,
  drift: { of: () => null, customersIn: () => [], renamed: () => undefined },
  onChange: () => undefined,
});
while ((await store.write.projectPlans(500)).events > 0);
const seconds: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const startedAt = performance.now();
  const { customers, events } = await plans.rebuild();
  seconds.push((performance.now() - startedAt) / 1000);
  if (round === 0)
    console.log(`${all} events stored, ${events} of them say something about plans, ${customers} customers.`);
}
await store.dispose();
rmSync(dataDir, { recursive: true, force: true });
const rebuild = (median(seconds) / all) * EVENTS;
judge([
  {
    sentence: `facts read and folded: ${Math.round(median(perSecond)).toLocaleString('en')} events/s`,
    passed: true,
  },
  {
    sentence: `rebuild of ${EVENTS.toLocaleString('en')} events: ${rebuild.toFixed(1)} s (at most ${MOST_REBUILD_SECONDS})`,
    passed: rebuild <= MOST_REBUILD_SECONDS,
  },
]);

// What the tray and the notifications hear of the engine: a real engine, with a forwarder that is said to be in this state or that.
import { expect, onTestFinished, test } from 'vitest';
import { createFeed } from '#engine/live/feed.ts';
import { createEngineWatch, type News, type Watched } from '#hosts/electron/watch-engine.ts';
import type { DriftedCustomer } from '#shared/contract/plans.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import { startBackend } from '../../support/backend.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../../support/wait-until.ts';

const post = (line: TestEngine, id: string) => line.post(eventFixture({ type: 'invoice.paid', id }));

function watch(line: TestEngine) {
  const { store } = line.engine;
  const said = { state: 'disabled' as ForwarderState, drifted: [] as DriftedCustomer[] };
  const status = () => {
    const real = line.engine.status();
    const plans = { ...real.plans, drifting: said.drifted.length, drifted: said.drifted };
    return { ...real, plans, forwarder: { ...real.forwarder, state: said.state } };
  };
  const feed = createFeed({ store, status });
  const news: News[] = [];
  const seen: Watched[] = [];
  const begin = () => {
    const begun = createEngineWatch({
      engine: { feed, status, store },
      onStatus: (watched) => seen.push(watched),
      onNews: (one) => news.push(one),
      onError: (error) => news.push(error as never),
    });
    onTestFinished(() => begun.dispose());
    return begun;
  };
  onTestFinished(() => feed.dispose());
  /** Says it, and waits until it was heard. */
  const say = async (change: Partial<typeof said>): Promise<void> => {
    Object.assign(said, change);
    feed.statusChanged();
    await waitUntil('the status to be heard', () => {
      const last = seen.at(-1)?.status;
      return last?.forwarder.state === said.state && last.plans.drifted === said.drifted;
    });
  };
  return { begin, news, seen, say, said, feed };
}

test('the last five events are known from the start, refused requests left out, and kept up to date', async () => {
  const line = await startTestEngine();
  for (let n = 1; n <= 6; n += 1) {
    // One after the other, for their order.
    // oxlint-disable-next-line no-await-in-loop
    await post(line, `evt_${n}`);
  }
  await line.post('no json');
  const { begin, seen } = watch(line);
  const begun = begin();
  const ids = () => begun.current().recent.map(({ id }) => id);
  expect(ids()).toEqual(['evt_6', 'evt_5', 'evt_4', 'evt_3', 'evt_2']);
  await post(line, 'evt_7');
  await waitUntil(
    'the new one to be delivered',
    () => begun.current().recent[0]?.deliveryState === 'delivered',
  );
  expect(ids()).toEqual(['evt_7', 'evt_6', 'evt_5', 'evt_4', 'evt_3']);
  expect(seen.at(-1)?.recent).toBe(begun.current().recent);
});

test('events that were removed are forgotten', async () => {
  const clock = { at: Date.now(), now: () => clock.at };
  const line = await startTestEngine({ clock });
  await post(line, 'evt_old');
  await waitUntil('it to be delivered', () => line.engine.status().counts.delivered === 1);
  const { begin } = watch(line);
  const begun = begin();
  expect(begun.current().recent).toHaveLength(1);
  clock.at += 3 * 86_400_000;
  await line.engine.settings.update({ retention: { maxEvents: null, maxDays: 1, maxMb: null } });
  await line.engine.retention.run();
  await waitUntil('it to be forgotten', () => begun.current().recent.length === 0);
});

test('an event that fails is news once, with the endpoint; one that had failed before is none', async () => {
  const line = await startTestEngine();
  line.backend.answer(500);
  await post(line, 'evt_old');
  await waitUntil('it to fail', () => line.engine.status().counts.failed === 1);
  const { begin, news } = watch(line);
  const begun = begin();
  // Changed and as failed as before.
  const { seq } = line.engine.store.reads.findEventById('evt_old') ?? { seq: 0 };
  await line.engine.store.write.setPinned(seq, true);
  await post(line, 'evt_new');
  await waitUntil('news', () => news.length > 0);
  const { id, name } = line.engine.endpoints.list()[0]!;
  expect(news).toMatchObject([
    { what: 'failed', failed: [{ event: { id: 'evt_new' }, endpoint: { id, name } }] },
  ]);

  // Failing again it stays failed; delivered, what was told is over.
  await line.engine.replay.resend({ id: 'evt_new' });
  await waitUntil('the second failure to be heard', () =>
    begun.current().recent.some(({ id: one, attemptCount }) => one === 'evt_new' && attemptCount === 2),
  );
  line.backend.answer(200);
  await line.engine.replay.resend({ id: 'evt_new' });
  await line.engine.replay.resend({ id: 'evt_old' });
  await waitUntil('it to be over', () => news.some(({ what }) => what === 'over'));
  expect(news.slice(1)).toEqual([{ what: 'over', of: 'failed' }]);
});

test('of several endpoints the one that did not take it is named', async () => {
  const line = await startTestEngine();
  const broken = await startBackend();
  onTestFinished(() => broken.close());
  broken.answer(503);
  const { id } = await line.engine.endpoints.create({ name: 'Staging', url: broken.url });
  const { begin, news } = watch(line);
  begin();
  await post(line, 'evt_1');
  await waitUntil('news', () => news.length > 0);
  expect(news).toMatchObject([{ what: 'failed', failed: [{ endpoint: { id, name: 'Staging' } }] }]);
});

test('an old event that fails in an attempt made since is news', async () => {
  const line = await startTestEngine();
  await post(line, 'evt_1');
  await waitUntil('it to be delivered', () => line.engine.status().counts.delivered === 1);
  const { begin, news } = watch(line);
  begin();
  line.backend.answer(500);
  await line.engine.replay.resend({ id: 'evt_1' });
  await waitUntil('news', () => news.length > 0);
  expect(news).toMatchObject([{ what: 'failed', failed: [{ event: { id: 'evt_1' } }] }]);
});

test('an endpoint that begins to hold is news, and that it is over; one paused by hand is none', async () => {
  const gone = await startBackend();
  await gone.close();
  const line = await startTestEngine({ forwardTo: gone.url });
  const { begin, news, seen, feed } = watch(line);
  begin();
  const [endpoint] = line.engine.endpoints.list();
  await post(line, 'evt_1');
  feed.statusChanged();
  await waitUntil('news', () => news.length > 0);
  expect(news).toEqual([{ what: 'held', endpoint: { id: endpoint?.id, name: endpoint?.name }, held: 1 }]);
  await post(line, 'evt_2');

  const back = await startBackend(gone.port);
  onTestFinished(() => back.close());
  await waitUntil('both to arrive', () => line.engine.status().counts.delivered === 2);
  feed.statusChanged();
  await waitUntil('it to be over', () => news.length > 1);
  expect(news.slice(1)).toEqual([{ what: 'over', of: 'held' }]);

  await line.engine.endpoints.update({ id: endpoint?.id ?? '', paused: true });
  await post(line, 'evt_3');
  await waitUntil('it to be held', () => line.engine.status().health[0]?.held === 1);
  feed.statusChanged();
  await waitUntil('that to be heard', () => seen.at(-1)?.status.health[0]?.held === 1);
  await line.engine.endpoints.update({ id: endpoint?.id ?? '', paused: false });
  await waitUntil('it to arrive', () => line.engine.status().counts.delivered === 3);
  expect(news.filter(({ what }) => what === 'held')).toHaveLength(1);
});

test('the line going down and up again is news, whatever lies between; not that it was down at the start', async () => {
  const line = await startTestEngine();
  const { begin, news, say, said } = watch(line);
  said.state = 'not_logged_in';
  begin();
  await say({ state: 'starting' });
  await say({ state: 'key_refused' });
  expect(news).toEqual([]);
  await say({ state: 'ready' });
  await say({ state: 'reconnecting' });
  await say({ state: 'ready' });
  news.length = 0;
  await say({ state: 'reconnecting' });
  await say({ state: 'offline' });
  await say({ state: 'crashed' });
  expect(news).toEqual([{ what: 'line_down', state: 'offline' }]);
  await say({ state: 'starting' });
  await say({ state: 'ready' });
  expect(news.slice(1)).toEqual([{ what: 'line_up' }, { what: 'over', of: 'line_down' }]);
  // Stopped by hand is not down.
  news.length = 0;
  await say({ state: 'stopped' });
  expect(news).toEqual([]);
});

test('each customer in drift is news once, whoever else recovers; none left is over', async () => {
  const line = await startTestEngine();
  const { begin, news, say, said } = watch(line);
  const drifts = (id: number, since = id): DriftedCustomer => {
    return { id, label: `Customer ${id}`, expected: 'Pro', believed: 'free', since };
  };
  said.drifted = [drifts(1)];
  begin();
  await say({ drifted: [drifts(2), drifts(1)] });
  // One recovers while another begins: as many as before, and yet news.
  await say({ drifted: [drifts(3), drifts(1)] });
  // Asked again, and still wrong since the same moment.
  await say({ drifted: [drifts(3)] });
  await say({ drifted: [drifts(3), drifts(1)] });
  await say({ drifted: [] });
  await say({ drifted: [drifts(3, 9)] });
  expect(news).toEqual([
    { what: 'drift', customers: [drifts(2)] },
    { what: 'drift', customers: [drifts(3)] },
    { what: 'over', of: 'drift' },
    { what: 'drift', customers: [drifts(3, 9)] },
  ]);
});

test('after dispose nothing is told', async () => {
  const line = await startTestEngine();
  const { begin, seen, feed } = watch(line);
  const begun = begin();
  await waitUntil('the first status', () => seen.length > 0);
  begun.dispose();
  expect(feed.subscribers()).toBe(0);
  const before = seen.length;
  await post(line, 'evt_1');
  expect(seen.length).toBe(before);
});

// The story of a payment through the whole engine: out of order, to two endpoints, with a retry, a replay and a duplicate.
import { expect, onTestFinished, test } from 'vitest';
import { createRouterClient } from '@orpc/server';
import { generateScenario } from '#shared/domain/scenarios/scenarios.ts';
import { drawStory } from '#shared/domain/story/story-picture.ts';
import { createRouter } from '#engine/api/router.ts';
import { startBackend } from '../support/backend.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

const START = 1_790_000_000;

/** Seconds are spread, so that there is an order to be lost. */
function purchase(): Record<string, unknown>[] {
  return generateScenario('checkout_subscription', {
    apiVersion: '2026-10-28.endive',
    seed: 3,
    startAt: START,
  })
    .map(({ event }, index): Record<string, unknown> => ({ ...event, created: START + index }))
    .filter(({ type }) => !/^(product|price)\./.test(String(type)));
}

test('a purchase that arrives backwards is one story, with the order it should have had', async () => {
  const { engine, backend, post } = await startTestEngine();
  const client = createRouterClient(createRouter(engine), { context: {} });
  const second = await startBackend();
  onTestFinished(() => second.close());
  const [local] = await client.endpoints.list();
  await client.endpoints.update({
    id: local?.id ?? '',
    retry: { kind: 'exponential', firstMs: 100, maxMs: 500, times: 2 },
  });
  await client.endpoints.create({
    url: second.url,
    name: 'second',
    filter: { types: ['invoice.*'], kinds: 'all', accounts: 'all' },
  });
  const events = purchase();
  // The session, which comes when the purchase is complete.
  const last = events.find(({ type }) => type === 'checkout.session.completed');
  const failing = String(events.find(({ type }) => type === 'invoice.paid')?.['id']);
  let refused = 0;
  backend.behave(({ body }, response) => {
    const isFirst = body.includes(failing) && refused++ === 0;
    response.writeHead(isFirst ? 500 : 200).end();
  });

  for (const event of events.toReversed()) await post(JSON.stringify(event));
  // The same once more, and something that has nothing to do with it.
  await post(JSON.stringify(last));
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_else', customerId: 'cus_else' }));
  const id = String(last?.['id']);
  await waitUntil(
    'the story to be put together',
    async () => (await client.events.story({ id, by: 'checkout' })).events.length === events.length,
  );
  await waitUntil(
    'the retry',
    async () => (await client.events.get({ id: failing })).deliveryState === 'delivered',
  );
  await client.events.resend({ id, endpointId: local?.id });

  const story = await client.events.story({ id, by: 'checkout' });
  expect(story.id).toMatch(/^cs_test_/);
  expect(story.events.map(({ event }) => event.id)).toEqual(events.toReversed().map((event) => event['id']));
  expect(story.events.find(({ event }) => event.id === id)).toMatchObject({
    event: { checkout: { link: 'session' } },
    receipts: [{}, {}],
  });

  const picture = drawStory(story.events);
  const count = events.length;
  expect(picture.endpoints.map(({ name }) => name)).toEqual(['Local', 'second']);
  expect(picture.rows.map(({ received }) => received.ahead)).toEqual(events.map((_, index) => index));
  expect(picture.rows.map(({ received }) => received.place)).toEqual(events.map((_, index) => count - index));
  const retried = picture.rows.find(({ of }) => of.event.id === failing);
  expect(retried?.stops[0]?.marks.map(({ kind, ok }) => [kind, ok])).toEqual([
    ['first', false],
    ['retry', true],
  ]);
  const replayed = picture.rows.find(({ of }) => of.event.id === id);
  expect(replayed?.stops[0]?.marks.at(-1)).toMatchObject({ kind: 'replay', ok: true });
  expect(replayed?.stops[1]).toBeNull();
  const onSecond = picture.rows.filter(({ stops }) => stops[1] !== null);
  expect(onSecond.map(({ of }) => of.event.type).every((type) => type.startsWith('invoice.'))).toBe(true);
});

test('a long story is cut to the newest, or to those up to the event that is asked about', async () => {
  const { engine, post } = await startTestEngine();
  const client = createRouterClient(createRouter(engine), { context: {} });
  for (let begin = 0; begin < 540; begin += 60)
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        post(eventFixture({ type: 'customer.updated', id: `evt_${begin + index}` })),
      ),
    );
  const { items } = await client.events.list({ limit: 500 });
  const newest = await client.events.story({ id: items[0]?.id ?? '', by: 'customer' });
  expect([newest.events.length, newest.moreOlder, newest.moreNewer]).toEqual([500, true, false]);
  const rest = await client.events.list({ limit: 500, cursor: items.at(-1)?.seq });
  const oldest = rest.items.at(-1)?.id ?? '';
  const story = await client.events.story({ id: oldest, by: 'customer' });
  expect([story.events.map(({ event }) => event.id), story.moreOlder, story.moreNewer]).toEqual([
    [oldest],
    false,
    true,
  ]);
});

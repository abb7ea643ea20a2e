// Old events go while new ones come; what the settings say holds at once.
import { expect, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { onTestFinished } from 'vitest';

test('the limit of the settings is kept, by removing the oldest, while the receiver goes on', async () => {
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const { engine, post } = await startTestEngine({ forwardTo: backend.url });
  for (let n = 0; n < 130; n++) {
    await post(eventFixture({ type: 'invoice.paid', id: `evt_${String(n).padStart(3, '0')}` }));
  }
  expect(await engine.retention.run()).toBe(0);
  await engine.settings.update({ retention: { maxEvents: 100, maxDays: null, maxMb: null } });
  const [removed] = await Promise.all([
    engine.retention.run(),
    ...Array.from({ length: 20 }, (_, n) =>
      post(eventFixture({ type: 'customer.created', id: `evt_new_${n}` })),
    ),
  ]);
  expect(removed).toBeGreaterThanOrEqual(30);
  await engine.retention.run();
  expect(engine.status().counts).toMatchObject({ all: 100, delivered: 100 });
  const { items } = engine.store.reads.listEvents({}, null, 200);
  expect(items).toHaveLength(100);
  expect(items.at(-1)?.id).toBe('evt_050');
  expect(items.filter(({ type }) => type === 'customer.created')).toHaveLength(20);
  expect(backend.seen).toHaveLength(150);
});

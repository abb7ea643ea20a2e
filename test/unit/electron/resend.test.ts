// Sending again from outside the page, with a real engine and a real backend.
import { expect, onTestFinished, test } from 'vitest';
import type { DesktopNotice } from '#hosts/electron/notices.ts';
import { createResend } from '#hosts/electron/resend.ts';
import { startBackend } from '../../support/backend.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../../support/wait-until.ts';

function resendOf({ engine }: TestEngine) {
  const told: DesktopNotice[] = [];
  const errors: unknown[] = [];
  const resend = createResend({
    engine,
    newest: () => engine.store.reads.listEvents({}, null, 1).items[0] ?? null,
    language: () => 'en',
    show: (notice) => told.push(notice),
    onError: (error) => errors.push(error),
  });
  return { resend, told, errors };
}

const arrived = (line: TestEngine, count: number) =>
  waitUntil('all to be over', () => {
    const { delivered, failed } = line.engine.status().counts;
    return delivered + failed === count;
  });

test('the last event goes again to every endpoint it went to, and how each answered is told', async () => {
  const line = await startTestEngine();
  const second = await startBackend();
  onTestFinished(() => second.close());
  await line.engine.endpoints.create({ name: 'Second', url: second.url });
  const third = await startBackend();
  onTestFinished(() => third.close());
  await line.engine.endpoints.create({
    url: third.url,
    filter: { types: ['charge.*'], kinds: 'all', accounts: 'all' },
  });
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await arrived(line, 1);
  second.answer(500);
  const { resend, told } = resendOf(line);
  await resend.last();
  expect([line.backend.seen.length, second.seen.length, third.seen.length]).toEqual([2, 2, 0]);
  const [first] = line.engine.endpoints.list();
  expect(told).toEqual([
    {
      kind: 'told',
      title: 'invoice.paid failed',
      body: expect.stringMatching(
        new RegExp(`^200 after \\d+ ms from ${first?.name} · 500 after \\d+ ms from Second$`),
      ),
      opens: { what: 'open_event', id: 'evt_1' },
      button: null,
    },
  ]);
  second.answer(200);
  await resend.last();
  expect(told[1]?.title).toBe('invoice.paid resent');
});

test('where nothing can be sent, it is said why', async () => {
  const line = await startTestEngine();
  const { resend, told, errors } = resendOf(line);
  await resend.last();
  expect(told.at(-1)).toMatchObject({ title: 'Not resent', body: 'There is no event yet.', opens: null });
  const [endpoint] = line.engine.endpoints.list();
  await line.engine.endpoints.update({ id: endpoint?.id ?? '', enabled: false });
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await resend.last();
  expect(told.at(-1)).toMatchObject({
    title: 'Not resent',
    body: 'No endpoint is switched on. Switch one on in Endpoints.',
  });
  expect(errors).toEqual([]);
});

test('what has no words is told as such, and reported', async () => {
  const { engine } = await startTestEngine();
  const told: DesktopNotice[] = [];
  const errors: unknown[] = [];
  const broken = new Error('The store is closed.');
  const resend = createResend({
    engine: { ...engine, replay: { ...engine.replay, resend: () => Promise.reject(broken) } },
    newest: () => ({ seq: 1, id: 'evt_1', type: 'invoice.paid' }) as never,
    language: () => 'en',
    show: (notice) => told.push(notice),
    onError: (error) => errors.push(error),
  });
  await resend.last();
  expect(told[0]?.body).toContain('Open Hookline');
  expect(errors).toEqual([broken]);
});

test('one that failed goes again to where it failed, many as a job, and a second job is refused in words', async () => {
  const line = await startTestEngine();
  const [local] = line.engine.endpoints.list();
  const endpoint = { id: local?.id ?? '', name: local?.name ?? '' };
  line.backend.answer(500);
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
  await arrived(line, 2);
  line.backend.answer(200);
  const { resend, told } = resendOf(line);
  const failed = ['evt_1', 'evt_2'].flatMap((id) => {
    const event = line.engine.store.reads.findEventById(id);
    return event === null ? [] : [{ event, endpoint }];
  });
  await resend.failed(failed.slice(0, 1));
  expect(told[0]).toMatchObject({ title: 'invoice.paid resent', opens: { id: 'evt_1' } });
  await waitUntil('it to be delivered', () => line.engine.status().counts.delivered === 1);

  let release = (): void => undefined;
  line.backend.behave((_request, response) => {
    release = () => response.end();
  });
  await resend.failed(failed);
  await waitUntil('the first of them to come', () => line.backend.seen.length === 4);
  await resend.failed(failed);
  expect(told.at(-1)?.body).toBe('Events are being resent already. Wait until that is done.');
  line.backend.answer(200);
  release();
  await waitUntil('both to be delivered', () => line.engine.status().counts.delivered === 2);
});

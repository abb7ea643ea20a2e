// Asking Stripe for events by both ways, the real CLI and Stripe's library, against the stand-in for Stripe.
import { describe, expect, test } from 'vitest';
import { createCliCommands } from '#engine/forwarder/cli-commands.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { createStripeEvents, type StripeEvents } from '#engine/stripe-events/stripe-events.ts';
import { StripeFailure } from '#engine/stripe-events/stripe-failure.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';
import { archiveEvents } from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { standInFor, tempDir, type Finish } from '../support/stripe-stand-in/forwarder-rig.ts';
import { sessionAnswers } from '../support/stripe-stand-in/session.ts';
import { cliTestEnvironment, cliLogin } from '../support/stripe-cli.ts';

const KEY = 'sk_test_51HooklineTests0000';
const signal = new AbortController().signal;
const PACE = { ...PACING, everyMs: 0, backoffMs: 20 };

type Way = 'cli' | 'key';

async function rig(finish: Finish, way: Way, apiBase?: string) {
  const stripe = await standInFor(finish);
  const archive = archiveEvents(stripe);
  const configHome = await tempDir(finish, 'cli');
  if (way === 'cli') await cliLogin(configHome, KEY);
  const waits: number[] = [];
  const address = apiBase ?? stripe.url;
  const events: StripeEvents = createStripeEvents({
    cli: createCliCommands({
      binPath: null,
      apiBase: address,
      apiKey: () => null,
      env: cliTestEnvironment(configHome),
    }),
    apiKey: () => (way === 'key' ? KEY : null),
    apiBase: address,
    pacing: PACE,
    onWait: (ms) => waits.push(ms),
  });
  return { stripe, archive, events, waits };
}

async function failureOf(asked: Promise<unknown>): Promise<StripeFailure> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StripeFailure);
  return error as StripeFailure;
}

describe.each<Way>(['cli', 'key'])('by %s', (way) => {
  test('an event comes with its own text to the last digit, whatever a parser would make of it', async ({
    onTestFinished,
  }) => {
    const { archive, events, stripe } = await rig(onTestFinished, way);
    const exact = eventFixture({
      type: 'invoice.paid',
      id: 'evt_exact',
      object: { note: '嗨 <&> "\n', nothing: {}, none: [] },
    }).replace(
      '"pending_webhooks": 2',
      '"pending_webhooks": 2,\n  "large": 12345678901234567890,\n  "rate": 1.10',
    );
    archive.keep(exact);
    const { events: listed, hasMore } = await events.list({}, signal);
    expect(hasMore).toBe(false);
    expect(listed[0]?.bytes.toString()).toBe(exact);
    expect(listed[0]).toMatchObject({
      id: 'evt_exact',
      type: 'invoice.paid',
      account: null,
      pendingWebhooks: 2,
    });
    expect((await events.retrieve('evt_exact', null, signal))?.bytes.toString()).toBe(exact);
    expect(await events.retrieve('evt_gone', null, signal)).toBeNull();
    expect(stripe.requests.every(({ key }) => key === KEY)).toBe(true);
  });

  test('a connected account is asked in its name, and its events say whose they are', async ({
    onTestFinished,
  }) => {
    const { archive, events } = await rig(onTestFinished, way);
    const text = eventFixture({ type: 'invoice.paid', id: 'evt_c', account: 'acct_connected' });
    archive.keep(text, 'acct_connected');
    const { events: listed } = await events.list({ account: 'acct_connected' }, signal);
    const event = JSON.parse(listed[0]?.bytes.toString() ?? '{}') as Record<string, unknown>;
    expect(event).toStrictEqual(JSON.parse(text));
    expect(archive.requests()[0]?.headers['stripe-account']).toBe('acct_connected');
    expect((await events.list({}, signal)).events).toEqual([]);
  });

  test('pages, a period and types are asked for', async ({ onTestFinished }) => {
    const { archive, events } = await rig(onTestFinished, way);
    const at = Math.floor(Date.now() / 1_000) - 1_000;
    for (let index = 0; index < 7; index += 1) {
      const type = index % 2 === 0 ? 'invoice.paid' : 'customer.created';
      archive.keep(eventFixture({ type, id: `evt_${index}`, created: at + index }));
    }
    const first = await events.list({ limit: 3, since: StripeTime.ofUnixMs((at + 1) * 1_000) }, signal);
    expect(first).toMatchObject({ hasMore: true });
    expect(first.events.map(({ id }) => id)).toEqual(['evt_6', 'evt_5', 'evt_4']);
    const rest = await events.list(
      { limit: 3, since: StripeTime.ofUnixMs((at + 1) * 1_000), startingAfter: 'evt_4' },
      signal,
    );
    expect(rest.events.map(({ id }) => id)).toEqual(['evt_3', 'evt_2', 'evt_1']);
    expect(rest.hasMore).toBe(false);
    const some = await events.list(
      { until: StripeTime.ofUnixMs((at + 3) * 1_000), types: ['customer.created'] },
      signal,
    );
    expect(some.events.map(({ id }) => id)).toEqual(['evt_3', 'evt_1']);
  });

  test('too many requests: waits, longer each time, and then has its answer', async ({ onTestFinished }) => {
    const { archive, events, waits } = await rig(onTestFinished, way);
    archive.keep(eventFixture({ type: 'invoice.paid', id: 'evt_late' }));
    archive.limitNext(3);
    expect((await events.list({}, signal)).events.map(({ id }) => id)).toEqual(['evt_late']);
    expect(waits).toHaveLength(3);
    expect(waits[2]).toBeGreaterThanOrEqual(PACE.backoffMs * 2);
    archive.limitNext(99);
    const failure = await failureOf(events.list({}, signal));
    expect(failure.problem.code).toBe('rate_limited');
    expect(failure.problem.detail).toContain('rate limit');
  });

  test('a refusal says so in Stripe’s words, and thin events and accounts come in pages', async ({
    onTestFinished,
  }) => {
    const { archive, events } = await rig(onTestFinished, way);
    archive.answerAll(sessionAnswers.invalidKey);
    expect((await failureOf(events.list({}, signal))).problem).toMatchObject({
      code: 'not_allowed',
      detail: expect.stringContaining('Invalid API Key') as string,
    });
    archive.answerAll(sessionAnswers.missingPermission);
    expect((await failureOf(events.list({}, signal))).problem.code).toBe('not_allowed');
    archive.answerAll(sessionAnswers.outage);
    expect((await failureOf(events.list({}, signal))).problem.code).toBe('other');

    archive.keepThin(eventFixture({ type: 'v1.invoice.paid', id: 'evt_thin' }));
    const { events: thin, nextPage } = await events.listThin(null, signal);
    expect(thin.map(({ id }) => id)).toEqual(['evt_thin']);
    expect(nextPage).toBeNull();
    archive.thin = false;
    expect((await failureOf(events.listThin(null, signal))).problem.code).toBe('not_allowed');
    archive.accounts = Array.from({ length: 130 }, (_, index) => `acct_${index}`);
    const first = await events.listAccounts(null, signal);
    expect(first).toMatchObject({ hasMore: true });
    expect((await events.listAccounts(first.ids.at(-1) ?? null, signal)).ids).toHaveLength(30);
  });

  test('every list comes with Stripe’s time, whatever this machine’s clock says', async ({
    onTestFinished,
  }) => {
    const { stripe, events } = await rig(onTestFinished, way);
    expect(events.now()).toBeNull();
    const at = Date.UTC(2031, 3, 5, 6, 7, 8);
    const archive = archiveEvents(stripe, { now: () => at });
    expect((await events.list({}, signal)).at.toUnixMs()).toBe(at);
    expect((await events.listAccounts(null, signal)).at.toUnixMs()).toBe(at);
    expect((await events.listThin(null, signal)).at.toUnixMs()).toBe(at);
    const now = events.now()?.toUnixMs() ?? 0;
    expect(now).toBeGreaterThanOrEqual(at);
    // An error of Stripe's says the time, too.
    archive.answerAll(sessionAnswers.outage);
    expect((await failureOf(events.list({}, signal))).at?.toUnixMs()).toBe(at);
    archive.answerAll({
      status: 403,
      body: { error: { message: 'No.', type: 'invalid_request_error' } },
      headers: { date: new Date(at + 60_000).toUTCString() },
    });
    expect((await failureOf(events.list({}, signal))).at?.toUnixMs()).toBe(at + 60_000);
    expect(events.now()?.toUnixMs()).toBeGreaterThanOrEqual(at + 60_000);
  });

  test.for([
    ['the login page of a network', { status: 200, body: '<html><body>Welcome to the Wi-Fi</body></html>' }],
    ['an empty body', { status: 200, body: '' }],
    ['half a response', { status: 200, body: '{\n  "object": "list",\n  "data": [\n    {"id": "evt_' }],
    ['other JSON', { status: 200, body: '{"ok":true}' }],
    ['a page that forbids', { status: 403, body: '<html>Blocked by the firewall</html>' }],
  ] as const)('%s is not Stripe, whatever was asked for', async ([, answer], { onTestFinished }) => {
    const { stripe, events } = await rig(onTestFinished, way);
    for (const path of ['/v1/events', '/v1/events/evt_1', '/v1/accounts', '/v2/core/events'])
      stripe.route('GET', path, () => answer);
    const asked = [
      events.list({}, signal),
      events.retrieve('evt_1', null, signal),
      events.listAccounts(null, signal),
      events.listThin(null, signal),
    ];
    for (const one of await Promise.all(asked.map(failureOf))) {
      expect(one.problem).toMatchObject({
        code: 'not_stripe',
        detail: expect.stringMatching(/^The response .+\.$/) as string,
      });
      expect(one.at).toBeNull();
    }
    expect(events.now()).toBeNull();
  });

  test('nobody there is told apart from a refusal', async ({ onTestFinished }) => {
    const { events } = await rig(onTestFinished, way, 'http://127.0.0.1:9');
    expect((await failureOf(events.list({}, signal))).problem.code).toBe('offline');
  });
});

test('a word from Stripe on how long to wait is kept to', async ({ onTestFinished }) => {
  const { archive, events, waits } = await rig(onTestFinished, 'key');
  archive.limitNext(1, 1);
  await events.list({}, signal);
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThanOrEqual(1_000);
});

test('without any login it is the credentials that are missing', async ({ onTestFinished }) => {
  const stripe = await standInFor(onTestFinished);
  const cli = createCliCommands({
    binPath: null,
    apiBase: stripe.url,
    apiKey: () => null,
    env: cliTestEnvironment(await tempDir(onTestFinished, 'cli')),
  });
  const events = createStripeEvents({ cli, apiKey: () => null, apiBase: stripe.url, pacing: PACE });
  expect((await failureOf(events.list({}, signal))).problem.code).toBe('no_credentials');
});

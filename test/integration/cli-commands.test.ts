// Commands of the real Stripe CLI beside `stripe listen`, against the stand-in for Stripe.
import { expect, test } from 'vitest';
import { createCliCommands } from '#engine/forwarder/cli-commands.ts';
import { standInFor, tempDir } from '../support/stripe-stand-in/forwarder-rig.ts';

test('a call of the API comes back as it was printed, with the key that is in use now', async ({
  onTestFinished,
}) => {
  const stripe = await standInFor(onTestFinished);
  const long = 'x'.repeat(100_000);
  stripe.route('GET', '/v1/events', () => ({
    status: 200,
    body: { object: 'list', data: [{ id: 'evt_1', long }], has_more: false },
  }));
  let key = 'sk_test_first_0123456789';
  const cli = createCliCommands({
    binPath: null,
    apiBase: stripe.url,
    apiKey: () => key,
    env: { ...process.env, XDG_CONFIG_HOME: await tempDir(onTestFinished, 'cli') },
  });
  const answer = await cli.run(['get', '/v1/events', '-d', 'limit=1']);
  expect(answer).toMatchObject({ exitCode: 0, notStarted: null });
  expect(JSON.parse(answer.stdout)).toMatchObject({ data: [{ id: 'evt_1', long }] });
  key = 'sk_test_second_0123456789';
  await cli.run(['get', '/v1/events', '-d', 'limit=1']);
  expect(stripe.requests.map((request) => request.key)).toEqual([
    'sk_test_first_0123456789',
    'sk_test_second_0123456789',
  ]);
});

test('one that hangs is called off, and one that cannot be run says why', async ({ onTestFinished }) => {
  const stripe = await standInFor(onTestFinished);
  stripe.route('GET', '/v1/events', () => 'hang');
  const env = { ...process.env, XDG_CONFIG_HOME: await tempDir(onTestFinished, 'cli') };
  const deps = { apiBase: stripe.url, apiKey: () => 'sk_test_hang_0123456789', env };
  const calledOff = new AbortController();
  const asked = createCliCommands({ binPath: null, ...deps }).run(['get', '/v1/events'], {
    signal: calledOff.signal,
  });
  await expect.poll(() => stripe.requests.length).toBe(1);
  calledOff.abort();
  expect((await asked).exitCode).not.toBe(0);
  const missing = await createCliCommands({ binPath: '/nowhere/stripe', ...deps }).run(['get', '/v1/events']);
  expect(missing.exitCode).toBeNull();
  expect(missing.notStarted?.problem).toContain('/nowhere/stripe');
});

// Commands of the real Stripe CLI beside `stripe listen`, against the stand-in for Stripe.
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createCliCommands } from '#engine/forwarder/cli-commands.ts';
import { classifyCliFailure } from '#shared/domain/stripe-cli/classify-failure.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
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

/** How the real CLI ends, and so what its failure is taken for. */
async function kindOf(apiBase: string | null, env: Record<string, string>, home: string): Promise<string> {
  const cli = createCliCommands({
    binPath: null,
    apiBase,
    apiKey: () => 'sk_test_first_0123456789',
    env: { ...process.env, ...env, XDG_CONFIG_HOME: home },
  });
  return classifyCliFailure(await cli.run(['get', '/v1/events'])).kind;
}

test('what is in the way of the real CLI is told apart', async ({ onTestFinished }) => {
  const home = await tempDir(onTestFinished, 'cli');
  // As in a company that looks into TLS: a proxy that answers for Stripe with a certificate of its own.
  const impostor = createServer(SELF_SIGNED, (_request, response) => response.end('{}'));
  const company = createProxy().on('connect', (_request, socket) => {
    const { port } = impostor.address() as AddressInfo;
    const onwards = connect(port, '127.0.0.1').on('error', () => socket.destroy());
    socket.on('error', () => onwards.destroy());
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(onwards).pipe(socket);
  });
  for (const server of [impostor, company]) {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void server.close());
  }
  const through = `http://127.0.0.1:${(company.address() as AddressInfo).port}`;
  expect(await kindOf(null, { HTTPS_PROXY: through, https_proxy: through }, home)).toBe('tls');
  // Nothing listens there, so that nothing leaves the machine either.
  const proxy = 'http://127.0.0.1:1';
  expect(await kindOf(null, { HTTPS_PROXY: proxy, https_proxy: proxy }, home)).toBe('proxy');
  expect(await kindOf('http://127.0.0.1:1', {}, home)).toBe('offline');

  const stripe = await standInFor(onTestFinished);
  const answers: [status: number, error: object, kind: string][] = [
    [
      401,
      { message: 'Invalid API Key provided: sk_test_****', type: 'invalid_request_error' },
      'key_invalid',
    ],
    [401, { message: 'Expired', code: 'api_key_expired' }, 'key_expired'],
    [403, { message: 'No', code: 'more_permissions_required' }, 'key_forbidden'],
    [429, { message: 'Slow down', code: 'rate_limit' }, 'rate_limited'],
    [500, { message: 'Oh', type: 'api_error' }, 'stripe_down'],
    [404, { message: 'No such event', code: 'resource_missing' }, 'not_found'],
  ];
  for (const [status, error, kind] of answers) {
    stripe.route('GET', '/v1/events', () => ({ status, body: { error } }));
    expect(await kindOf(stripe.url, {}, home), `${status}`).toBe(kind);
  }
});

// While a restart of the Stripe CLI is planned, the API says so: GET /status and GET /forwarder return 200, with whole numbers.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EngineOptions } from '#engine/engine.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { Status } from '#shared/contract/status.ts';
import { startTestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { listenThatFails } from '../support/failing-cli.ts';
import { TEST_KEY } from '../support/stripe-cli.ts';
import { sessionAnswers } from '../support/stripe-stand-in/session.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';

async function statusWhilePlanned(forwarder: Partial<EngineOptions['forwarder']>) {
  vi.stubEnv('XDG_CONFIG_HOME', tempDir());
  onTestFinished(() => void vi.unstubAllEnvs());
  const { engine } = await startTestEngine({ forwarder: { listen: true, apiKey: TEST_KEY, ...forwarder } });
  const server = await startTestServer(engine);
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${server.url}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    return await response.json();
  };
  await expect
    .poll(() => engine.forwarder.status().nextRestartAt, { timeout: 20_000, interval: 20 })
    .not.toBeNull();
  const forwarderStatus = (await get('forwarder')) as ForwarderStatus;
  const { forwarder: within } = (await get('status')) as Status;
  expect(within.state).toBe(forwarderStatus.state);
  expect(forwarderStatus.nextRestartAt).toSatisfy(Number.isInteger);
  return forwarderStatus;
}

describe.skipIf(process.platform === 'win32')('a CLI that ends with', () => {
  test.each([
    [
      'a connection that times out',
      'Error while authenticating with Stripe: Post "https://api.stripe.com/v1/stripecli/sessions": dial tcp 192.0.2.4:443: i/o timeout',
      'offline',
    ],
    [
      'too many sessions',
      'Error while authenticating with Stripe: you have too many `stripe listen` sessions open, please close some and try again',
      'too_many_sessions',
    ],
    ['words nobody knows', 'something broke', 'crashed'],
  ])('%s', async (_, message, state) => {
    const binPath = listenThatFails(`time="x" level=fatal msg="${message}"`);
    expect((await statusWhilePlanned({ binPath })).state).toBe(state);
  });
});

describe('the real CLI, where Stripe', () => {
  test.each([
    ['returns 500', sessionAnswers.outage, 'offline'],
    ['returns 429', sessionAnswers.tooManySessions, 'too_many_sessions'],
  ] as const)('%s', async (_, response, state) => {
    const stripe = await createStripeStandIn();
    onTestFinished(() => stripe.close());
    stripe.answerAllSessions(response);
    expect((await statusWhilePlanned({ apiBase: stripe.url })).state).toBe(state);
  });

  test('refuses connections', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect((await statusWhilePlanned({ apiBase: `http://127.0.0.1:${port}` })).state).toBe('offline');
  });
});

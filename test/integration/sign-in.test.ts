// Signing in with the real Stripe CLI against the stand-in for Stripe, and what follows: the key in use, the session, the account.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { lacking, serveAccount, serveSignIn, ADA, GRACE } from '../support/stripe-stand-in/sign-in.ts';
import { sessionAnswers } from '../support/stripe-stand-in/session.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';

async function lineWithoutLogin({ apiKey = null as string | null, listen = true } = {}) {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const desk = serveSignIn(stripe);
  // The CLI keeps its login under it, and must not see the user's own.
  vi.stubEnv('XDG_CONFIG_HOME', tempDir());
  vi.stubEnv('STRIPE_API_KEY', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const dataDir = tempDir();
  const { engine } = await startTestEngine({
    dataDir,
    forwarder: { listen, apiBase: stripe.url, apiKey },
  });
  return { stripe, desk, engine, dataDir };
}

const until = (engine: Engine, state: string) =>
  expect.poll(() => engine.forwarder.status().state, { timeout: 15_000 }).toBe(state);
const untilPhase = (engine: Engine, phase: string) =>
  expect.poll(() => engine.account.get().signIn.phase, { timeout: 10_000 }).toBe(phase);

describe('signing in', () => {
  test('a code, a confirmation, and the line is up for that account', async () => {
    const { stripe, desk, engine } = await lineWithoutLogin();
    await until(engine, 'not_logged_in');
    await engine.account.signIn();
    expect(engine.account.get().signIn).toMatchObject({
      phase: 'waiting',
      way: 'pairing',
      code: desk.code,
      browserUrl: `${stripe.url}/stripecli/confirm_auth?t=token1`,
    });
    await expect.poll(() => desk.polls(), { timeout: 10_000 }).toBeGreaterThan(0);
    desk.confirm(ADA);
    await untilPhase(engine, 'done');
    expect(engine.account.get().signIn).toMatchObject({ accountId: ADA.accountId, accountName: ADA.name });
    await until(engine, 'ready');
    await expect.poll(() => engine.forwarder.status().accountName, { timeout: 10_000 }).toBe(ADA.name);
    const { accountId, livemode, keyExpiresAt } = engine.forwarder.status();
    expect({ accountId, livemode }).toEqual({ accountId: ADA.accountId, livemode: false });
    expect(((keyExpiresAt ?? 0) - Date.now()) / 86_400_000).toBeGreaterThan(88);
    expect(stripe.sessionRequests.at(-1)?.key).toBe(ADA.key);
    expect(engine.account.get().key).toEqual({ source: 'login', masked: null, keptMasked: null });
  });

  test('called off, nothing asks any more, and it can begin anew', async () => {
    const { desk, engine } = await lineWithoutLogin({ listen: false });
    await engine.account.signIn();
    await expect.poll(() => desk.polls(), { timeout: 10_000 }).toBeGreaterThan(0);
    await engine.account.cancelSignIn();
    expect(engine.account.get().signIn).toMatchObject({ phase: 'idle', code: null, browserUrl: null });
    await engine.account.signIn();
    expect(engine.account.get().signIn.browserUrl).toContain('token2');
  });

  test('a code that ran out, a refusal, an outage and an answer nobody knows are told apart', async () => {
    const { desk, engine } = await lineWithoutLogin({ listen: false });
    const problemAfter = async (status: number) => {
      await engine.account.signIn();
      desk.answerPolls({ status, body: { error: { message: 'no' } } });
      await untilPhase(engine, 'failed');
      return engine.account.get().signIn.problem;
    };
    expect(await problemAfter(404)).toBe('expired');
    expect(await problemAfter(403)).toBe('refused');
    desk.answerNextStart({ status: 500, body: { error: { message: 'boom' } } });
    await engine.account.signIn();
    expect(engine.account.get().signIn).toMatchObject({ phase: 'failed', problem: 'failed' });
    expect(engine.account.get().signIn.detail).toContain('500');
    desk.answerNextStart({
      status: 200,
      body: {
        browser_url: 'https://stripe.com.example.net/allow',
        poll_url: 'https://stripe.com.example.net/poll',
        verification_code: 'a-b',
      },
    });
    await engine.account.signIn();
    expect(engine.account.get().signIn).toMatchObject({ problem: 'not_understood', browserUrl: null });
  });

  test('the OAuth login of a machine that cannot reach it fails with a reason', async () => {
    const { desk, stripe, engine } = await lineWithoutLogin({ listen: false });
    // The server sends some machines to access.stripe.com, for which the CLI takes no other address.
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    desk.answerNextStart({ status: 302, body: {}, headers: { location: `${stripe.url}/oauth` } });
    await engine.account.signIn();
    const { phase, problem, detail } = engine.account.get().signIn;
    expect({ phase, problem }).toEqual({ phase: 'failed', problem: 'unreachable' });
    expect(detail).not.toBeNull();
  });
});

describe('a pasted key', () => {
  test('is tried with Stripe, kept as a secret only, and used by the line', async () => {
    const { stripe, engine, dataDir } = await lineWithoutLogin();
    await until(engine, 'not_logged_in');
    stripe.settings.accountId = GRACE.accountId;
    serveAccount(stripe, GRACE);
    expect(await engine.account.useKey(` ${GRACE.key}\n`, false)).toMatchObject({
      accepted: true,
      problem: null,
      missing: [],
      accountId: GRACE.accountId,
      accountName: GRACE.name,
    });
    await until(engine, 'ready');
    expect(stripe.sessionRequests.at(-1)?.key).toBe(GRACE.key);
    expect(engine.account.get().key).toMatchObject({ source: 'kept', masked: 'rk_test_…abcd' });
    expect(
      engine.forwarder
        .log(0)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toContain(GRACE.key);
    await engine.account.forgetKey();
    await until(engine, 'not_logged_in');
    await engine.dispose();
    for (const file of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(readFileSync(join(file.parentPath, file.name)).includes(GRACE.key), file.name).toBe(false);
    }
  });

  test('is in no file but that of the secrets', async () => {
    const { engine, dataDir } = await lineWithoutLogin();
    await engine.account.useKey(GRACE.key, false);
    await until(engine, 'ready');
    await engine.dispose();
    const holding = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .filter((file) => readFileSync(join(file.parentPath, file.name)).includes(GRACE.key))
      .map((file) => file.name);
    expect(holding).toEqual(['secrets.json']);
  });

  test('that may not listen is not kept; one that may not read events is, and both are named', async () => {
    const { stripe, engine } = await lineWithoutLogin({ listen: false });
    stripe.answerNextSessions(lacking('stripecli_session_write'));
    expect(await engine.account.useKey(ADA.key, false)).toMatchObject({
      accepted: false,
      problem: 'may_not_listen',
      missing: ['listen'],
    });
    expect(engine.account.get().key.source).toBe('login');
    stripe.route('GET', '/v1/events', () => lacking('event_read'));
    expect(await engine.account.useKey(ADA.key, false)).toMatchObject({
      accepted: true,
      missing: ['events'],
    });
  });

  test('that is refused, expired or no key at all is said to be so', async () => {
    const { stripe, engine } = await lineWithoutLogin({ listen: false });
    const problem = async (key: string) => (await engine.account.useKey(key, false)).problem;
    stripe.answerNextSessions(sessionAnswers.invalidKey);
    expect(await problem(ADA.key)).toBe('refused');
    stripe.answerNextSessions(sessionAnswers.expiredKey);
    expect(await problem(ADA.key)).toBe('expired');
    stripe.answerNextSessions(sessionAnswers.tooManySessions);
    expect(await problem(ADA.key)).toBeNull();
    const asked = stripe.requests.length;
    expect(await problem('pk_test_0123456789')).toBe('publishable');
    expect(await problem('sk_org_live_0123456789')).toBe('organization');
    expect(await problem('hello')).toBe('not_a_key');
    expect(stripe.requests.length).toBe(asked);
  });

  test('of live mode is refused before it is sent anywhere, and used once that is allowed', async () => {
    const { stripe, engine } = await lineWithoutLogin();
    const live = 'rk_live_51Grace0123456789abcdef';
    expect((await engine.account.useKey(live, false)).problem).toBe('live_not_allowed');
    expect(stripe.requests.some(({ key }) => key === live)).toBe(false);
    expect((await engine.account.useKey(live, true)).accepted).toBe(true);
    await until(engine, 'ready');
    expect(engine.forwarder.status().livemode).toBe(true);
    expect(engine.status().account.key.masked).toBe('rk_live_…cdef');
  });

  test('does not count while STRIPE_API_KEY is set', async () => {
    const { stripe, engine } = await lineWithoutLogin({ apiKey: ADA.key });
    await until(engine, 'ready');
    await engine.account.useKey(GRACE.key, false);
    await until(engine, 'ready');
    expect(stripe.sessionRequests.at(-1)?.key).toBe(ADA.key);
    expect(engine.account.get().key).toEqual({
      source: 'environment',
      masked: 'rk_test_…cdef',
      keptMasked: 'rk_test_…abcd',
    });
  });

  test('makes room for a login', async () => {
    const { stripe, desk, engine } = await lineWithoutLogin();
    await engine.account.useKey(GRACE.key, false);
    await until(engine, 'ready');
    await engine.account.signIn();
    desk.confirm({ ...ADA, accountId: stripe.settings.accountId });
    await untilPhase(engine, 'done');
    await expect.poll(() => stripe.sessionRequests.at(-1)?.key, { timeout: 10_000 }).toBe(ADA.key);
    expect(engine.account.get().key.source).toBe('login');
  });
});

// The forwarder with the real Stripe CLI: from start to end and every way to fail. Stripe's side is a stand-in.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, test, vi } from 'vitest';
import { bundledCliPath, fetchOldCli, OLD_CLI_VERSION, TEST_KEY } from '../support/stripe-cli.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import {
  backendFor,
  isGone,
  rigFor,
  scriptIn,
  standInFor,
  tempDir,
} from '../support/stripe-stand-in/forwarder-rig.ts';
import { sessionAnswers } from '../support/stripe-stand-in/session.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';

const oldCli = await fetchOldCli();

describe.concurrent('forwarder with the real Stripe CLI', { timeout: 45_000 }, () => {
  test('gets ready and tells secret, account and versions', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const rig = await rigFor(finish, standIn.url, { forwardTo: backend.url });
    expect(rig.forwarder.status()).toMatchObject({ state: 'stopped', pid: null, secretMasked: null });
    expect(rig.forwarder.secretPending()).toBe(false);

    // Until the CLI has told it, which may be before start() is over.
    let wasPending = false;
    rig.forwarder.onChange(() => (wasPending ||= rig.forwarder.secretPending()));
    await rig.forwarder.start();
    wasPending ||= rig.forwarder.secretPending();
    expect(rig.forwarder.status().pid).toBeTypeOf('number');
    const status = await rig.until('ready');
    expect(wasPending).toBe(true);

    expect(rig.states).toEqual(['stopped', 'starting', 'ready']);
    expect(status).toMatchObject({
      cliPath: bundledCliPath(),
      cliVersion: '1.52.0',
      accountId: standIn.settings.accountId,
      apiVersion: '2026-10-28.endive',
      livemode: false,
      renewals: 0,
      restarts: 0,
      nextRestartAt: null,
      detail: null,
      events: [],
    });
    expect(rig.forwarder.secret()).toBe(standIn.settings.secret);
    expect(rig.secrets).toEqual([standIn.settings.secret]);
    expect(rig.forwarder.secretPending()).toBe(false);
    expect(standIn.sessionRequests[0]?.key).toBe(TEST_KEY);
    expect(standIn.sessionRequests[0]?.form.get('forward_to_url')).toBe(backend.url);

    const alive = await rig.until((now) => now.lineHealth === 'alive');
    expect(alive.lastHeartbeatAt).toBeTypeOf('number');

    const payload = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    const { response } = await standIn.sendEvent(payload);
    expect(response?.status).toBe(200);
    expect(backend.bodies).toEqual([payload]);
    await rig.until(() => rig.text().includes('<--  [200] POST'));

    // Nothing secret and no body is kept or logged.
    const everything = rig.text() + rig.logged.join('\n') + JSON.stringify(rig.forwarder.status());
    expect(everything).not.toContain(standIn.settings.secret);
    expect(everything).not.toContain(TEST_KEY);
    expect(everything).not.toContain('Zoë');
    expect(everything).not.toContain('pong');
    expect(rig.text()).toContain('starting stripe 1.52.0');
    expect(rig.text()).toContain('invoice.paid [evt_1]');
  });

  test('reports name and expiry of the CLI login, unless the key is of another account', async ({
    onTestFinished: finish,
  }) => {
    const standIn = await standInFor(finish, { accountId: 'acct_1Login' });
    const configHome = await tempDir(finish, 'login');
    await mkdir(join(configHome, 'stripe'));
    await writeFile(
      join(configHome, 'stripe', 'config.toml'),
      "machine_uuid = 'x'\n[default]\naccount_id = 'acct_1Login'\ndisplay_name = 'Müller & Söhne'\ndevice_name = 'd'\n" +
        "test_mode_api_key = 'rk_test_loginkey0000'\ntest_mode_key_expires_at = '2027-02-20'\n",
    );
    const rig = await rigFor(finish, standIn.url, { apiKey: null, env: { XDG_CONFIG_HOME: configHome } });
    await rig.forwarder.start();
    const status = await rig.until((now) => now.accountName !== null);
    expect(status).toMatchObject({
      accountName: 'Müller & Söhne',
      accountId: 'acct_1Login',
      keyExpiresAt: Date.UTC(2027, 1, 20),
      livemode: false,
    });
    expect(standIn.sessionRequests[0]?.key).toBe('rk_test_loginkey0000');

    standIn.settings.accountId = 'acct_2Other';
    const other = await rigFor(finish, standIn.url, { env: { XDG_CONFIG_HOME: configHome } });
    await other.forwarder.start();
    await other.until('ready');
    await other.until((now) => now.lineHealth === 'alive');
    expect(other.forwarder.status()).toMatchObject({
      accountId: 'acct_2Other',
      accountName: null,
      keyExpiresAt: null,
    });
  });

  test(`works with a CLI of the user's own, version ${OLD_CLI_VERSION}`, async ({
    skip,
    onTestFinished: finish,
  }) => {
    if (oldCli.path === null) return skip(oldCli.reason);
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const rig = await rigFor(finish, standIn.url, { binPath: oldCli.path, forwardTo: backend.url });
    await rig.forwarder.start();
    const status = await rig.until('ready');
    expect(status).toMatchObject({ cliPath: oldCli.path, cliVersion: OLD_CLI_VERSION });
    await rig.until((now) => now.lineHealth === 'alive');
    const payload = eventFixture({ type: 'customer.created' });
    await standIn.sendEvent(payload);
    expect(backend.bodies).toEqual([payload]);
    standIn.dropSockets();
    await rig.until('reconnecting');
    await rig.until('ready');
  });

  test.skipIf(process.platform === 'win32')(
    'tries the other flags when the version lied',
    async ({ onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      const dir = await tempDir(finish, 'bin');
      const path = await scriptIn(
        dir,
        `#!/bin/sh\nif [ "$1" = --version ]; then echo 'stripe version 1.40.0'; else exec '${bundledCliPath()}' "$@"; fi\n`,
      );
      const rig = await rigFor(finish, standIn.url, { binPath: path });
      await rig.forwarder.start();
      const status = await rig.until('ready');
      expect(status).toMatchObject({ cliVersion: '1.40.0', restarts: 0 });
      expect(rig.states).toEqual(['stopped', 'starting', 'ready']);
    },
  );

  test('asks for the chosen event types only', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const events = ['invoice.paid', 'customer.created'];
    const rig = await rigFor(finish, standIn.url, { events, forwardTo: backend.url });
    await rig.forwarder.start();
    expect((await rig.until('ready')).events).toEqual(events);
    await standIn.sendEvent(eventFixture({ type: 'customer.subscription.updated' }), { waitFor: 'ack' });
    const paid = eventFixture({ type: 'invoice.paid' });
    await standIn.sendEvent(paid);
    expect(backend.bodies).toEqual([paid]);
  });

  test('hands on bytes that Stripe’s SDK verifies, those of connected accounts too', async ({
    onTestFinished: finish,
  }) => {
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const rig = await rigFor(finish, standIn.url, { forwardTo: backend.url });
    await rig.forwarder.start();
    await rig.until('ready');
    await standIn.sendEvent(eventFixture({ type: 'checkout.session.completed', account: 'acct_2' }));
    const [body = '', signature = ''] = [backend.bodies[0], backend.signatures[0]];
    const event = Stripe.webhooks.constructEvent(body, signature, standIn.settings.secret);
    expect(event).toMatchObject({ type: 'checkout.session.completed', account: 'acct_2' });
    await rig.until(() => rig.text().includes('--> connect checkout.session.completed'));
  });

  test('thin events arrive when they are asked for', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const type = 'v1.customer.subscription.updated';
    const rig = await rigFor(finish, standIn.url, { events: [type], forwardTo: backend.url });
    await rig.forwarder.start();
    await rig.until('ready');
    const payload = eventFixture({ type });
    const { ack, response } = await standIn.sendEvent(payload);
    expect(ack?.event_id).toBe((JSON.parse(payload) as { id: string }).id);
    expect(response?.status).toBe(200);
    expect(backend.bodies).toEqual([payload]);
  });

  test.for([
    ['invalidKey', 'Invalid API Key provided'],
    ['expiredKey', 'Expired API Key provided'],
    ['missingPermission', 'does not have the required permissions'],
  ] as const)(
    '%s: the key is refused and nothing restarts',
    async ([answer, words], { onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      standIn.answerAllSessions(sessionAnswers[answer]);
      const rig = await rigFor(finish, standIn.url);
      await rig.forwarder.start();
      const status = await rig.until('key_refused');
      expect(status).toMatchObject({ nextRestartAt: null, pid: null, restarts: 0, lineHealth: 'unknown' });
      expect(status.detail).toContain(words);
      expect(standIn.sessionRequests).toHaveLength(1);

      // A person cures it and starts again.
      standIn.answerAllSessions(null);
      await rig.forwarder.start();
      await rig.until('ready');
    },
  );

  test('a key of the wrong shape is refused before Stripe is asked', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url, { apiKey: 'pk_test_publishable000' });
    await rig.forwarder.start();
    const status = await rig.until('key_refused');
    expect(status).toMatchObject({
      nextRestartAt: null,
      detail: 'the CLI only supports using a secret or restricted key',
    });
    expect(standIn.requests).toHaveLength(0);
  });

  test('429: too many sessions, a restart is planned for later', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    standIn.answerNextSessions(sessionAnswers.tooManySessions);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    const status = await rig.until('too_many_sessions');
    expect(status.nextRestartAt).toBeGreaterThan(status.since + 20_000);
    expect(status.detail).toContain('too many `stripe listen` sessions');
    // Nobody has to wait for it.
    await rig.forwarder.start();
    expect((await rig.until('ready')).restarts).toBe(0);
  });

  test('a short outage at the start delays Ready', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    standIn.answerNextSessions({ status: 503, body: 'upstream connect error' }, 2);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until('ready');
    expect(rig.states).toEqual(['stopped', 'starting', 'ready']);
    expect(standIn.sessionRequests).toHaveLength(3);
  });

  test('a longer outage ends the CLI, and it is started again', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    standIn.answerNextSessions(sessionAnswers.outage, 6);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    const status = await rig.until('offline', 15_000);
    expect(status.detail).toBe('An unknown error occurred (HTTP 500)');
    expect(status.nextRestartAt).not.toBeNull();
    expect((await rig.until('ready')).restarts).toBe(1);
  });

  test('offline when Stripe cannot be reached', async ({ onTestFinished: finish }) => {
    const standIn = await createStripeStandIn();
    await standIn.close();
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    const status = await rig.until('offline', 15_000);
    expect(status.nextRestartAt).not.toBeNull();
    expect(status.detail).toContain('connection refused');
    // Stopping while a restart is planned calls it off.
    await rig.forwarder.stop();
    expect(rig.forwarder.status()).toMatchObject({ state: 'stopped', nextRestartAt: null, detail: null });
  });

  test('a killed CLI is a crash, and is started again', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    const { pid } = await rig.until('ready');
    process.kill(pid ?? 0, 'SIGKILL');
    const crashed = await rig.until('crashed');
    expect(crashed.nextRestartAt).not.toBeNull();
    if (process.platform !== 'win32') expect(crashed.detail).toBe('stripe listen was ended by SIGKILL.');
    const status = await rig.until('ready');
    expect(status.restarts).toBe(1);
    expect(status.pid).not.toBe(pid);
    expect(rig.text()).toContain('restarting in 1 s');
  });

  test('stop leaves no process and no record behind', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    const { pid } = await rig.until('ready');
    const record: unknown = JSON.parse(await readFile(join(rig.dataDir, 'forwarder.json'), 'utf8'));
    expect(record).toMatchObject({ pid });
    await rig.forwarder.stop();
    expect(await isGone(pid ?? 0)).toBe(true);
    expect(rig.forwarder.status()).toMatchObject({
      state: 'stopped',
      pid: null,
      detail: null,
      nextRestartAt: null,
    });
    await expect(stat(join(rig.dataDir, 'forwarder.json'))).rejects.toThrow('ENOENT');

    // Also while it is disconnected, when CLI 1.52 answers SIGTERM with a panic.
    await rig.forwarder.start();
    await rig.until('ready');
    standIn.refuseUpgrades('destroy');
    standIn.dropSockets();
    await rig.until(() => rig.text().includes('Failed to connect to Stripe'));
    await rig.forwarder.stop();
    expect(rig.forwarder.status()).toMatchObject({ state: 'stopped', pid: null, nextRestartAt: null });
  });

  test.skipIf(process.platform === 'win32')(
    'what ignores SIGTERM is killed within 2 s',
    async ({ onTestFinished: finish }) => {
      const dir = await tempDir(finish, 'bin');
      const path = await scriptIn(
        dir,
        `#!/bin/sh\nif [ "$1" = --version ]; then echo 'stripe version 1.52.0'; exit; fi\ntrap '' TERM\necho $$ >> '${join(dir, 'pids')}'\n` +
          `echo 'Ready! Your webhook signing secret is whsec_x (^C to quit)' >&2\nwhile :; do sleep 1; done\n`,
      );
      const rig = await rigFor(finish, 'http://127.0.0.1:9', { binPath: path });
      await rig.forwarder.start();
      const { pid } = await rig.until('ready');
      const begun = performance.now();
      await rig.forwarder.dispose();
      expect(performance.now() - begun).toBeLessThan(3_000);
      expect(await isGone(pid ?? 0)).toBe(true);
      // `listen` and the question for the account alike.
      const started = (await readFile(join(dir, 'pids'), 'utf8')).trim().split('\n').map(Number);
      await vi.waitFor(async () => expect(await Promise.all(started.map(isGone))).not.toContain(false));
    },
  );

  test('start, stop and restart in any haste end as asked for last', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    const { forwarder } = rig;
    await Promise.all([forwarder.start(), forwarder.start(), forwarder.stop()]);
    expect(forwarder.status()).toMatchObject({ state: 'stopped', pid: null });
    await Promise.all([forwarder.start(), forwarder.restart(), forwarder.restart()]);
    await rig.until('ready');
    await vi.waitFor(() => expect(standIn.connections()).toHaveLength(1));
    const { pid } = forwarder.status();
    await forwarder.start();
    expect(forwarder.status().pid).toBe(pid);

    const dying = forwarder.dispose();
    await forwarder.start();
    await dying;
    expect(forwarder.status()).toMatchObject({ state: 'stopped', pid: null });
    await vi.waitFor(() => expect(standIn.connections()).toHaveLength(0));
  });

  test('with --no-listen it is disabled until it is started by hand', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url, { listen: false });
    expect(rig.forwarder.status().state).toBe('disabled');
    await rig.forwarder.stop();
    expect(rig.forwarder.status().state).toBe('disabled');
    await rig.forwarder.start();
    await rig.until('ready');
    await rig.forwarder.stop();
    expect(rig.forwarder.status().state).toBe('stopped');
  });

  test('organization keys are told apart although the CLI exits with 0', async ({
    onTestFinished: finish,
  }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url, { apiKey: 'sk_org_live_000000000000' });
    await rig.forwarder.start();
    const status = await rig.until('organization_key');
    expect(status).toMatchObject({ nextRestartAt: null });
    expect(status.detail).toContain('not supported in an organization');
  });

  test('not logged in', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url, { apiKey: null });
    await rig.forwarder.start();
    const status = await rig.until('not_logged_in');
    expect(status).toMatchObject({ nextRestartAt: null, detail: 'You have not configured API keys yet' });
  });

  test('not found: a path without a file, and a program that is something else', async ({
    onTestFinished: finish,
  }) => {
    const rig = await rigFor(finish, 'http://127.0.0.1:9', { binPath: '/nowhere/stripe' });
    await rig.forwarder.start();
    expect(rig.forwarder.status()).toMatchObject({
      state: 'not_found',
      detail: 'There is no file at /nowhere/stripe.',
      nextRestartAt: null,
    });
    const node = await rigFor(finish, 'http://127.0.0.1:9', { binPath: process.execPath });
    await node.forwarder.start();
    expect(node.forwarder.status()).toMatchObject({
      state: 'not_found',
      detail: `${process.execPath} does not answer like the Stripe CLI.`,
    });
  });

  test('a flood of large events neither stalls nor fills the log', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const backend = await backendFor(finish);
    const rig = await rigFor(finish, standIn.url, { forwardTo: backend.url });
    await rig.forwarder.start();
    await rig.until('ready');
    const metadata = { note: 'ü'.repeat(200_000) };
    const payloads = Array.from({ length: 20 }, (_, i) =>
      eventFixture({ type: 'customer.created', id: `evt_${i}`, metadata }),
    );
    await Promise.all(payloads.map((payload) => standIn.sendEvent(payload)));
    expect(backend.bodies.toSorted()).toEqual(payloads.toSorted());
    await rig.until(() => rig.forwarder.log(0).filter((line) => line.text.includes('<--')).length === 20);
    // Stripe might as well send a message with line breaks, which the CLI puts raw into its log.
    const pretty = {
      type: 'webhook_event',
      event_payload: payloads[0],
      http_headers: {},
      webhook_id: 'we_pretty',
    };
    standIn.sendRaw(JSON.stringify(pretty, null, 2));
    standIn.sendRaw('no JSON\n"at all": "üü"\n');
    await rig.until(() => rig.forwarder.log(0).filter((line) => line.text.includes('<--')).length === 21);
    expect(rig.text()).not.toContain('we_pretty');
    expect(rig.text()).not.toContain('at all');
    expect(rig.text()).not.toContain('üü');
    expect(rig.forwarder.log(0).every((line) => line.text.length <= 2_048)).toBe(true);
  });

  test.skipIf(process.platform !== 'linux')(
    'the key is never an argument',
    async ({ onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      const rig = await rigFor(finish, standIn.url);
      await rig.forwarder.start();
      const { pid } = await rig.until('ready');
      const commandLine = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
        encoding: 'utf8',
      });
      expect(commandLine).toContain('listen --skip-update');
      expect(commandLine).not.toContain('sk_test');
    },
  );
});

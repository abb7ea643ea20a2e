// What becomes of a line that is lost, half lost, reset or expired, with the real Stripe CLI. Its waits are inherent.
import { describe, expect, test } from 'vitest';
import { rigFor, standInFor } from '../support/stripe-stand-in/forwarder-rig.ts';

describe.concurrent('the line between the CLI and Stripe', { timeout: 45_000 }, () => {
  test('a dropped socket shows at once and heals', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until('ready');
    standIn.dropSockets();
    expect((await rig.until('reconnecting')).lineHealth).toBe('silent');
    await rig.until('ready');
    expect(standIn.sessionRequests).toHaveLength(1);
    expect(rig.secrets).toHaveLength(1);
    expect(rig.states).toEqual(['stopped', 'starting', 'ready', 'reconnecting', 'ready']);
  });

  test('a planned reset of the connection is no event', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish, { reconnectDelay: 2 });
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until('ready');
    await standIn.waitForNewConnection();
    await standIn.waitForNewConnection();
    expect(rig.states).toEqual(['stopped', 'starting', 'ready']);
  });

  test('a half-open network is noticed within 15 s', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until((status) => status.lineHealth === 'alive');
    standIn.answerPings(false);
    const status = await rig.until('reconnecting', 15_000);
    expect(status.lineHealth).toBe('silent');
    standIn.answerPings(true);
    await rig.until('ready');
  });

  test.skipIf(process.platform === 'win32')(
    'a CLI that is stuck itself is noticed within 15 s',
    async ({ onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      const rig = await rigFor(finish, standIn.url);
      await rig.forwarder.start();
      const { pid } = await rig.until((status) => status.lineHealth === 'alive');
      process.kill(pid ?? 0, 'SIGSTOP');
      const status = await rig.until('reconnecting', 15_000);
      expect(status).toMatchObject({
        lineHealth: 'silent',
        detail: 'Stripe does not answer pings any more.',
      });
      process.kill(pid ?? 0, 'SIGCONT');
      await rig.until('ready');
    },
  );

  test('a long outage of the socket counts as offline', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until('ready');
    standIn.refuseUpgrades('destroy');
    standIn.dropSockets();
    await rig.until('reconnecting');
    const status = await rig.until('offline', 20_000);
    expect(status.nextRestartAt).toBeNull();
    expect(status.detail).toContain('EOF');
    standIn.refuseUpgrades(null);
    // The CLI dials every 10 s.
    await rig.until('ready', 20_000);
    expect(rig.states).toEqual(['stopped', 'starting', 'ready', 'reconnecting', 'offline', 'ready']);
  });

  test('an expired session is renewed, and its new secret taken', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const first = standIn.settings.secret;
    const rig = await rigFor(finish, standIn.url);
    await rig.forwarder.start();
    await rig.until('ready');
    const second = 'whsec_00000000000000000000000000000002';
    standIn.settings.secret = second;
    standIn.expireNextUpgrades();
    standIn.dropSockets();
    await rig.until('renewing');
    expect(rig.forwarder.secretPending()).toBe(true);
    const status = await rig.until('ready', 20_000);
    expect(status).toMatchObject({ renewals: 1, restarts: 0 });
    expect(rig.forwarder.secret()).toBe(second);
    expect(rig.secrets).toEqual([first, second]);
    expect(rig.states).not.toContain('offline');
    expect(standIn.sessionRequests).toHaveLength(2);
  });
});

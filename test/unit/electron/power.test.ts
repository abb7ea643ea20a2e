// After sleep the line is set up anew where that is wanted, once a wake.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchPower, type PowerDeps } from '#hosts/electron/power.ts';
import { FORWARDER_STATES, type ForwarderState } from '#shared/domain/forwarder-state.ts';
import { startTestEngine } from '../../support/engine.ts';

function power(status: PowerDeps['forwarder']['status'], state: ForwarderState = 'ready') {
  const monitor = new EventEmitter();
  const clock = { now: 1_000_000 };
  const said = { state, restarts: 0, fails: false };
  const awake: (number | null)[] = [];
  const errors: unknown[] = [];
  const stop = watchPower({
    powerMonitor: monitor as unknown as PowerDeps['powerMonitor'],
    forwarder: {
      status: () => ({ ...status(), state: said.state }),
      restart() {
        said.restarts += 1;
        return said.fails ? Promise.reject(new Error('no')) : Promise.resolve();
      },
    },
    onAwake: (asleepMs) => awake.push(asleepMs),
    onError: (error) => errors.push(error),
    now: () => clock.now,
  });
  const sleep = (ms: number, ...wakes: string[]): void => {
    monitor.emit('suspend');
    clock.now += ms;
    for (const wake of wakes) {
      monitor.emit(wake);
      clock.now += 1_000;
    }
  };
  return { monitor, clock, said, awake, errors, sleep, stop };
}

const realStatus = async () => (await startTestEngine()).engine.forwarder.status;

test('a wake restarts the line and is told with how long it slept, several in a row once', async () => {
  const { sleep, said, awake, clock, monitor } = power(await realStatus());
  sleep(600_000, 'resume', 'resume', 'unlock-screen');
  expect([said.restarts, awake]).toEqual([1, [600_000]]);
  clock.now += 60_000;
  monitor.emit('unlock-screen');
  expect(said.restarts).toBe(1);
  sleep(5_000, 'resume');
  expect([said.restarts, awake]).toEqual([2, [600_000, 5_000]]);
});

test('an unlocked screen stands for a wake that was not told, after long sleep only', async () => {
  const { sleep, said, awake } = power(await realStatus());
  sleep(30_000, 'unlock-screen');
  expect(said.restarts).toBe(0);
  sleep(120_000, 'unlock-screen', 'resume');
  expect([said.restarts, awake]).toEqual([1, [120_000]]);
});

test('a wake that comes without a sleep counts, too', async () => {
  const { monitor, awake, said } = power(await realStatus());
  monitor.emit('resume');
  expect([said.restarts, awake]).toEqual([1, [null]]);
});

test('a clock that was set back does not make it deaf', async () => {
  const { sleep, clock, said, awake } = power(await realStatus());
  sleep(1_000, 'resume');
  clock.now -= 3_600_000;
  sleep(1_000, 'resume');
  expect([said.restarts, awake.length]).toEqual([2, 2]);
});

test('the line is left as it is where it is not wanted, or waits for the user', async () => {
  const status = await realStatus();
  const restarted = FORWARDER_STATES.filter((state) => {
    const { sleep, said, awake } = power(status, state);
    sleep(600_000, 'resume');
    expect(awake, state).toHaveLength(1);
    return said.restarts === 1;
  });
  expect(restarted).toEqual([
    'starting',
    'ready',
    'reconnecting',
    'renewing',
    'too_many_sessions',
    'offline',
    'crashed',
  ]);
});

test('a restart that fails is reported, and after the end nothing happens', async () => {
  const { sleep, said, errors, stop, monitor } = power(await realStatus());
  said.fails = true;
  sleep(600_000, 'resume');
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toHaveLength(1);
  stop();
  sleep(600_000, 'resume');
  expect(said.restarts).toBe(1);
  expect(monitor.eventNames()).toEqual([]);
});

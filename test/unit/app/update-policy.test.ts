// Updates: what this build can, the talk with the user step by step, and, over any order of events, that nothing is looked for,
// fetched or restarted without a yes to it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHECK_EVERY_MS,
  NEW_MEMORY,
  nextUpdateStep,
  startUpdates,
  UPDATER_SETTINGS,
  whyNotUpdated,
  type Build,
  type UpdateAction,
  type UpdateEvent,
  type UpdateMemory,
  type UpdateState,
} from '../../../src/main/app/update-policy.ts';

const T0 = 1_800_000_000_000;
const AGREED: UpdateMemory = { ...NEW_MEMORY, consent: 'on' };

/** Plays events, each a second after the one before; gives the actions and the state at the end. */
function play(
  memory: UpdateMemory,
  events: readonly UpdateEvent[],
): { actions: UpdateAction['do'][]; state: UpdateState } {
  let state = startUpdates(memory);
  const actions = events.map((event, index) => {
    const step = nextUpdateStep(state, event, T0 + index * 1_000, null);
    ({ state } = step);
    return step.action.do;
  });
  return { actions, state };
}

const tick: UpdateEvent = { what: 'tick' };
const found = (version: string): UpdateEvent => ({ what: 'found', version });

describe('what can be updated', () => {
  const build: Build = { isPackaged: true, hasFeed: true, platform: 'darwin', env: {}, packageType: null };
  test.each<[string, Partial<Build>, ReturnType<typeof whyNotUpdated>]>([
    ['an installed app', {}, null],
    ['one run from a checkout', { isPackaged: false }, 'development'],
    ['one packaged outside of a repository', { hasFeed: false }, 'no_feed'],
    ['an AppImage', { platform: 'linux', env: { APPIMAGE: '/home/ada/hookline.AppImage' } }, null],
    ['a .deb', { platform: 'linux', packageType: 'deb' }, null],
    ['a directory on Linux', { platform: 'linux' }, 'unpacked'],
    ['an installed app on Windows', { platform: 'win32' }, null],
    [
      'the portable one',
      { platform: 'win32', env: { PORTABLE_EXECUTABLE_FILE: 'D:\\hookline.exe' } },
      'portable',
    ],
  ])('%s', (_name, differs, reason) => {
    expect(whyNotUpdated({ ...build, ...differs })).toBe(reason);
  });

  test('what cannot does nothing, and says so to who asks', () => {
    const state = startUpdates(AGREED);
    expect(nextUpdateStep(state, tick, T0, 'development').action).toEqual({ do: 'nothing' });
    expect(nextUpdateStep(state, { what: 'user_checks' }, T0, 'no_feed').action).toEqual({
      do: 'say_why_not',
      reason: 'no_feed',
    });
  });

  test('electron-updater is kept from acting by itself', () => {
    expect(UPDATER_SETTINGS).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
  });
});

describe('the talk', () => {
  test('from the first question to the restart', () => {
    const { actions, state } = play(NEW_MEMORY, [
      tick,
      { what: 'consent', answer: 'yes' },
      found('2.0.0'),
      { what: 'offer', answer: 'download' },
      { what: 'download_done' },
      { what: 'restart', answer: 'now' },
    ]);
    expect(actions).toEqual(['ask_consent', 'check', 'ask_download', 'download', 'ask_restart', 'restart']);
    expect(state.memory).toEqual({ consent: 'on', lastCheckAt: T0 + 1_000, skippedVersion: null });
  });

  test('a no is kept, and a “later” is asked again at the next start, not before', () => {
    expect(play(NEW_MEMORY, [tick, { what: 'consent', answer: 'no' }, tick, tick])).toMatchObject({
      actions: ['ask_consent', 'nothing', 'nothing', 'nothing'],
      state: { memory: { consent: 'off' } },
    });
    const later = play(NEW_MEMORY, [tick, { what: 'consent', answer: 'later' }, tick]);
    expect(later.actions).toEqual(['ask_consent', 'nothing', 'nothing']);
    expect(play(later.state.memory, [tick]).actions).toEqual(['ask_consent']);
  });

  test('one check a day, also when it came to nothing', () => {
    for (const outcome of [{ what: 'none_found' }, { what: 'failed' }] as const) {
      const { actions, state } = play(AGREED, [tick, outcome, tick]);
      expect(actions).toEqual(['check', 'nothing', 'nothing']);
      expect(nextUpdateStep(state, tick, T0 + CHECK_EVERY_MS - 1, null).action.do).toBe('nothing');
      expect(nextUpdateStep(state, tick, T0 + CHECK_EVERY_MS, null).action.do).toBe('check');
      // Also after a new start.
      expect(nextUpdateStep(startUpdates(state.memory), tick, T0 + 5_000, null).action.do).toBe('nothing');
    }
  });

  test('a clock that was wrong does not stop the checks for years', () => {
    const fromTheFuture = { ...AGREED, lastCheckAt: T0 + 9 * 365 * CHECK_EVERY_MS };
    expect(play(fromTheFuture, [tick]).actions).toEqual(['check']);
  });

  test('who asks is answered at once: without consent, within the day, and with what was skipped', () => {
    const skipped = { consent: 'off', lastCheckAt: T0 - 1, skippedVersion: '2.0.0' } as const;
    expect(play(skipped, [{ what: 'user_checks' }, found('2.0.0')]).actions).toEqual([
      'check',
      'ask_download',
    ]);
    expect(play(AGREED, [{ what: 'user_checks' }, { what: 'none_found' }]).actions).toEqual([
      'check',
      'say_up_to_date',
    ]);
    expect(play(AGREED, [tick, { what: 'user_checks' }, { what: 'failed' }]).actions).toEqual([
      'check',
      'nothing',
      'say_failed',
    ]);
    // Agreeing to one look is not agreeing to more.
    expect(play(skipped, [{ what: 'user_checks' }]).state.memory.consent).toBe('off');
  });

  test('a skipped version is not offered again, the next one is', () => {
    const { state } = play(AGREED, [tick, found('2.0.0'), { what: 'offer', answer: 'skip' }]);
    expect(state.memory.skippedVersion).toBe('2.0.0');
    const tomorrow = { ...state.memory, lastCheckAt: T0 - CHECK_EVERY_MS };
    expect(play(tomorrow, [tick, found('2.0.0')]).actions).toEqual(['check', 'nothing']);
    expect(play(tomorrow, [tick, found('2.0.1')]).actions).toEqual(['check', 'ask_download']);
  });

  test('a restart put off is asked for again a day later, or when the user asks', () => {
    const { state } = play(AGREED, [
      tick,
      found('2.0.0'),
      { what: 'offer', answer: 'download' },
      { what: 'download_done' },
      { what: 'restart', answer: 'later' },
    ]);
    expect(nextUpdateStep(state, tick, T0 + 60_000, null).action.do).toBe('nothing');
    expect(nextUpdateStep(state, { what: 'user_checks' }, T0 + 60_000, null).action.do).toBe('ask_restart');
    const again = nextUpdateStep(state, tick, T0 + 5_000 + CHECK_EVERY_MS, null);
    expect(again.action.do).toBe('ask_restart');
    expect(nextUpdateStep(again.state, tick, T0 + 6_000 + CHECK_EVERY_MS, null).action.do).toBe('nothing');
  });

  test('a download that fails is said, because it was asked for', () => {
    const { actions, state } = play(AGREED, [
      tick,
      found('2.0.0'),
      { what: 'offer', answer: 'download' },
      { what: 'failed' },
    ]);
    expect(actions.at(-1)).toBe('say_failed');
    expect(state.phase.name).toBe('idle');
  });
});

test('in whatever order things happen, everything was agreed to', () => {
  const event: fc.Arbitrary<UpdateEvent> = fc.oneof(
    { weight: 4, arbitrary: fc.constant(tick) },
    fc.constant<UpdateEvent>({ what: 'user_checks' }),
    fc.record({ what: fc.constant('consent' as const), answer: fc.constantFrom('yes', 'no', 'later') }),
    fc.record({ what: fc.constant('found' as const), version: fc.constantFrom('2.0.0', '2.0.1') }),
    fc.constantFrom<UpdateEvent>({ what: 'none_found' }, { what: 'failed' }, { what: 'download_done' }),
    fc.record({ what: fc.constant('offer' as const), answer: fc.constantFrom('download', 'later', 'skip') }),
    fc.record({ what: fc.constant('restart' as const), answer: fc.constantFrom('now', 'later') }),
  );
  const moments = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 2 * CHECK_EVERY_MS })), {
    minLength: 30,
    maxLength: 60,
  });
  let checks = 0;
  let restarts = 0;
  fc.assert(
    fc.property(moments, (happening) => {
      let state = startUpdates(NEW_MEMORY);
      let now = T0;
      let consented = false;
      let lastUnaskedCheckAt = -Infinity;
      for (const [one, laterMs] of happening) {
        now += laterMs;
        if (one.what === 'consent' && one.answer !== 'later') consented = one.answer === 'yes';
        const step = nextUpdateStep(state, one, now, null);
        ({ state } = step);
        switch (step.action.do) {
          case 'check':
            checks += 1;
            if (one.what === 'user_checks') break;
            expect(consented).toBe(true);
            expect(now - lastUnaskedCheckAt).toBeGreaterThanOrEqual(CHECK_EVERY_MS);
            lastUnaskedCheckAt = now;
            break;
          case 'download':
            expect(one).toEqual({ what: 'offer', answer: 'download' });
            break;
          case 'restart':
            restarts += 1;
            expect(one).toEqual({ what: 'restart', answer: 'now' });
            break;
          case 'ask_consent':
            expect(state.memory.consent).toBe('unasked');
            break;
          default:
        }
      }
    }),
    { numRuns: 2_000 },
  );
  // The orders tried were not all empty talk.
  expect(checks).toBeGreaterThan(1_000);
  expect(restarts).toBeGreaterThan(0);
});

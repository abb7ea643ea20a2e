// When the desktop app looks for a new version, and what it may do with one. Decisions alone: the host asks, downloads and
// restarts, and has the sentences. Nothing goes out before the user agreed, and nothing is fetched or restarted unasked.

export const CHECK_EVERY_MS = 24 * 60 * 60 * 1_000;

/** For electron-updater, whose defaults fetch and install by themselves. */
export const UPDATER_SETTINGS = {
  autoDownload: false,
  autoInstallOnAppQuit: false,
  allowDowngrade: false,
  allowPrerelease: false,
} as const;

export interface Build {
  isPackaged: boolean;
  /** app-update.yml lies in the resources; it names the place of the releases. */
  hasFeed: boolean;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** What is in the file `package-type` of the resources: deb, rpm …; null = no such file. */
  packageType: string | null;
}

export type CannotUpdate =
  | 'development'
  /** Packaged outside of a repository. */
  | 'no_feed'
  /** The portable program for Windows, which nothing has installed. */
  | 'portable'
  /** On Linux neither an AppImage nor a .deb, but a directory somebody unpacked. */
  | 'unpacked';

/** @returns null when this build can be updated */
export function whyNotUpdated({
  isPackaged,
  hasFeed,
  platform,
  env,
  packageType,
}: Build): CannotUpdate | null {
  if (!isPackaged) return 'development';
  if (!hasFeed) return 'no_feed';
  // Both are set by what starts the app: the portable program, and the AppImage's own runtime.
  if (platform === 'win32' && env['PORTABLE_EXECUTABLE_FILE'] !== undefined) return 'portable';
  if (platform === 'linux' && env['APPIMAGE'] === undefined && packageType === null) return 'unpacked';
  return null;
}

/** What is kept from one start to the next. Times are Unix milliseconds. */
export interface UpdateMemory {
  /** unasked = the user has not said yet. */
  consent: 'unasked' | 'on' | 'off';
  lastCheckAt: number | null;
  skippedVersion: string | null;
}

export const NEW_MEMORY: UpdateMemory = { consent: 'unasked', lastCheckAt: null, skippedVersion: null };

export type UpdatePhase =
  | { name: 'idle' }
  /** `asked`: the user wants to know the outcome, whatever it is. */
  | { name: 'checking'; asked: boolean }
  | { name: 'offered'; version: string }
  | { name: 'downloading'; version: string }
  /** `deferredAt`: the user has said “later” to the restart. */
  | { name: 'downloaded'; version: string; deferredAt: number | null };

export interface UpdateState {
  phase: UpdatePhase;
  /** Whether new versions may be looked for is asked once a start. */
  consentAsked: boolean;
  memory: UpdateMemory;
}

export const startUpdates = (memory: UpdateMemory): UpdateState => ({
  phase: { name: 'idle' },
  consentAsked: false,
  memory,
});

export type UpdateEvent =
  /** Now and then; what is not due is not done. */
  | { what: 'tick' }
  | { what: 'user_checks' }
  | { what: 'consent'; answer: 'yes' | 'no' | 'later' }
  | { what: 'found'; version: string }
  | { what: 'none_found' }
  | { what: 'failed' }
  | { what: 'offer'; answer: 'download' | 'later' | 'skip' }
  | { what: 'download_done' }
  | { what: 'restart'; answer: 'now' | 'later' };

export type UpdateAction =
  | { do: 'nothing' }
  | { do: 'ask_consent' }
  | { do: 'check' }
  | { do: 'ask_download'; version: string }
  | { do: 'download'; version: string }
  | { do: 'ask_restart'; version: string }
  | { do: 'restart' }
  | { do: 'say_up_to_date' }
  | { do: 'say_failed' }
  | { do: 'say_why_not'; reason: CannotUpdate };

export interface UpdateStep {
  state: UpdateState;
  action: UpdateAction;
}

/** @param whyNot from whyNotUpdated; then nothing is ever done but to say so to a user who asks */
export function nextUpdateStep(
  state: UpdateState,
  event: UpdateEvent,
  now: number,
  whyNot: CannotUpdate | null,
): UpdateStep {
  if (whyNot !== null) {
    return {
      state,
      action: event.what === 'user_checks' ? { do: 'say_why_not', reason: whyNot } : { do: 'nothing' },
    };
  }
  switch (event.what) {
    case 'tick':
      return onTick(state, now);
    case 'user_checks':
      return onUserChecks(state, now);
    case 'consent':
      return onConsent(state, event.answer, now);
    case 'found':
      return onFound(state, event.version);
    case 'none_found':
    case 'failed':
      return onNothing(state, event.what);
    case 'offer':
      return onOffer(state, event.answer);
    case 'download_done':
      if (state.phase.name !== 'downloading') return still(state);
      return {
        state: inPhase(state, { name: 'downloaded', version: state.phase.version, deferredAt: null }),
        action: { do: 'ask_restart', version: state.phase.version },
      };
    case 'restart':
      if (state.phase.name !== 'downloaded') return still(state);
      return event.answer === 'now'
        ? { state, action: { do: 'restart' } }
        : still(inPhase(state, { ...state.phase, deferredAt: now }));
  }
}

function onTick(state: UpdateState, now: number): UpdateStep {
  const { phase, memory } = state;
  if (phase.name === 'downloaded' && phase.deferredAt !== null && isDue(phase.deferredAt, now)) {
    const { version } = phase;
    return {
      state: inPhase(state, { ...phase, deferredAt: null }),
      action: { do: 'ask_restart', version },
    };
  }
  if (phase.name !== 'idle') return still(state);
  if (memory.consent === 'unasked') {
    if (state.consentAsked) return still(state);
    return { state: { ...state, consentAsked: true }, action: { do: 'ask_consent' } };
  }
  if (memory.consent === 'off' || !isDue(memory.lastCheckAt, now)) return still(state);
  return check(state, now, false);
}

/** Asking is agreeing, to this one look. A day need not have passed, and what was skipped is shown again. */
function onUserChecks(state: UpdateState, now: number): UpdateStep {
  const { phase } = state;
  switch (phase.name) {
    case 'idle':
      return check(forgetSkipped(state), now, true);
    case 'checking':
      return still(inPhase(forgetSkipped(state), { ...phase, asked: true }));
    case 'offered':
      return { state, action: { do: 'ask_download', version: phase.version } };
    case 'downloading':
      return still(state);
    case 'downloaded':
      return { state, action: { do: 'ask_restart', version: phase.version } };
  }
}

function onConsent(state: UpdateState, answer: 'yes' | 'no' | 'later', now: number): UpdateStep {
  if (answer === 'later') return still(state);
  const agreed = remember(state, { consent: answer === 'yes' ? 'on' : 'off' });
  return answer === 'yes' ? onTick(agreed, now) : still(agreed);
}

function onFound(state: UpdateState, version: string): UpdateStep {
  if (state.phase.name !== 'checking') return still(state);
  if (version === state.memory.skippedVersion) return still(inPhase(state, { name: 'idle' }));
  return {
    state: inPhase(state, { name: 'offered', version }),
    action: { do: 'ask_download', version },
  };
}

/** Neither a check nor a download that came to nothing is spoken of, unless the user waits for it. */
function onNothing(state: UpdateState, what: 'none_found' | 'failed'): UpdateStep {
  const { phase } = state;
  if (phase.name !== 'checking' && phase.name !== 'downloading') return still(state);
  const isAwaited = phase.name === 'downloading' || phase.asked;
  return {
    state: inPhase(state, { name: 'idle' }),
    action: !isAwaited ? { do: 'nothing' } : { do: what === 'failed' ? 'say_failed' : 'say_up_to_date' },
  };
}

function onOffer(state: UpdateState, answer: 'download' | 'later' | 'skip'): UpdateStep {
  if (state.phase.name !== 'offered') return still(state);
  const { version } = state.phase;
  if (answer === 'download')
    return {
      state: inPhase(state, { name: 'downloading', version }),
      action: { do: 'download', version },
    };
  const idle = inPhase(state, { name: 'idle' });
  return still(answer === 'skip' ? remember(idle, { skippedVersion: version }) : idle);
}

/** Counted from its beginning, so that a place that cannot be reached is not asked all day. */
function check(state: UpdateState, now: number, asked: boolean): UpdateStep {
  return {
    state: inPhase(remember(state, { lastCheckAt: now }), { name: 'checking', asked }),
    action: { do: 'check' },
  };
}

/** A time to come is of a clock that was wrong; waiting for it could take years. */
function isDue(lastAt: number | null, now: number): boolean {
  return lastAt === null || lastAt > now || now - lastAt >= CHECK_EVERY_MS;
}

function still(state: UpdateState): UpdateStep {
  return { state, action: { do: 'nothing' } };
}

function inPhase(state: UpdateState, phase: UpdatePhase): UpdateState {
  return { ...state, phase };
}

function remember(state: UpdateState, memory: Partial<UpdateMemory>): UpdateState {
  return { ...state, memory: { ...state.memory, ...memory } };
}

function forgetSkipped(state: UpdateState): UpdateState {
  return remember(state, { skippedVersion: null });
}

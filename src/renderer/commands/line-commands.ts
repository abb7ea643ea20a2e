// Commands about the line itself: the forwarder, the endpoints, and how the app is asked for plans.
import i18next from 'i18next';
import type { Gap } from '#shared/contract/catch-up.ts';
import { announce } from '../stores/announcement-store.ts';
import { deliverGap, lookForMissed, useCatchUp } from '../stores/catch-up-store.ts';
import { openDialog } from '../stores/dialog-store.ts';
import { releaseHeld, switchEndpoint } from '../stores/endpoint-actions.ts';
import { addEndpoint } from '../stores/endpoints-view-store.ts';
import { commandForwarder, type ForwarderCommand } from '../stores/forwarder-store.ts';
import { readSecret } from '../stores/secrets-store.ts';
import { useStatus } from '../stores/status-store.ts';
import { openTriggers, triggerAgain, useTriggers } from '../stores/triggers-store.ts';
import { openConnection } from '../stores/view-store.ts';
import { copyText } from './clipboard.ts';
import type { Command, CommandId } from './command.ts';

/** States in which no CLI runs, and none is about to. */
const AT_REST = ['disabled', 'stopped', 'not_found', 'not_logged_in', 'key_refused', 'organization_key'];

const forwarderState = () => useStatus.getState().status?.forwarder.state;
const atRest = () => AT_REST.includes(forwarderState() ?? 'disabled');

const forwarder = (id: CommandId, command: ForwarderCommand, available: () => boolean): Command => ({
  id,
  group: 'line',
  keys: [],
  available,
  run: () => void commandForwarder(command),
});

const endpointsOn = (paused: boolean) =>
  useStatus.getState().status?.endpoints.filter((one) => one.enabled && one.paused === paused) ?? [];

async function pauseAll(paused: boolean): Promise<void> {
  let done = 0;
  for (const { id } of endpointsOn(!paused)) {
    // One after the other: each answer replaces what is known of its endpoint.
    // oxlint-disable-next-line no-await-in-loop
    if (await switchEndpoint({ id, paused })) done += 1;
    else {
      announce(i18next.t('endpoint.actionFailed'), 'bad');
      return;
    }
  }
  announce(i18next.t(paused ? 'did.paused' : 'did.resumed', { count: done }));
}

/** Endpoints whose events are on hold until somebody releases them: they ask first, or were paused by hand. */
const releasable = () => {
  const { endpoints = [], health = [] } = useStatus.getState().status ?? {};
  return health.filter(
    ({ endpointId, held, asking }) =>
      held > 0 &&
      (asking || endpoints.some(({ id, enabled, paused }) => id === endpointId && enabled && paused)),
  );
};

async function releaseAll(): Promise<void> {
  for (const { endpointId, asking } of releasable()) {
    const release = asking
      ? releaseHeld(endpointId, true)
      : switchEndpoint({ id: endpointId, paused: false });
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!(await release)) {
      announce(i18next.t('endpoint.actionFailed'), 'bad');
      return;
    }
  }
  announce(i18next.t('did.released'));
}

/** The endpoint whose secret is copied or written: the first of the first secret in use. */
const secretEndpoint = (): string | undefined => useStatus.getState().status?.secrets[0]?.endpointIds[0];

async function copySecret(): Promise<void> {
  const endpointId = secretEndpoint();
  const secret = endpointId === undefined ? null : await readSecret(endpointId);
  const done = secret !== null && (await copyText(secret));
  announce(i18next.t(done ? 'did.secretCopied' : 'action.copyFailed'), done ? 'ok' : 'bad');
}

/** The newest gap that waits for a choice. */
const foundGap = (): Gap | null =>
  useCatchUp.getState().status?.gaps.find(({ state, total }) => state === 'found' && total > 0) ?? null;

async function lookAndTell(): Promise<void> {
  const outcome = await lookForMissed();
  // What was found stands above the events; why Stripe could not be asked does too.
  if (outcome === 'nothing') announce(i18next.t('catchUp.nothing'));
  else if (outcome === 'notAsked') announce(i18next.t('catchUp.notAsked'), 'bad');
  else if (outcome === 'failed') announce(i18next.t('catchUp.lookFailed'), 'bad');
  else if (useCatchUp.getState().status?.problem?.code === 'no_credentials')
    announce(i18next.t('catchUp.problem.no_credentials.title'), 'bad');
}

export const lineCommands: readonly Command[] = [
  {
    id: 'pauseEndpoints',
    group: 'line',
    keys: [],
    available: () => endpointsOn(false).length > 0,
    run: () => void pauseAll(true),
  },
  {
    id: 'resumeEndpoints',
    group: 'line',
    keys: [],
    available: () => endpointsOn(true).length > 0,
    run: () => void pauseAll(false),
  },
  { id: 'addEndpoint', group: 'line', keys: [], run: addEndpoint },
  forwarder('startForwarder', 'start', atRest),
  forwarder('stopForwarder', 'stop', () => !atRest()),
  forwarder('restartForwarder', 'restart', () => !atRest()),
  {
    id: 'lookForMissed',
    group: 'line',
    keys: [],
    available: () => useCatchUp.getState().busy === null,
    run: () => void lookAndTell(),
  },
  {
    id: 'deliverMissed',
    group: 'event',
    keys: [],
    available: () => foundGap() !== null,
    run: () => {
      const gap = foundGap();
      if (gap !== null) void deliverGap(gap.id);
    },
  },
  {
    id: 'releaseHeld',
    group: 'event',
    keys: [],
    available: () => releasable().length > 0,
    run: () => void releaseAll(),
  },
  {
    id: 'copySecret',
    group: 'line',
    keys: [],
    available: () => secretEndpoint() !== undefined,
    run: () => void copySecret(),
  },
  {
    id: 'showSecret',
    group: 'line',
    keys: [],
    run: () => openConnection('connection-secret'),
  },
  {
    id: 'writeEnv',
    group: 'line',
    keys: [],
    available: () => secretEndpoint() !== undefined,
    run() {
      const endpointId = secretEndpoint();
      if (endpointId !== undefined) openDialog({ kind: 'env', endpointId });
    },
  },
  { id: 'signIn', group: 'line', keys: [], run: () => openDialog({ kind: 'signIn', way: 'browser' }) },
  { id: 'giveKey', group: 'line', keys: [], run: () => openDialog({ kind: 'signIn', way: 'key' }) },
  {
    id: 'triggerAgain',
    group: 'line',
    keys: [],
    available: () => (useTriggers.getState().runs ?? []).length > 0,
    run() {
      const last = useTriggers.getState().runs?.[0];
      openTriggers();
      if (last !== undefined) void triggerAgain(last.id);
    },
  },
  { id: 'setUpProbe', group: 'line', keys: [], run: () => openDialog({ kind: 'probe' }) },
  { id: 'namePlans', group: 'line', keys: [], run: () => openDialog({ kind: 'planNames' }) },
];

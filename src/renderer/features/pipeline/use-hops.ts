// Puts the state of the four hops into words.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SilentLine } from '#shared/contract/catch-up.ts';
import type { Status } from '#shared/contract/status.ts';
import type { Tone } from '../../components/tone.ts';
import type { Format } from '../../i18n/create-format.ts';
import { useFormat } from '../../i18n/format.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { hostOf } from '#shared/domain/failure-texts/describe-failure.ts';
import { useEndpointHop } from './use-endpoint-hop.ts';
import {
  forwarderHop,
  isDead,
  isSilent,
  isWithoutStripe,
  shortAccount,
  stripeHop,
  versionDay,
  WITHOUT_STRIPE,
  type HopId,
  type Mending,
} from './hop-state.ts';

export interface Hop {
  id: HopId;
  tone: Tone;
  live?: boolean;
  title: string;
  /** For a narrow window, where there is one. */
  shortTitle?: string;
  /** The short line beneath, as parts joined by dots. */
  parts: string[];
  /** The one part that a narrow window has room for. */
  short: string;
  sentence: string;
  cause: string;
  next: string;
  mending: Mending | null;
  facts: [name: string, value: string][];
}

/** @param engineAway nothing that is known holds any more */
export function useHops(status: Status, engineAway: boolean): Hop[] {
  return [
    useStripe(status, engineAway),
    useForwarderHop(status, engineAway),
    useHookline(status, engineAway),
    useEndpointHop(status, engineAway),
  ].map((hop) => (engineAway && hop.id !== 'hookline' ? { ...hop, tone: 'idle', mending: null } : hop));
}

function useStripe(status: Status, engineAway: boolean): Hop {
  const { t } = useTranslation();
  const format = useFormat();
  const { forwarder } = status;
  const { topic, ...state } = stripeHop(forwarder);
  const live = forwarder.livemode === true;
  const mode = forwarder.livemode === null ? null : t(live ? 'pipeline.live' : 'pipeline.test');
  const account = forwarder.accountId;
  const sentence = {
    ok: t('pipeline.stripeOk'),
    live: t('pipeline.stripeLive'),
    unknown: t('pipeline.stripeUnknown'),
    signedOut: t('pipeline.stripeSignedOut'),
    loggedOut: t('pipeline.stripeLoggedOut'),
    unreachable: t('pipeline.stripeUnreachable'),
  }[topic];
  const troubled = topic === 'loggedOut' || topic === 'unreachable';
  return {
    id: 'stripe',
    ...state,
    ...(isWithoutStripe(status) && WITHOUT_STRIPE),
    live: live && !engineAway,
    title:
      forwarder.accountName === null
        ? t('pipeline.stripe')
        : t('pipeline.stripeNamed', { name: forwarder.accountName }),
    shortTitle: t('pipeline.stripe'),
    parts: [
      account === null ? t(`forwarder.state.${forwarder.state}.word`) : shortAccount(account),
      ...(mode === null ? [] : [mode]),
    ],
    short: mode ?? t(`forwarder.state.${forwarder.state}.word`),
    sentence,
    cause: troubled ? t(`forwarder.state.${forwarder.state}.cause`) : '',
    next: troubled
      ? t(`forwarder.state.${forwarder.state}.next`)
      : topic === 'live'
        ? t('pipeline.stripeLiveNext')
        : '',
    facts: [
      ...(account === null ? [] : [[t('pipeline.account'), account] as [string, string]]),
      ...(mode === null ? [] : [[t('pipeline.mode'), mode] as [string, string]]),
      ...(forwarder.keyExpiresAt === null
        ? []
        : [[t('pipeline.keyExpires'), format.date(forwarder.keyExpiresAt)] as [string, string]]),
    ],
  };
}

function useForwarderHop(status: Status, engineAway: boolean): Hop {
  const { t } = useTranslation();
  const format = useFormat();
  const { forwarder } = status;
  const silentLine = useCatchUp((state) => state.status?.silentLine ?? null);
  const silent = isSilent(forwarder);
  const dead = isDead(forwarder, silentLine) ? silentLine : null;
  const told = dead === null ? null : deadLineWords(t, format, dead);
  const word =
    told?.word ?? (silent ? t('forwarder.silentWord') : t(`forwarder.state.${forwarder.state}.word`));
  return {
    id: 'forwarder',
    ...forwarderHop(forwarder, silentLine),
    ...(isWithoutStripe(status) && WITHOUT_STRIPE),
    title: t('pipeline.listen'),
    parts: [
      ...(forwarder.cliVersion === null ? [] : [forwarder.cliVersion]),
      engineAway ? '–' : word,
      ...(forwarder.state === 'ready' && forwarder.apiVersion !== null
        ? [versionDay(forwarder.apiVersion)]
        : []),
    ],
    short: engineAway ? '–' : word,
    sentence:
      told?.sentence ??
      (silent ? t('forwarder.silentSentence') : t(`forwarder.state.${forwarder.state}.sentence`)),
    cause:
      told?.cause ?? (silent ? t('forwarder.silentCause') : t(`forwarder.state.${forwarder.state}.cause`)),
    next:
      told?.next ??
      (forwarder.state === 'ready' && !silent
        ? ''
        : silent
          ? t('forwarder.silentNext')
          : t(`forwarder.state.${forwarder.state}.next`)),
    facts: [
      ...(dead === null ? [] : [[t('catchUp.silent.event'), dead.eventId] as [string, string]]),
      ...(forwarder.detail === null || forwarder.state === 'ready'
        ? []
        : [[t('forwarder.said'), forwarder.detail] as [string, string]]),
      ...(forwarder.cliVersion === null
        ? []
        : [[t('pipeline.version'), forwarder.cliVersion] as [string, string]]),
      ...(forwarder.apiVersion === null
        ? []
        : [[t('pipeline.apiVersion'), forwarder.apiVersion] as [string, string]]),
      [t('pipeline.since'), format.dateTime(forwarder.since)],
      ...(forwarder.lastHeartbeatAt === null
        ? []
        : [[t('pipeline.heartbeat'), format.clock(forwarder.lastHeartbeatAt)] as [string, string]]),
    ],
  };
}

/** Stripe has a newer event than the line brought. */
export function deadLineWords(t: TFunction, format: Format, line: SilentLine) {
  return {
    word: t('catchUp.silent.word'),
    sentence: t('catchUp.silent.title'),
    cause: t('catchUp.silent.cause', {
      type: line.type,
      time: format.clockSeconds(line.createdAt),
    }),
    next: t('catchUp.silent.next'),
  };
}

function useHookline({ receiverUrl, counts, version }: Status, engineAway: boolean): Hop {
  const { t } = useTranslation();
  const format = useFormat();
  const count = counts.all;
  return {
    id: 'hookline',
    tone: engineAway ? 'bad' : 'ok',
    mending: engineAway ? 'reconnect' : null,
    title: 'Hookline',
    parts: engineAway ? [t('pipeline.engineAway')] : [hostOf(receiverUrl), format.number(count)],
    short: engineAway ? t('pipeline.engineAway') : format.number(count),
    sentence: engineAway ? t('pipeline.hooklineAway') : t('pipeline.hooklineOk'),
    cause: '',
    next: engineAway ? t('connection.awayText') : '',
    facts: [
      [t('pipeline.address'), receiverUrl],
      [t('pipeline.stored'), t('pipeline.received', { count, n: format.number(count) })],
      [t('pipeline.version'), version],
    ],
  };
}

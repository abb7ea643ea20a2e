// How an endpoint stands, in a few words and in a sentence.
import type { TFunction } from 'i18next';
import type { Endpoint, EndpointHealth } from '#shared/contract/endpoints.ts';
import type { Format } from '../../i18n/create-format.ts';
import type { Standing } from './endpoint-state.ts';

/** What it answered last: a status or a word. */
export function answerWords(t: TFunction, health: EndpointHealth | undefined): string | null {
  if (health?.lastErrorClass != null) return t(`errorWord.${health.lastErrorClass}`);
  return health?.lastStatus == null ? null : String(health.lastStatus);
}

/** The parts of the short line, the most telling first. */
export function conditionParts(t: TFunction, format: Format, { health, condition }: Standing): string[] {
  const held = (health?.held ?? 0) > 0 ? [t('condition.held', { n: format.number(health?.held ?? 0) })] : [];
  const retrying =
    (health?.retrying ?? 0) > 0 ? [t('condition.retrying', { n: format.number(health?.retrying ?? 0) })] : [];
  const answer = answerWords(t, health);
  const took =
    health?.lastDurationMs == null || health.lastErrorClass !== null
      ? []
      : [format.duration(health.lastDurationMs)];
  switch (condition) {
    case 'off':
      return [t('pipeline.endpointOff')];
    case 'unknown':
      return [t('pipeline.nothingSent'), ...held];
    case 'paused':
      return [t('condition.paused'), ...held];
    case 'asking':
      return [t('condition.asking'), ...held];
    case 'draining':
      return [
        t('condition.draining', {
          done: format.number(health?.draining?.done ?? 0),
          total: format.number(health?.draining?.total ?? 0),
        }),
      ];
    case 'holding':
    case 'down':
      return [answer ?? '–', ...held, ...retrying];
    case 'failing':
    case 'up':
      return [answer ?? '–', ...took, ...held, ...retrying];
  }
}

/** A sentence for `Prose`; empty where the last failure says it better. */
export function conditionSentence(
  t: TFunction,
  format: Format,
  { endpoint, health, condition }: Standing,
): string {
  const count = health?.held ?? 0;
  const values = { count, n: format.number(count), time: waitWords(t, format, endpoint) };
  switch (condition) {
    case 'off':
      return t('pipeline.endpointOffText');
    case 'unknown':
      return t('pipeline.endpointUnknown');
    case 'up':
      return t('pipeline.endpointUp');
    case 'paused':
      return count === 0 ? t('condition.pausedText') : t('condition.pausedHeld', values);
    case 'asking':
      return t('condition.askingText', values);
    case 'holding':
      return t('condition.holdingText', values);
    case 'draining':
      return t('condition.drainingText', {
        done: format.number(health?.draining?.done ?? 0),
        total: format.number(health?.draining?.total ?? 0),
      });
    case 'down':
    case 'failing':
      return '';
  }
}

/** `1 hour`: after how long an endpoint asks. */
export function waitWords(t: TFunction, format: Format, { hold }: Pick<Endpoint, 'hold'>): string {
  const minutes = hold.askAfterMs / 60_000;
  if (minutes >= 60 && minutes % 60 === 0)
    return t('condition.hours', { count: minutes / 60, n: format.number(minutes / 60) });
  if (minutes >= 1)
    return t('condition.minutes', { count: Math.round(minutes), n: format.number(Math.round(minutes)) });
  return format.duration(hold.askAfterMs);
}

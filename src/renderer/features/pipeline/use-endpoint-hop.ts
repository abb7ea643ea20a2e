// Puts the last hop into words: the worst of the endpoints, and how many there are besides.
import { useTranslation } from 'react-i18next';
import type { Status } from '#shared/contract/status.ts';
import { hostOf } from '#shared/domain/failure-texts/describe-failure.ts';
import { useFormat } from '../../i18n/format.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { answerWords, conditionParts, conditionSentence } from '../endpoints/condition-words.ts';
import { standingsOf, worstOf, type Condition } from '../endpoints/endpoint-state.ts';
import { describeHealth } from './describe-health.ts';
import { endpointHop } from './hop-state.ts';
import type { Hop } from './use-hops.ts';

const TROUBLED: readonly Condition[] = ['down', 'holding', 'asking', 'failing'];

export function useEndpointHop({ endpoints, health: healths, counts }: Status, engineAway: boolean): Hop {
  const { t } = useTranslation();
  const format = useFormat();
  const language = usePreferences((preferences) => preferences.language);
  const standing = worstOf(standingsOf(endpoints, healths));
  const state = endpointHop(standing?.condition ?? null, counts.failed);
  if (standing === undefined) {
    return {
      id: 'endpoint',
      ...state,
      title: t('first.backend'),
      parts: [t('pipeline.noEndpoint')],
      short: t('pipeline.noEndpoint'),
      sentence: t('pipeline.endpointNone'),
      cause: '',
      next: '',
      facts: [],
    };
  }
  const { endpoint, health, condition } = standing;
  const host = hostOf(endpoint.url);
  const parts = conditionParts(t, format, standing);
  const answer = answerWords(t, health);
  const failed =
    counts.failed > 0 &&
    !engineAway &&
    (condition === 'up' || condition === 'failing' || condition === 'down')
      ? [t('pipeline.failedCount', { n: format.number(counts.failed) })]
      : [];
  const failure =
    TROUBLED.includes(condition) && health !== undefined
      ? describeHealth(
          language,
          endpoint,
          healths.find(({ endpointId }) => endpointId === endpoint.id) ?? null,
        )
      : null;
  const facts: [string, string][] = [[t('pipeline.address'), endpoint.url]];
  if (health?.lastAt != null) {
    facts.push([t('pipeline.lastAnswer'), `${answer ?? '–'} · ${format.clock(health.lastAt)}`]);
  }
  const sentence = conditionSentence(t, format, standing);
  return {
    id: 'endpoint',
    ...state,
    title: endpoints.length > 1 ? `${host} +${format.number(endpoints.length - 1)}` : host,
    parts: [...parts, ...failed],
    short: condition === 'holding' ? (parts[1] ?? parts[0] ?? '') : (parts[0] ?? ''),
    sentence: sentence === '' ? (failure?.title ?? '') : sentence,
    cause: (sentence === '' ? failure?.cause : failure?.title) ?? '',
    next:
      failure === null || condition === 'asking'
        ? ''
        : condition === 'holding'
          ? t('condition.holdingNext')
          : failure.fix,
    facts,
  };
}

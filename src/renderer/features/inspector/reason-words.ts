// A failed attempt in sentences, in the dashboard's language.
import type { TFunction } from 'i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { explainFailure } from '#shared/domain/failure-reason.ts';
import { describeFailure, type FailureDescription } from '#shared/domain/failure-texts/describe-failure.ts';
import type { Language } from '../../stores/languages.ts';
import { secretWords } from './signature-words.ts';

/** @returns null for an attempt that did not fail */
export function describeAttempt(
  t: TFunction,
  language: Language,
  attempt: Attempt,
): FailureDescription | null {
  const { url, status, timings } = attempt;
  const reason = attempt.reason ?? explainFailure({ ...attempt, bodyText: '' });
  if (reason === null) return null;
  return describeFailure(language, { reason, url, status, durationMs: timings.totalMs }, (label) =>
    secretWords(t, label),
  );
}

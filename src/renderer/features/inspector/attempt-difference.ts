// Whether an attempt went like the one before it at the same place, and if not, in what it differs. Pure.
import type { TFunction } from 'i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Format } from '../../i18n/create-format.ts';

type Compared = Pick<Attempt, 'id' | 'number' | 'status' | 'errorClass' | 'timings' | 'responseSizeBytes'>;

/** The attempt that was made at the same place before this one; undefined = it is the first there. */
export function attemptBefore(
  attempts: readonly Attempt[],
  { id, endpointId, url }: Pick<Attempt, 'id' | 'endpointId' | 'url'>,
): Attempt | undefined {
  return attempts.findLast(
    (one) => one.id < id && one.endpointId === endpointId && (endpointId !== null || one.url === url),
  );
}

/** Where a person would call it slower or faster; below a second, a cold start or a busy machine makes the difference. */
const CLASSES_MS = [1_000, 5_000, 20_000];
const classOf = (ms: number): number => CLASSES_MS.filter((limit) => ms >= limit).length;

/** Near a limit a few milliseconds are no difference. */
const CLEARLY = 1.5;

export type Pace = 'same' | 'faster' | 'slower';

export function paceOf(beforeMs: number | null, afterMs: number | null): Pace {
  if (beforeMs === null || afterMs === null || classOf(beforeMs) === classOf(afterMs)) return 'same';
  if (afterMs >= beforeMs * CLEARLY) return 'slower';
  return beforeMs >= afterMs * CLEARLY ? 'faster' : 'same';
}

/** @returns a sentence */
export function differenceWords(
  t: TFunction,
  format: Format,
  before: Compared,
  after: Compared,
  sameBody: boolean,
): string {
  const outcome = ({ status, errorClass }: Compared): string =>
    errorClass === null ? String(status ?? '–') : t(`errorWord.${errorClass}`);
  const found: string[] = [];
  if (outcome(before) !== outcome(after)) {
    found.push(t('inspector.differsIn.status', { before: outcome(before), after: outcome(after) }));
  }
  if (!sameBody) found.push(t('inspector.differsIn.body'));
  const pace = paceOf(before.timings.totalMs, after.timings.totalMs);
  if (pace !== 'same') {
    found.push(
      t(`inspector.differsIn.${pace}`, {
        before: format.duration(before.timings.totalMs ?? 0),
        after: format.duration(after.timings.totalMs ?? 0),
      }),
    );
  }
  const n = before.number;
  return found.length === 0
    ? t('inspector.same', { n })
    : t('inspector.differs', { n, what: found.join(' · ') });
}

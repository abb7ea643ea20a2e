// Beside an attempt: the same as before, or what differs, with the way to see both.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { engine } from '../../stores/engine.ts';
import { differenceWords } from './attempt-difference.ts';

interface SinceBeforeProps {
  eventId: string;
  attempt: Attempt;
  /** undefined = there is none, so there is nothing to say. */
  before: Attempt | undefined;
}

export function SinceBefore({ eventId, attempt, before }: SinceBeforeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sameBody = useSameBody(before, attempt);
  if (before === undefined || sameBody === null) return null;
  return (
    <p data-testid="since-before" className="text-[12px] text-text-2">
      {differenceWords(t, format, before, attempt, sameBody)}
      <Button
        small
        className="ml-2 align-middle"
        data-testid="compare-both"
        onClick={() => openDialog({ kind: 'compareAttempts', eventId, attempts: [before, attempt] })}
      >
        {t('inspector.compareBoth')}
      </Button>
    </p>
  );
}

/** @returns null while it is not known */
function useSameBody(before: Attempt | undefined, after: Attempt): boolean | null {
  const [read, setRead] = useState<{ key: string; same: boolean } | null>(null);
  const key = `${before?.id} ${after.id}`;
  const [beforeId, afterId] = [before?.id, after.id];
  const sameSize = before?.responseSizeBytes === after.responseSizeBytes;
  useEffect(() => {
    if (beforeId === undefined || !sameSize) return undefined;
    const left = new AbortController();
    const textOf = async (id: number): Promise<string> => {
      const body = await engine.query((api) => api.attempts.responseBody({ id }), left.signal);
      return await body.text();
    };
    Promise.all([textOf(beforeId), textOf(afterId)]).then(
      ([a, b]) => left.signal.aborted || setRead({ key: `${beforeId} ${afterId}`, same: a === b }),
      () => undefined,
    );
    return () => left.abort();
  }, [beforeId, afterId, sameSize]);
  if (before !== undefined && !sameSize) return false;
  return read?.key === key ? read.same : null;
}

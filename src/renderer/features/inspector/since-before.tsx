// Beside an attempt: the same as before, or what differs, with the way to see both.
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { differenceWords, useSameBody } from './attempt-difference.ts';

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
    <p
      data-testid="since-before"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[12px] text-text-2"
    >
      {differenceWords(t, format, before, attempt, sameBody)}
      <Button
        small
        data-testid="compare-both"
        onClick={() => openDialog({ kind: 'compareAttempts', eventId, attempts: [before, attempt] })}
      >
        {t('inspector.compareBoth')}
      </Button>
    </p>
  );
}

// Says of an event that did not come by the line where it came from: a glyph and the word, in the row and in the inspector.
import { FileInput, FlaskConical, History, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { classNames } from '../../components/class-names.ts';

const MARKS = {
  /** Made up by Hookline. */
  synthetic: {
    testId: 'synthetic',
    icon: FlaskConical,
    look: 'bg-synthetic-soft text-synthetic',
    word: 'synthetic.mark',
    hint: 'synthetic.hint',
  },
  import: {
    testId: 'import-mark',
    icon: FileInput,
    look: 'bg-sunken text-text-2',
    word: 'importing.mark',
    hint: 'importing.markHint',
  },
  /** Found in Stripe's list. */
  backfill: {
    testId: 'catch-up-mark',
    icon: History,
    look: 'bg-replay-soft text-replay',
    word: 'catchUp.mark',
    hint: 'catchUp.markHint',
  },
} as const satisfies Partial<Record<EventSummary['source'], { icon: LucideIcon } & Record<string, unknown>>>;

export function SourceMark({ source }: { source: EventSummary['source'] }) {
  const { t } = useTranslation();
  if (!isMarked(source)) return null;
  const { testId, icon: Icon, look, word, hint } = MARKS[source];
  return (
    <span
      data-testid={testId}
      title={t(hint)}
      className={classNames(
        'row-synthetic inline-flex shrink-0 items-center gap-[3px] rounded-[9px] px-1.5 text-[10.5px] leading-[16px] font-medium',
        look,
      )}
    >
      <Icon size={10} strokeWidth={2} className="shrink-0" aria-hidden />
      <span>{t(word)}</span>
    </span>
  );
}

function isMarked(source: EventSummary['source']): source is keyof typeof MARKS {
  return source in MARKS;
}

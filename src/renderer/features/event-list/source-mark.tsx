// Says of an event that did not come by the line where it came from: a glyph and the word, in the row and in the inspector.
import { FileInput, FlaskConical, History, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { useStatus } from '../../stores/status-store.ts';

const MARKS = {
  /** Made up by Hookline. */
  synthetic: {
    testId: 'synthetic',
    icon: FlaskConical,
    word: 'synthetic.mark',
    hint: 'synthetic.hint',
  },
  import: {
    testId: 'import-mark',
    icon: FileInput,
    word: 'importing.mark',
    hint: 'importing.markHint',
  },
  /** Found in Stripe's list. */
  backfill: {
    testId: 'catch-up-mark',
    icon: History,
    word: 'catchUp.mark',
    hint: 'catchUp.markHint',
  },
} as const satisfies Partial<Record<EventSummary['source'], { icon: LucideIcon } & Record<string, unknown>>>;

export function SourceMark({ source }: { source: EventSummary['source'] }) {
  const { t } = useTranslation();
  // In the demo everything is made up, and the page says so once.
  const demo = useStatus((state) => state.status?.demo === true);
  if (!isMarked(source) || (demo && source === 'synthetic')) return null;
  const { testId, icon: Icon, word, hint } = MARKS[source];
  return (
    <span data-testid={testId} title={t(hint)} className="row-badge">
      <Icon size={10} strokeWidth={2} className="shrink-0" aria-hidden />
      <span>{t(word)}</span>
    </span>
  );
}

function isMarked(source: EventSummary['source']): source is keyof typeof MARKS {
  return source in MARKS;
}

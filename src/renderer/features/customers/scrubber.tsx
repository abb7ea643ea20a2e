// A slider over the events of a customer: the plan as it was after any of them, and the way back to now.
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerStep } from '#shared/contract/plans.ts';
import { focusCustomerPane } from '../../commands/focus.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useFormat } from '../../i18n/format.ts';
import { headlineWords } from '../../i18n/plan-words.ts';
import { showMoment } from '../../stores/customers-store.ts';

interface ScrubberProps {
  /** Oldest first. */
  steps: readonly CustomerStep[];
  place: number;
  /** Another moment than now is shown. */
  past: boolean;
  /** Moved by the keyboard. */
  onKeyMove(): void;
}

export function Scrubber({ steps, place, past, onKeyMove }: ScrubberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = steps[place];
  if (at === undefined) return null;
  const last = steps.length - 1;
  const words = headlineWords(t, format, at.after);
  const moment = past
    ? t('customers.atStep', { n: format.number(place + 1), total: format.number(steps.length) })
    : t('customers.now');
  return (
    <div
      data-testid="scrubber-box"
      data-past={past}
      className={classNames(
        'sticky top-0 z-10 rounded-card border px-3.5 pt-2 pb-2.5',
        past ? 'border-accent bg-accent-soft' : 'border-line bg-raised',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p data-testid="scrubber-headline" className="min-w-[20ch] flex-1">
          <span className={past ? 'font-semibold text-accent' : 'text-text-2'}>{moment}</span>{' '}
          <strong className="font-semibold">{words}</strong>
        </p>
        <Button
          small
          data-testid="back-to-now"
          disabled={!past}
          icon={<History size={13} aria-hidden />}
          onClick={() => {
            showMoment(null);
            focusCustomerPane();
          }}
        >
          {t('customers.backToNow')}
        </Button>
      </div>
      <div className="relative mt-1.5">
        <input
          type="range"
          data-testid="scrubber"
          aria-label={t('customers.scrub')}
          aria-valuetext={`${moment} ${words}`}
          min={0}
          max={last}
          value={place}
          disabled={last === 0}
          onChange={({ target }) => showMoment(steps[Number(target.value)]?.seq ?? null)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              showMoment(null);
              focusCustomerPane();
            } else if (/^(Arrow|Home|End|Page)/.test(event.key)) onKeyMove();
          }}
          className="relative block h-4 w-full rounded-m accent-accent outline-offset-2"
        />
        <Ticks steps={steps} />
      </div>
      <p className="mt-2.5 text-[12px] text-text-2">
        {past ? (
          <>
            <time>{format.dateTime(at.created * 1000)}</time> · <code>{at.type}</code> ·{' '}
            {t('customers.cardsAreNow')}
          </>
        ) : (
          t('customers.pointHint')
        )}
      </p>
    </div>
  );
}

/** Where something changed. The thumb's middle travels between half its width from either end. */
function Ticks({ steps }: { steps: readonly CustomerStep[] }) {
  const last = steps.length - 1;
  if (last === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-2 top-full h-1.5" aria-hidden>
      {steps.map(
        ({ seq, changes }, place) =>
          changes.length > 0 && (
            <i
              key={seq}
              className="absolute top-0 h-1.5 w-0.5 -translate-x-1/2 rounded-[1px] bg-text-3"
              style={{ left: `${(place / last) * 100}%` }}
            />
          ),
      )}
    </div>
  );
}

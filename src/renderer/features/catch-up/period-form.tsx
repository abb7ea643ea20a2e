// Which period is compared, and the button that begins it or stops it.
import { GitCompareArrows, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { TextField } from '../../components/text-field.tsx';
import { cancelReconcile, startReconcile, useReconcile } from '../../stores/reconcile-store.ts';
import { localText, PERIODS, periodOf, type PeriodChoice } from './period.ts';

const DAY_MS = 86_400_000;

export function PeriodForm() {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<PeriodChoice>('hour');
  const [custom, setCustom] = useState(() => {
    const now = Date.now();
    return { from: localText(now - DAY_MS), until: localText(now) };
  });
  const busy = useReconcile((state) => state.busy);
  const last = useReconcile((state) => state.last);
  const running = last?.state === 'running';
  // Whether it is one does not depend on the present.
  const { problem } = periodOf(choice, custom, 0);
  const compare = (): void => {
    // At the press, not when it was drawn: "today" lasts until now.
    const period = periodOf(choice, custom, Date.now());
    if (period.problem !== null) return;
    const { problem: _none, ...asked } = period;
    void startReconcile(asked);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) compare();
      }}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label={t('reconcile.period')}
          labelHidden
          value={choice}
          options={PERIODS.map((value) => ({
            value,
            label: t(`reconcile.preset.${value}`),
            testId: `period-${value}`,
          }))}
          onChange={(next) => setChoice(next)}
        />
        {running ? (
          <Button
            data-testid="reconcile-cancel"
            disabled={busy !== null}
            icon={<X size={14} aria-hidden />}
            onClick={() => void cancelReconcile()}
          >
            {t('reconcile.cancel')}
          </Button>
        ) : (
          <Button
            type="submit"
            look="primary"
            data-testid="reconcile-start"
            disabled={busy !== null || problem !== null}
            icon={<GitCompareArrows size={14} aria-hidden />}
          >
            {t(last === null ? 'reconcile.compare' : 'reconcile.again')}
          </Button>
        )}
      </div>
      {choice === 'custom' && (
        <div className="grid max-w-[460px] grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
          <TextField
            type="datetime-local"
            label={t('reconcile.from')}
            data-testid="reconcile-from"
            value={custom.from}
            error={problem === 'bad_from' ? t('reconcile.badTime') : null}
            onChange={(from) => setCustom({ ...custom, from })}
          />
          <TextField
            type="datetime-local"
            label={t('reconcile.until')}
            data-testid="reconcile-until"
            value={custom.until}
            error={
              problem === 'bad_until'
                ? t('reconcile.badTime')
                : problem === 'order'
                  ? t('reconcile.badOrder')
                  : null
            }
            onChange={(until) => setCustom({ ...custom, until })}
          />
        </div>
      )}
    </form>
  );
}

// In the connection view: what was missed and what became of it, and any period compared with what Stripe has.
import { Search } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { readCatchUp, useCatchUp } from '../../stores/catch-up-store.ts';
import { followReconciliation } from '../../stores/reconcile-store.ts';
import type { ConnectionSection } from '../../stores/view-store.ts';
import { Comparison } from './comparison.tsx';
import { GapList } from './gap-list.tsx';
import { PeriodForm } from './period-form.tsx';
import { LookProblem } from './trouble-notes.tsx';
import { UncoveredLists } from './uncovered-lists.tsx';

export function MissedSection() {
  const { t } = useTranslation();
  const busy = useCatchUp((state) => state.busy === 'look' || state.status?.looking != null);
  useEffect(() => {
    void readCatchUp();
    return followReconciliation();
  }, []);
  return (
    <>
      <Section
        id={'connection-missed' satisfies ConnectionSection}
        title={t('catchUp.title')}
        actions={
          <Button
            small
            data-testid="look-for-missed"
            disabled={busy}
            icon={<Search size={13} aria-hidden />}
            onClick={() => runCommand('lookForMissed')}
          >
            {t(busy ? 'catchUp.lookingNow' : 'catchUp.look')}
          </Button>
        }
      >
        <div className="flex flex-col gap-2">
          <p className="max-w-[68ch] text-text-2">
            <Prose text={t('catchUp.intro')} />
          </p>
          <LookProblem />
          <LookedAt />
          <GapList />
        </div>
      </Section>
      <Section title={t('reconcile.title')}>
        <p className="mb-3 max-w-[68ch] text-text-2">{t('reconcile.intro')}</p>
        <PeriodForm />
        <Comparison />
      </Section>
    </>
  );
}

function LookedAt() {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useCatchUp((state) => state.status);
  if (status === null) return null;
  const { lookedAt, uncovered } = status;
  return (
    <>
      <p className="text-text-2" data-testid="looked-at">
        {lookedAt === null
          ? t('catchUp.notLooked')
          : t('catchUp.lookedAt', { time: format.dateTime(lookedAt) })}
      </p>
      <UncoveredLists lists={uncovered} />
    </>
  );
}

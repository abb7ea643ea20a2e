// In the forwarder's view: when Stripe was last asked what the line did not bring, and the way to all of that.
import { History, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { LookProblem } from './trouble-notes.tsx';

export function MissedEvents() {
  const { t } = useTranslation();
  const format = useFormat();
  const status = useCatchUp((state) => state.status);
  const busy = useCatchUp((state) => state.busy === 'look' || state.status?.looking != null);
  if (status === null) return null;
  return (
    <Section title={t('catchUp.title')}>
      <div className="flex flex-col gap-2">
        <p className="text-text-2">
          {status.lookedAt === null
            ? t('catchUp.notLooked')
            : t('catchUp.lookedAt', { time: format.dateTime(status.lookedAt) })}
        </p>
        <LookProblem />
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={busy}
            icon={<Search size={14} aria-hidden />}
            onClick={() => runCommand('lookForMissed')}
          >
            {t(busy ? 'catchUp.lookingNow' : 'catchUp.look')}
          </Button>
          <Button
            data-testid="to-reconcile"
            keys={keysOf('goReconcile')}
            icon={<History size={14} aria-hidden />}
            onClick={() => runCommand('goReconcile')}
          >
            {t('catchUp.showAll')}
          </Button>
        </div>
      </div>
    </Section>
  );
}

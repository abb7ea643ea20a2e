// Before the first event: what is to be seen here, and how to get there.
import { CircleCheck, FlaskConical, Gauge, Rocket } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { openView } from '../../stores/view-store.ts';

const LESSONS = [
  { icon: CircleCheck, title: 'insight.empty.success', text: 'insight.empty.successText' },
  { icon: Gauge, title: 'insight.empty.speed', text: 'insight.empty.speedText' },
  { icon: Rocket, title: 'insight.empty.ready', text: 'insight.empty.readyText' },
] as const;

export function EmptyInsight() {
  const { t } = useTranslation();
  return (
    <div data-testid="insight-empty" className="m-auto max-w-[760px] py-6">
      <h2 className="text-center font-semibold">{t('insight.empty.title')}</h2>
      <p className="mt-0.5 text-center text-text-2">{t('insight.empty.text')}</p>
      <ul className="mt-5 grid grid-cols-3 gap-3 max-panes:grid-cols-1">
        {LESSONS.map(({ icon: Icon, title, text }) => (
          <li key={title} className="rounded-card border border-line p-3.5">
            <h3 className="flex items-center gap-2 font-[600]">
              <Icon size={16} strokeWidth={1.75} className="text-accent" aria-hidden />
              {t(title)}
            </h3>
            <p className="mt-1 text-text-2">{t(text)}</p>
          </li>
        ))}
      </ul>
      <p className="mt-5 text-center">
        <Button
          data-testid="insight-play"
          icon={<FlaskConical size={14} strokeWidth={1.75} className="text-synthetic" aria-hidden />}
          onClick={() => openView('send')}
        >
          {t('insight.empty.play')}
        </Button>
      </p>
    </div>
  );
}

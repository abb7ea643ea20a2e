// What synthetic events are, and whether the endpoints are signed so that a backend takes them.
import { FlaskConical, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useStatus } from '../../stores/status-store.ts';
import { openView } from '../../stores/view-store.ts';

export function SyntheticNote() {
  const { t } = useTranslation();
  const demo = useStatus((state) => state.status?.demo === true);
  const endpoints = useStatus((state) => state.status?.endpoints);
  const on = endpoints?.filter(({ enabled }) => enabled) ?? [];
  // An own or Hookline's secret signs everything anew; `received` hands on the signature that Hookline made.
  const unsure = on.filter(({ signing }) => signing === 'received');
  return (
    <div className="flex gap-2.5 rounded-[8px] bg-synthetic-soft px-3 py-2.5">
      <FlaskConical size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-synthetic" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-synthetic">{t('play.synthetic')}</p>
        <p className="mt-0.5">{t('play.syntheticText')}</p>
        {!demo && on.length > 0 && (
          <p className="mt-0.5">
            <Prose
              text={
                unsure.length === 0
                  ? t('play.verifies')
                  : t('play.passesOn', {
                      names: unsure.map(({ name }) => name).join(', '),
                      stable: t('endpoint.signingOf.stable'),
                    })
              }
            />
          </p>
        )}
        {!demo && (
          <Button
            small
            className="mt-2"
            data-testid="open-signing"
            icon={<Settings2 size={13} strokeWidth={1.75} aria-hidden />}
            onClick={() => openView('endpoints')}
          >
            {t('play.openSigning')}
          </Button>
        )}
      </div>
    </div>
  );
}

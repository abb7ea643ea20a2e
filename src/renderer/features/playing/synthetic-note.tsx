// What synthetic events are, and the secret that a backend accepts them with.
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../../stores/status-store.ts';
import { SecretCards } from '../secret/secret-cards.tsx';

export function SyntheticNote() {
  const { t } = useTranslation();
  const demo = useStatus((state) => state.status?.demo === true);
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-start gap-2">
        <FlaskConical size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-text-2" aria-hidden />
        <span className="max-w-[72ch]">{t('play.syntheticText')}</span>
      </p>
      {!demo && <SecretCards />}
    </div>
  );
}

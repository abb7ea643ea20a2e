// The signing secret: masked until it is asked for.
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.tsx';
import { CopyButton } from '../copying/copy-button.tsx';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { readSecret } from '../../stores/forwarder-store.ts';

export function SecretField({ masked }: { masked: string | null }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  // Another session may have another secret.
  useEffect(() => setSecret(null), [masked]);
  const shown = secret !== null;
  const toggle = async () => setSecret(shown ? null : await readSecret());

  return (
    <Section title={t('forwarder.secret')}>
      {masked === null ? (
        <p className="text-text-2">{t('forwarder.noSecret')}</p>
      ) : (
        <div className="flex items-center gap-1 rounded-m border border-line bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 truncate text-text" data-testid="signing-secret">
            {secret ?? masked}
          </code>
          <IconButton
            label={t(shown ? 'action.hide' : 'action.reveal')}
            icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => void toggle()}
          />
          <CopyButton text={readSecret} />
        </div>
      )}
      <p className="mt-1 text-text-2">
        <Prose text={t('forwarder.secretHint')} />
      </p>
    </Section>
  );
}

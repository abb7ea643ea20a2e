// The signing secrets in use, a card for each: masked until it is asked for, to copy, to write into a .env file.
import { Eye, EyeOff, FileKey, KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SigningSecret } from '#shared/contract/endpoints.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { readSecret } from '../../stores/secrets-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { CopyButton } from '../copying/copy-button.tsx';

export function SecretCards() {
  const { t } = useTranslation();
  const secrets = useStatus((state) => state.status?.secrets);
  if (secrets === undefined) return null;
  if (secrets.length === 0) return <p className="text-text-2">{t('secret.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {secrets.map((secret) => (
        <SecretCard key={`${secret.from} ${secret.endpointIds.join(' ')}`} secret={secret} />
      ))}
    </ul>
  );
}

function SecretCard({ secret: { from, masked, endpointIds } }: { secret: SigningSecret }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const endpoints = useStatus((state) => state.status?.endpoints);
  // Another session may have another secret.
  useEffect(() => setShown(null), [masked]);
  const [first] = endpointIds;
  if (first === undefined) return null;
  const names = (endpoints ?? []).filter(({ id }) => endpointIds.includes(id)).map(({ name }) => name);
  const awaitsCli = (endpoints ?? []).some(
    ({ id, signing }) => from === 'hookline' && signing !== 'stable' && endpointIds.includes(id),
  );
  const read = async () => await readSecret(first);
  return (
    <li data-testid="secret-card" data-from={from} className="rounded-card border border-line px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <KeyRound size={15} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
        <p className="font-[600]">
          <Prose text={t(`secret.from.${from}`)} />
        </p>
        <code className="min-w-0 flex-1 truncate text-text" data-testid="signing-secret">
          {shown ?? masked}
        </code>
        <IconButton
          label={t(shown === null ? 'action.reveal' : 'action.hide')}
          icon={shown === null ? <Eye size={14} aria-hidden /> : <EyeOff size={14} aria-hidden />}
          onClick={() => void (shown === null ? read().then(setShown) : setShown(null))}
        />
        <CopyButton text={read} small>
          {t('action.copy')}
        </CopyButton>
        <Button
          small
          data-testid="secret-env"
          icon={<FileKey size={13} aria-hidden />}
          onClick={() => openDialog({ kind: 'env', endpointId: first })}
        >
          {t('endpoint.writeEnv')}
        </Button>
      </div>
      <p className="mt-1 text-text-2">
        {t('secret.usedBy', { count: names.length, names: names.join(', ') })}{' '}
        {awaitsCli && <Prose text={t('secret.noCliYet')} />}
      </p>
    </li>
  );
}

// One endpoint's settings. What the engine refuses is said beside the field it is about.
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint, EndpointChange } from '#shared/contract/endpoints.ts';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { engine } from '../../stores/engine.ts';
import { changeOf, draftOf, fieldOf, type EndpointField } from './endpoint-change.ts';

const CODES = [
  'BAD_URL',
  'LOOP',
  'BAD_SECRET',
  'BAD_NAME',
  'BAD_TIMEOUT',
  'NOT_FOUND',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
  'UNKNOWN',
] as const;
type Code = (typeof CODES)[number];

interface Problem {
  field: EndpointField | null;
  code: Code;
}

export function EndpointForm({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const change = changeOf(endpoint, draft);
  const dirty = 'code' in change || Object.keys(change).length > 1;

  // What the engine made of it (a shorthand written out, a change from elsewhere) replaces what is not being edited.
  const { id, name, url, timeoutMs, hasSecret } = endpoint;
  useEffect(() => {
    const known = draftOf({ id, name, url, timeoutMs, hasSecret });
    setDraft((current) => ({ ...known, secret: current.secret }));
  }, [id, name, url, timeoutMs, hasSecret]);

  const edit = (next: Partial<typeof draft>) => {
    setDraft({ ...draft, ...next });
    setProblem(null);
    setSaved(false);
  };

  const send = async (wanted: EndpointChange) => {
    setBusy(true);
    setProblem(null);
    setSaved(false);
    try {
      const updated = await engine.call((api) => api.endpoints.update(wanted));
      if (Object.keys(wanted).some((key) => key !== 'id' && key !== 'enabled')) setDraft(draftOf(updated));
      setSaved(true);
    } catch (error) {
      const code = CODES.find((known) => known === errorCode(error)) ?? 'UNKNOWN';
      setProblem({ field: fieldOf(code), code });
    }
    setBusy(false);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ('code' in change) setProblem(change);
    else if (dirty) void send(change);
  };

  const errorOf = (field: EndpointField) =>
    problem?.field === field ? t(`endpoint.error.${problem.code}`) : null;

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4">
      <SwitchField
        label={t('endpoint.enabled')}
        hint={t('endpoint.enabledHint')}
        checked={endpoint.enabled}
        disabled={busy}
        onChange={(enabled) => void send({ id: endpoint.id, enabled })}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('endpoint.name')}
          value={draft.name}
          error={errorOf('name')}
          onChange={(text) => edit({ name: text })}
        />
        <TextField
          label={t('endpoint.url')}
          data-testid="endpoint-url"
          mono
          value={draft.url}
          hint={<Prose text={t('endpoint.urlHint')} />}
          error={errorOf('url')}
          onChange={(text) => edit({ url: text })}
        />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] items-start gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('endpoint.timeout')}
          data-testid="endpoint-timeout"
          mono
          inputMode="numeric"
          value={draft.noTimeout ? '' : draft.timeout}
          disabled={draft.noTimeout}
          hint={t('endpoint.timeoutHint')}
          error={errorOf('timeout')}
          onChange={(timeout) => edit({ timeout })}
        />
        <div className="pt-6 max-panes:pt-0">
          <SwitchField
            label={t('endpoint.timeoutNone')}
            hint={t('endpoint.timeoutNoneHint')}
            checked={draft.noTimeout}
            onChange={(noTimeout) => edit({ noTimeout })}
          />
        </div>
      </div>
      <div className="flex flex-col gap-1">
        <TextField
          label={t('endpoint.secret')}
          data-testid="endpoint-secret"
          type="password"
          mono
          autoComplete="new-password"
          placeholder={draft.removeSecret || !endpoint.hasSecret ? 'whsec_…' : '••••••••••••'}
          value={draft.secret}
          hint={
            <>
              {t(endpoint.hasSecret ? 'endpoint.secretSet' : 'endpoint.secretNotSet')}{' '}
              <Prose text={t('endpoint.secretHint')} />
            </>
          }
          error={errorOf('secret')}
          onChange={(secret) => edit({ secret, removeSecret: false })}
        />
        {endpoint.hasSecret && (
          <Button
            small
            className="self-start"
            disabled={busy || draft.removeSecret}
            onClick={() => edit({ removeSecret: true, secret: '' })}
          >
            {t('endpoint.secretRemove')}
          </Button>
        )}
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" look="primary" data-testid="endpoint-save" disabled={busy || !dirty}>
          {t('action.save')}
        </Button>
        <p role="status" className={problem === null ? 'text-text-2' : 'text-bad'}>
          {problem !== null && problem.field === null
            ? t(`endpoint.error.${problem.code}`)
            : saved && !dirty && t('action.saved')}
        </p>
      </div>
    </form>
  );
}

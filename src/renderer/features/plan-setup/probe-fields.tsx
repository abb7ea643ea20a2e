// The fields of the probe dialog, by the way the app is asked.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProbeSettings } from '#shared/contract/plans.ts';
import { AskOnce } from '../../components/ask-once.tsx';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { HeaderFields } from './header-fields.tsx';
import { PlaceholderButtons } from './placeholder-buttons.tsx';
import { isConnectionKept, type ProbeDraft, type ProbeField } from './probe-draft.ts';

export interface ProbeFieldsProps {
  draft: ProbeDraft;
  settings: ProbeSettings;
  errorOf(field: ProbeField): string | null;
  edit(change: Partial<ProbeDraft>): void;
  onForgetConnection(): void;
}

export function ProbeFields(props: ProbeFieldsProps) {
  const { draft } = props;
  return (
    <>
      {draft.kind === 'http' ? (
        <HttpFields {...props} />
      ) : (
        <>
          {draft.kind === 'sqlite' ? <FileField {...props} /> : <ConnectionField {...props} />}
          <QueryField {...props} />
        </>
      )}
      <TimeFields {...props} />
    </>
  );
}

function HttpFields({ draft, settings, errorOf, edit }: ProbeFieldsProps) {
  const { t } = useTranslation();
  const url = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <TextField
          ref={url}
          label={t('probe.url')}
          data-testid="probe-url"
          data-first-focus
          mono
          value={draft.url}
          placeholder="http://localhost:8000/api/users/{email}"
          hint={t('probe.urlHint')}
          error={errorOf('url')}
          onChange={(next) => edit({ url: next })}
        />
        <PlaceholderButtons field={url} onChange={(next) => edit({ url: next })} />
      </div>
      <TextField
        label={t('probe.path')}
        data-testid="probe-path"
        mono
        value={draft.path}
        placeholder="$.plan"
        hint={<Prose text={t('probe.pathHint')} />}
        error={errorOf('path')}
        onChange={(path) => edit({ path })}
      />
      <HeaderFields
        headers={draft.headers}
        kept={settings.headerNames}
        error={errorOf('headers')}
        onChange={(headers) => edit({ headers })}
      />
    </>
  );
}

function FileField({ draft, errorOf, edit }: ProbeFieldsProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('probe.file')}
      data-testid="probe-file"
      mono
      value={draft.file}
      placeholder="/home/you/app/db.sqlite3"
      hint={t('probe.fileHint')}
      error={errorOf('file')}
      onChange={(file) => edit({ file })}
    />
  );
}

function ConnectionField({ draft, settings, errorOf, edit, onForgetConnection }: ProbeFieldsProps) {
  const { t } = useTranslation();
  const kept = isConnectionKept(draft.kind, settings);
  return (
    <div className="flex items-start gap-2">
      <TextField
        label={t('probe.connection')}
        data-testid="probe-connection"
        className="min-w-0 flex-1"
        mono
        type="password"
        // Browsers offer saved passwords for anything less.
        autoComplete="new-password"
        value={draft.connection}
        placeholder={kept ? '••••••••' : `${draft.kind === 'mysql' ? 'mysql' : 'postgresql'}://…`}
        hint={t(kept ? 'probe.connectionSet' : 'probe.connectionNotSet')}
        error={errorOf('connection')}
        onChange={(connection) => edit({ connection })}
      />
      {kept && (
        <div className="mt-[23px]">
          <AskOnce
            question={t('probe.forgetAsk')}
            yes={t('probe.forgetYes')}
            no={t('probe.forgetNo')}
            testId="probe-forget-yes"
            onYes={onForgetConnection}
          >
            {(ask) => (
              <Button data-testid="probe-forget" onClick={ask}>
                {t('probe.forget')}
              </Button>
            )}
          </AskOnce>
        </div>
      )}
    </div>
  );
}

function QueryField({ draft, errorOf, edit }: ProbeFieldsProps) {
  const { t } = useTranslation();
  const query = useRef<HTMLTextAreaElement>(null);
  return (
    <div className="flex flex-col gap-1.5">
      <TextArea
        ref={query}
        label={t('probe.query')}
        data-testid="probe-query"
        value={draft.query}
        placeholder="SELECT plan FROM users WHERE stripe_customer_id = {customer_id}"
        hint={t('probe.queryHint')}
        error={errorOf('query')}
        onChange={(next) => edit({ query: next })}
      />
      <PlaceholderButtons field={query} onChange={(next) => edit({ query: next })} />
    </div>
  );
}

function TimeFields({ draft, errorOf, edit }: ProbeFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
      <TextField
        label={t('probe.settle')}
        data-testid="probe-settle"
        mono
        value={draft.settle}
        hint={<Prose text={t('probe.settleHint')} />}
        error={errorOf('settle')}
        onChange={(settle) => edit({ settle })}
      />
      <TextField
        label={t('probe.timeout')}
        data-testid="probe-timeout"
        mono
        value={draft.timeout}
        error={errorOf('timeout')}
        onChange={(timeout) => edit({ timeout })}
      />
    </div>
  );
}

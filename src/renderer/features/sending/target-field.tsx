// Where to send: one of the endpoints, or an address for this once.
import { useTranslation } from 'react-i18next';
import { ChoiceList } from '../../components/choice-list.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useStatus } from '../../stores/status-store.ts';

export interface Target {
  kind: 'endpoint' | 'url';
  endpointId: string;
  url: string;
}

/** The first endpoint that is on, as the engine would choose it. */
export function firstTarget(): Target {
  const endpoints = useStatus.getState().status?.endpoints ?? [];
  const endpoint = endpoints.find(({ enabled }) => enabled) ?? endpoints[0];
  return { kind: endpoint === undefined ? 'url' : 'endpoint', endpointId: endpoint?.id ?? '', url: '' };
}

/** What `events.resend` takes. */
export function targetOf({ kind, endpointId, url }: Target): { endpointId: string } | { url: string } {
  return kind === 'url' ? { url: url.trim() } : { endpointId };
}

interface TargetFieldProps {
  target: Target;
  error: string | null;
  onChange(target: Target): void;
}

export function TargetField({ target, error, onChange }: TargetFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      <ChoiceList
        label={t('resendTo.where')}
        inline
        testId="target-kind"
        value={target.kind}
        options={[
          { value: 'endpoint', label: t('resendTo.endpoint') },
          { value: 'url', label: t('resendTo.url') },
        ]}
        onChange={(kind) => onChange({ ...target, kind })}
      />
      {target.kind === 'endpoint' ? (
        <EndpointSelect
          value={target.endpointId}
          onChange={(endpointId) => onChange({ ...target, endpointId })}
        />
      ) : (
        <TextField
          label={t('resendTo.urlLabel')}
          data-testid="target-url"
          mono
          value={target.url}
          placeholder="http://localhost:3000/webhook"
          error={error}
          onChange={(url) => onChange({ ...target, url })}
        />
      )}
    </div>
  );
}

interface EndpointSelectProps {
  label?: string;
  value: string;
  /** Words for not choosing one. */
  none?: string;
  onChange(endpointId: string): void;
}

export function EndpointSelect({ label, value, none, onChange }: EndpointSelectProps) {
  const { t } = useTranslation();
  const endpoints = useStatus((state) => state.status?.endpoints) ?? [];
  const options = endpoints.map(({ id, name, enabled }) => ({
    value: id,
    label: enabled ? name : t('resendTo.off', { name }),
  }));
  return (
    <SelectField
      label={label ?? t('resendTo.endpoint')}
      data-testid="target-endpoint"
      data-first-focus
      value={value}
      options={none === undefined ? options : [{ value: '', label: none }, ...options]}
      onChange={onChange}
    />
  );
}

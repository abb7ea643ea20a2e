// One endpoint's settings in calm groups. What the engine refuses is said beside the field it is about.
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { changeEndpoint, losesSecret } from '../../commands/change-endpoint.ts';
import { errorCode } from '../../api/errors.ts';
import { Question } from '../../components/ask-once.tsx';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { BackendGroup } from '../versions/backend-group.tsx';
import {
  changeOf,
  type DRAFT_CODES,
  DraftProblem,
  FIELD_GROUPS,
  fieldOf,
  newEndpointOf,
  type EndpointField,
  type FormGroup as Group,
} from './endpoint-change.ts';
import { draftOf, type EndpointDraft } from './endpoint-draft.ts';
import { FormGroup } from './form-group.tsx';
import { groupSummary } from './group-summary.ts';
import { HoldGroup, RetryGroup, SigningGroup } from './how-groups.tsx';
import { RemoveEndpoint } from './remove-endpoint.tsx';
import { AddressGroup, FilterGroup, SendingGroup } from './what-groups.tsx';

const SERVER_CODES = [
  'BAD_URL',
  'LOOP',
  'BAD_SECRET',
  'BAD_CONDITION',
  'NOT_FOUND',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
  'UNKNOWN',
] as const;
type Code = (typeof SERVER_CODES)[number] | (typeof DRAFT_CODES)[number];

interface Problem {
  field: EndpointField | null;
  code: Code;
}

interface EndpointFormProps {
  /** null = a new one. */
  endpoint: Endpoint | null;
  initial: EndpointDraft;
  onCreated?: (created: Endpoint) => void;
  onCancel?: () => void;
}

export function EndpointForm({ endpoint, initial, onCreated, onCancel }: EndpointFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [draft, setDraft] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const [asking, setAsking] = useState(false);
  const change = endpoint === null ? newEndpointOf(draft) : changeOf(endpoint, draft);
  const dirty = endpoint === null || change instanceof DraftProblem || Object.keys(change).length > 1;

  // What the engine made of it (a shorthand written out, a change from elsewhere) replaces what is being edited.
  const known = endpoint === null ? null : JSON.stringify(draftOf(endpoint));
  useEffect(() => {
    if (known !== null) {
      setDraft((current) => ({ ...(JSON.parse(known) as EndpointDraft), secret: current.secret }));
    }
  }, [known]);

  const edit = (next: Partial<EndpointDraft>) => {
    setDraft((current) => ({ ...current, ...next }));
    setProblem(null);
    setSaved(false);
    setAsking(false);
  };

  const save = async () => {
    if (change instanceof DraftProblem) {
      setProblem({ field: change.field, code: change.code });
      return;
    }
    setBusy(true);
    setProblem(null);
    setSaved(false);
    try {
      if ('id' in change) {
        if (endpoint !== null) setDraft(draftOf(await changeEndpoint(endpoint, change)));
        setSaved(true);
      } else {
        onCreated?.(await engine.call((api) => api.endpoints.create(change)));
      }
    } catch (error) {
      const code = SERVER_CODES.find((one) => one === errorCode(error)) ?? 'UNKNOWN';
      setProblem({ field: fieldOf(code), code });
    }
    setBusy(false);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!dirty || busy) return;
    // Everything else can be taken back.
    if (endpoint !== null && 'id' in change && losesSecret(endpoint, change)) setAsking(true);
    else void save();
  };

  const errorOf = (field: EndpointField) =>
    problem?.field === field ? t(`endpoint.error.${problem.code}`) : null;
  const props = { draft, edit, errorOf };
  const group = (id: Group, children: React.ReactNode) => (
    <FormGroup
      id={id}
      title={t(`endpoint.group.${id}`)}
      summary={groupSummary(t, format, id, draft)}
      defaultOpen={id === 'address'}
      forceOpen={problem !== null && problem.field !== null && FIELD_GROUPS[problem.field] === id}
    >
      {children}
    </FormGroup>
  );

  return (
    <form onSubmit={submit} noValidate>
      {group('address', <AddressGroup {...props} />)}
      {group('filter', <FilterGroup {...props} />)}
      {group('sending', <SendingGroup {...props} />)}
      {group('signing', <SigningGroup {...props} endpoint={endpoint} />)}
      {group('hold', <HoldGroup {...props} />)}
      {group('retry', <RetryGroup {...props} />)}
      {group('backend', <BackendGroup {...props} />)}
      <div className="flex flex-wrap items-center gap-3 border-t border-line-soft px-4 py-3">
        {asking ? (
          <Question
            question={t('endpoint.secretAsk')}
            yes={t('action.save')}
            no={t('action.cancel')}
            testId="endpoint-save-yes"
            onYes={() => {
              setAsking(false);
              void save();
            }}
            onNo={() => setAsking(false)}
          />
        ) : (
          <Button type="submit" look="primary" data-testid="endpoint-save" disabled={busy || !dirty}>
            {t(endpoint === null ? 'endpoint.create' : 'action.save')}
          </Button>
        )}
        {onCancel !== undefined && <Button onClick={onCancel}>{t('action.cancel')}</Button>}
        <p role="status" className={problem === null ? 'text-text-2' : 'text-bad'}>
          {problem !== null && problem.field === null
            ? t(`endpoint.error.${problem.code}`)
            : saved && !dirty && t('action.saved')}
        </p>
        <span className="flex-1" />
        {endpoint !== null && <RemoveEndpoint endpoint={endpoint} />}
      </div>
    </form>
  );
}

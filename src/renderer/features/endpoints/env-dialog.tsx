// Writes an endpoint's secret into a .env file: first the difference, then, on a second press, the file.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { EnvFilePlan } from '#shared/contract/endpoints.ts';
import { ENV_FILE_PROBLEMS } from '#shared/domain/env-file.ts';
import { errorCode, errorDatum } from '../../api/errors.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { classNames } from '../../components/class-names.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextField } from '../../components/text-field.tsx';
import { engine } from '../../stores/engine.ts';
import { useStatus } from '../../stores/status-store.ts';

const LOOK_AFTER_MS = 350;
const ERRORS = ['NOT_FOUND', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

interface Seen {
  plan: EnvFilePlan | null;
  /** What was thrown; null when nothing was. */
  error: unknown;
}

export function EnvDialog({ endpointId: id, onClose }: { endpointId: string; onClose(): void }) {
  const { t } = useTranslation();
  const name = useStatus((state) => state.status?.endpoints.find((one) => one.id === id)?.name ?? '');
  const [path, setPath] = useState('.env');
  const [variable, setVariable] = useState('STRIPE_WEBHOOK_SECRET');
  const [{ plan, error }, setSeen] = useState<Seen>({ plan: null, error: null });
  const [busy, setBusy] = useState(false);
  const badVariable = !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable);
  const readable = path.trim() !== '' && !badVariable;

  // Shows what would change as soon as nothing is being typed.
  useEffect(() => {
    if (!readable) {
      setSeen({ plan: null, error: null });
      return;
    }
    const own = new AbortController();
    const timer = setTimeout(() => {
      engine
        .query((api) => api.endpoints.envFile({ id, path: path.trim(), variable, apply: false }), own.signal)
        .then(
          (seen) => !own.signal.aborted && setSeen({ plan: seen, error: null }),
          (thrown: unknown) => !own.signal.aborted && setSeen({ plan: null, error: thrown }),
        );
    }, LOOK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [id, path, variable, readable]);

  const apply = async () => {
    setBusy(true);
    try {
      const written = await engine.call((api) =>
        api.endpoints.envFile({ id, path: path.trim(), variable, apply: true }),
      );
      setSeen({ plan: written, error: null });
    } catch (thrown) {
      // What would change now, should another program have written the file.
      const look = engine.query((api) =>
        api.endpoints.envFile({ id, path: path.trim(), variable, apply: false }),
      );
      setSeen({ plan: await look.catch(() => null), error: thrown });
    }
    setBusy(false);
  };

  return (
    <DialogFrame
      title={t('env.title')}
      intro={<Prose text={t('env.intro', { name })} />}
      closeLabel={t('action.close')}
      size="wide"
      testId="env-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(plan?.applied === true ? 'action.close' : 'action.cancel')}</Button>
          <Button
            look="primary"
            data-testid="env-apply"
            disabled={busy || plan === null || !plan.changed || plan.applied}
            onClick={() => void apply()}
          >
            {t(plan?.exists === false ? 'env.create' : 'env.apply')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 items-start gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('env.path')}
          data-testid="env-path"
          data-first-focus
          mono
          value={path}
          hint={t('env.pathHint')}
          onChange={setPath}
        />
        <TextField
          label={t('env.variable')}
          data-testid="env-variable"
          mono
          value={variable}
          error={badVariable ? t('env.badVariable') : null}
          onChange={setVariable}
        />
      </div>
      {error !== null && <Callout tone="bad" role="alert" testId="env-error" title={errorWords(t, error)} />}
      {plan !== null && <Plan plan={plan} />}
    </DialogFrame>
  );
}

function errorWords(t: TFunction, error: unknown): string {
  const code = errorCode(error);
  if (code !== 'FILE') return t(`env.error.${ERRORS.find((known) => known === code) ?? 'UNKNOWN'}`);
  const problem = ENV_FILE_PROBLEMS.find((known) => known === errorDatum(error, 'problem'));
  const line = errorDatum(error, 'line');
  return t(`env.problem.${problem ?? 'other'}`, { line: typeof line === 'number' ? String(line) : '?' });
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;
const LOOKS = { same: 'text-text-2', removed: 'bg-bad-soft text-bad', added: 'bg-ok-soft text-ok' } as const;

function Plan({ plan }: { plan: EnvFilePlan }) {
  const { t } = useTranslation();
  const words = plan.applied
    ? t('env.applied')
    : !plan.changed
      ? t('env.unchanged')
      : t(plan.exists ? 'env.wouldChange' : 'env.wouldCreate');
  return (
    <section>
      <p role="status" className={classNames('mb-1.5', plan.applied ? 'font-medium text-ok' : 'text-text-2')}>
        {words} <code className="break-all">{plan.path}</code>
      </p>
      {plan.notes.length > 0 && (
        <Callout tone="warn" title={t('env.notes')} testId="env-notes">
          {plan.notes.map(({ code, line }) => (
            <p key={code}>
              <Prose text={t(`env.note.${code}`, { line: String(line ?? '?') })} />
            </p>
          ))}
        </Callout>
      )}
      {plan.changed && (
        <pre
          data-testid="env-diff"
          data-scrolls
          tabIndex={0}
          role="group"
          aria-label={t('env.diff')}
          className="max-h-[40vh] overflow-auto rounded-[8px] bg-sunken py-2 leading-[1.55]"
        >
          {plan.diff.map(({ kind, text }, index) => (
            <span key={index} className={classNames('block min-w-fit px-3', LOOKS[kind])}>
              {SIGNS[kind]} {text}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}

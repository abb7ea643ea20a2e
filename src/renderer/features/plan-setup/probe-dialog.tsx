// How Hookline asks the developer's app which plan it believes a customer is on.
import { Eye, LoaderCircle } from 'lucide-react';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProbeSettings, ProbeTrial } from '#shared/contract/plans.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { announce } from '../../stores/announcement-store.ts';
import {
  loadProbe,
  saveProbe,
  tryProbe,
  usePlanSetup,
  type SetupError,
} from '../../stores/plan-setup-store.ts';
import { PROBE_KINDS, probeChangeOf, probeDraftOf, problemsOf, type ProbeDraft } from './probe-draft.ts';
import { ProbeFields } from './probe-fields.tsx';
import { ProbeResult } from './probe-result.tsx';
import { setupErrorWords } from './probe-words.ts';
import { useLoaded } from './use-loaded.ts';

export function ProbeDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const settings = usePlanSetup((state) => state.probe);
  const failed = usePlanSetup((state) => state.loadError !== null);
  // Only one dialog is ever mounted, lest the first hands the focus back when the second has it.
  const ready = useLoaded(loadProbe);
  if (!ready) return null;
  if (settings !== null && !failed) return <ProbeForm settings={settings} onClose={onClose} />;
  return (
    <DialogFrame
      title={t('probe.title')}
      closeLabel={t('action.close')}
      testId="probe-dialog"
      onClose={onClose}
    >
      <p role="alert" className="text-bad">
        {t('probe.notLoaded')}
      </p>
    </DialogFrame>
  );
}

type Busy = 'testing' | 'saving' | null;

function ProbeForm({ settings, onClose }: { settings: ProbeSettings; onClose(): void }) {
  const { t } = useTranslation();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(() => probeDraftOf(settings));
  /** It was to be used: now what is missing is said too. */
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<Busy>(null);
  const [result, setResult] = useState<ProbeTrial | SetupError | null>(null);
  const [error, setError] = useState<SetupError | null>(null);
  const [stopped, setStopped] = useState(false);
  /** Grows with every change: the answer to an earlier question is none to the present one. */
  const question = useRef(0);
  const problems = problemsOf(t, draft, settings);

  const edit = (change: Partial<ProbeDraft>) => {
    setDraft((current) => ({ ...current, ...change }));
    question.current += 1;
    setBusy((current) => (current === 'testing' ? null : current));
    setResult(null);
    setError(null);
  };

  const usable = () => {
    setTried(true);
    if (Object.keys(problems).length === 0) return true;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return false;
  };

  const test = async () => {
    if (busy !== null || !usable()) return;
    setBusy('testing');
    setResult(null);
    const asked = question.current;
    const answer = await tryProbe(probeChangeOf(draft, settings));
    if (asked !== question.current) return;
    setResult(answer);
    setBusy(null);
  };

  const save = async (submit: FormEvent) => {
    submit.preventDefault();
    if (busy !== null || !usable()) return;
    setBusy('saving');
    const problem = await saveProbe(probeChangeOf(draft, settings));
    setBusy(null);
    setError(problem);
    if (problem !== null) return;
    announce(t('probe.saved'));
    onClose();
  };

  /** What is typed stays, so that saving takes it back. */
  const stop = async () => {
    setBusy('saving');
    const problem = await saveProbe({ probe: null });
    setBusy(null);
    setError(problem);
    setStopped(problem === null);
  };

  const forgetConnection = async () => {
    setError(await saveProbe({ probe: settings.probe, connectionString: null }));
  };

  return (
    <DialogFrame
      title={t('probe.title')}
      intro={t('probe.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="probe-dialog"
      onClose={onClose}
      footer={
        <>
          {settings.probe !== null && (
            <Button
              look="danger"
              data-testid="probe-off"
              disabled={busy !== null}
              onClick={() => void stop()}
            >
              {t('probe.off')}
            </Button>
          )}
          <p role="status" className="min-w-0 flex-1 text-text-2">
            {stopped && settings.probe === null && t('probe.offDone')}
          </p>
          <Button
            data-testid="probe-test"
            title={t('probe.testHint')}
            aria-disabled={busy !== null}
            icon={
              busy === 'testing' ? (
                <LoaderCircle size={14} className="spin" aria-hidden />
              ) : (
                <Eye size={14} strokeWidth={1.75} aria-hidden />
              )
            }
            onClick={() => void test()}
          >
            {t(busy === 'testing' ? 'probe.testing' : 'probe.test')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            data-testid="probe-save"
            aria-disabled={busy !== null}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => void save(event)}
      >
        <Callout tone="idle" title={t('probe.readOnly')}>
          <p>{t('probe.readOnlyText')}</p>
        </Callout>
        <Segmented
          label={t('probe.kind')}
          value={draft.kind}
          options={PROBE_KINDS.map((value) => ({
            value,
            label: t(`probe.kindOf.${value}`),
            testId: `probe-kind-${value}`,
          }))}
          onChange={(kind) => {
            edit({ kind });
            setTried(false);
          }}
        />
        <ProbeFields
          draft={draft}
          settings={settings}
          errorOf={(field) => {
            const problem = problems[field];
            return problem === undefined || (problem.missing && !tried) ? null : problem.text;
          }}
          edit={edit}
          onForgetConnection={() => void forgetConnection()}
        />
      </form>
      {error !== null && (
        <Callout tone="bad" role="alert" title={<Prose text={setupErrorWords(t, error)} />} />
      )}
      {result !== null && <ProbeResult result={result} />}
    </DialogFrame>
  );
}

// The developer's own names for plans, what counts as having none, and what the app answers for each.
import { useId, useMemo, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import type { PlanMapping } from '#shared/domain/plans/plan-names.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { SwitchField } from '../../components/switch-field.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { loadPlanNames, savePlanNames, usePlanSetup } from '../../stores/plan-setup-store.ts';
import { offerUndo } from '../../stores/undo-store.ts';
import { AppValues } from './app-values.tsx';
import {
  mappingOf,
  planNamesDraftOf,
  planRows,
  type PlanNamesDraft,
  type PlanNamesField,
} from './plan-names-draft.ts';
import { PlanTable } from './plan-table.tsx';
import { useLoaded } from './use-loaded.ts';

const ERRORS = ['NOT_CONNECTED', 'CONNECTION_LOST'] as const;

export function PlanNamesDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const names = usePlanSetup((state) => state.names);
  const failed = usePlanSetup((state) => state.loadError !== null);
  const ready = useLoaded(loadPlanNames);
  if (!ready) return null;
  if (names !== null && !failed) return <PlanNamesForm {...names} onClose={onClose} />;
  return (
    <DialogFrame
      title={t('planNames.title')}
      closeLabel={t('action.close')}
      testId="plan-names-dialog"
      onClose={onClose}
    >
      <p role="alert" className="text-bad">
        {t('planNames.notLoaded')}
      </p>
    </DialogFrame>
  );
}

interface PlanNamesFormProps {
  known: readonly NamedPlanRef[];
  mapping: PlanMapping;
  onClose(): void;
}

function PlanNamesForm({ known, mapping, onClose }: PlanNamesFormProps) {
  const { t } = useTranslation();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const rows = useMemo(() => planRows(known, mapping), [known, mapping]);
  const [draft, setDraft] = useState(() => planNamesDraftOf(mapping));
  const [wrong, setWrong] = useState<PlanNamesField | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const plans = rows.map(({ key, stripeName }) => draft.names[key]?.name.trim() || stripeName);

  const edit = (change: Partial<PlanNamesDraft>) => {
    setDraft((current) => ({ ...current, ...change }));
    setWrong(null);
    setError(null);
  };

  const save = async (submit: FormEvent) => {
    submit.preventDefault();
    const next = mappingOf(draft, rows, mapping);
    if ('wrong' in next) {
      setWrong(next.wrong);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    const problem = await savePlanNames(next);
    setBusy(false);
    setError(problem?.code ?? null);
    if (problem !== null) return;
    offerUndo(t('planNames.saved'), async () => (await savePlanNames(mapping)) === null);
    onClose();
  };

  return (
    <DialogFrame
      title={t('planNames.title')}
      intro={t('planNames.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="plan-names-dialog"
      onClose={onClose}
      footer={
        <>
          {error !== null && (
            <p role="alert" className="min-w-0 flex-1 text-bad">
              {t(`planNames.error.${ERRORS.find((one) => one === error) ?? 'OTHER'}`)}
            </p>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            data-testid="plan-names-save"
            aria-disabled={busy}
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
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          if (busy) event.preventDefault();
          else void save(event);
        }}
      >
        <section aria-label={t('planNames.seen')}>
          {rows.length === 0 ? (
            <p className="text-text-2">{t('planNames.none')}</p>
          ) : (
            <>
              <PlanTable
                rows={rows}
                names={draft.names}
                wrong={wrong === 'names'}
                onChange={(names) => edit({ names })}
              />
              <p className={wrong === 'names' ? 'mt-1 text-bad' : 'mt-1 text-text-2'} aria-live="polite">
                {t(wrong === 'names' ? 'planNames.badRank' : 'planNames.rankHint')}
              </p>
            </>
          )}
        </section>
        <fieldset className="grid grid-cols-2 items-start gap-x-6 gap-y-4 max-panes:grid-cols-1">
          <legend className="mb-1 font-[600]">{t('planNames.free')}</legend>
          <div className="flex flex-col gap-3">
            <TextField
              label={t('planNames.freeName')}
              data-testid="plan-free-name"
              value={draft.freeName}
              maxLength={100}
              error={wrong === 'freeName' ? t('planNames.badFreeName') : null}
              onChange={(freeName) => edit({ freeName })}
            />
            <SwitchField
              label={t('planNames.freeEmpty')}
              hint={t('planNames.freeEmptyHint')}
              checked={draft.freeEmpty}
              onChange={(freeEmpty) => edit({ freeEmpty })}
            />
          </div>
          <TextArea
            label={t('planNames.freeValues')}
            data-testid="plan-free-values"
            rows={4}
            value={draft.freeValues}
            hint={t('planNames.freeValuesHint')}
            error={wrong === 'freeValues' ? t('planNames.tooMany') : null}
            onChange={(freeValues) => edit({ freeValues })}
          />
        </fieldset>
        <AppValues
          rows={draft.appValues}
          plans={[...new Set([...plans, draft.freeName])].filter((plan) => plan !== '')}
          wrong={wrong === 'appValues'}
          onChange={(appValues) => edit({ appValues })}
        />
      </form>
    </DialogFrame>
  );
}

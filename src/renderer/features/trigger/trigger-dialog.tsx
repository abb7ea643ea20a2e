// “Change…”: what a trigger's recipe makes, as a form, with the command line that comes of it.
import { LoaderCircle, Plus, Zap } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TriggerOrder } from '#shared/contract/triggers.ts';
import { triggerCommandLine } from '#shared/domain/triggers/trigger-command.ts';
import {
  editsOf,
  presetsFor,
  withPreset,
  type TriggerPreset,
} from '#shared/domain/triggers/trigger-presets.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextField } from '../../components/text-field.tsx';
import { trigger, useTriggers } from '../../stores/triggers-store.ts';
import { CommandLine } from '../copying/command-line.tsx';
import { CustomerChoice } from './customer-choice.tsx';
import { EditRow } from './edit-row.tsx';
import { emptyEdit, firstProblem, orderOf, type TriggerDraft } from './trigger-draft.ts';
import { trapOf } from './trigger-groups.ts';
import { triggerErrorText } from './trigger-words.ts';

interface TriggerDialogProps {
  order: TriggerOrder;
  onClose(): void;
}

export function TriggerDialog({ order, onClose }: TriggerDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<TriggerDraft>(() => ({
    rows: [...order.edits],
    apiVersion: order.apiVersion ?? '',
    account: order.account ?? '',
  }));
  const [asking, setAsking] = useState(false);
  /** Only after the first try: nobody wants to be corrected while they type. */
  const [tried, setTried] = useState(false);
  const steps = useId();
  const busy = useTriggers((state) => state.busy.includes(order.event));
  const error = useTriggers((state) => (state.error?.about === order.event ? state.error.code : null));
  const problem = firstProblem(draft);
  const trap = trapOf(order.event);
  const change = (by: Partial<TriggerDraft>) => setDraft((before) => ({ ...before, ...by }));

  const apply = (preset: TriggerPreset, customer = '') => {
    setDraft((before) => ({
      ...before,
      rows: withPreset(before.rows, editsOf(preset, order.event, customer)),
    }));
    setAsking(false);
  };
  const run = async () => {
    setTried(true);
    if (problem !== null) return;
    if (await trigger(orderOf(order.event, draft))) onClose();
  };

  return (
    <DialogFrame
      title={t('trigger.form.title', { name: order.event })}
      intro={t('trigger.form.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="trigger-dialog"
      onClose={onClose}
      footer={
        <>
          {tried && problem !== null && (
            <p role="alert" className="min-w-0 flex-1 text-bad">
              {t(`trigger.form.${problem.text}`, { n: problem.row })}
            </p>
          )}
          {error !== null && problem === null && (
            <p role="alert" className="min-w-0 flex-1 text-bad">
              {triggerErrorText(t, error)}
            </p>
          )}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            data-testid="trigger-dialog-run"
            aria-disabled={busy}
            icon={
              busy ? <LoaderCircle size={14} className="spin" aria-hidden /> : <Zap size={14} aria-hidden />
            }
            onClick={() => void run()}
          >
            {t('trigger.run')}
          </Button>
        </>
      }
    >
      {trap !== null && (
        <p className="text-text-2">
          <Prose text={t(`trigger.trap.${trap}`)} />
        </p>
      )}
      {presetsFor(order.event).length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{t('trigger.form.presets')}</span>
          {presetsFor(order.event).map((preset) => (
            <Button
              key={preset}
              small
              data-testid={`preset-${preset}`}
              aria-expanded={preset === 'customer' ? asking : undefined}
              onClick={() => (preset === 'customer' ? setAsking(!asking) : apply(preset))}
            >
              {t(`trigger.form.preset.${preset}`)}
            </Button>
          ))}
        </div>
      )}
      {asking && <CustomerChoice onChoose={(customer) => apply('customer', customer)} />}
      <fieldset>
        <legend className="mb-1 font-medium">{t('trigger.form.rows')}</legend>
        {draft.rows.length === 0 && <p className="text-text-2">{t('trigger.form.noRows')}</p>}
        <div className="flex flex-col gap-2">
          {draft.rows.map((row, index) => (
            <EditRow
              // oxlint-disable-next-line react/no-array-index-key -- a row has nothing else that stays
              key={index}
              row={row}
              number={index + 1}
              stepsId={steps}
              onChange={(next) => change({ rows: draft.rows.with(index, next) })}
              onRemove={() => change({ rows: draft.rows.toSpliced(index, 1) })}
            />
          ))}
        </div>
        <Button
          small
          className="mt-2"
          data-testid="trigger-add-edit"
          icon={<Plus size={13} aria-hidden />}
          onClick={() => change({ rows: [...draft.rows, emptyEdit()] })}
        >
          {t('trigger.form.add')}
        </Button>
      </fieldset>
      <div className="grid grid-cols-2 gap-4 max-panes:grid-cols-1">
        <TextField
          label={t('trigger.form.version')}
          mono
          data-testid="trigger-version"
          value={draft.apiVersion}
          placeholder="2026-10-28.endive"
          hint={t('trigger.form.versionHint')}
          error={tried && problem?.text === 'badVersion' ? t('trigger.form.badVersion') : null}
          onChange={(apiVersion) => change({ apiVersion })}
        />
        <TextField
          label={t('trigger.form.account')}
          mono
          data-testid="trigger-account"
          value={draft.account}
          placeholder="acct_…"
          hint={t('trigger.form.accountHint')}
          error={tried && problem?.text === 'badAccount' ? t('trigger.form.badAccount') : null}
          onChange={(account) => change({ account })}
        />
      </div>
      <div data-testid="trigger-command">
        <p className="mb-1 font-medium">{t('trigger.form.command')}</p>
        <CommandLine command={triggerCommandLine(orderOf(order.event, draft))} />
      </div>
    </DialogFrame>
  );
}

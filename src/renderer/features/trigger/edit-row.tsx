// One change of a recipe: override, add, remove or skip; of which step, where, and to what.
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TriggerEdit } from '#shared/contract/triggers.ts';
import { TRIGGER_EDIT_KINDS } from '#shared/domain/triggers/trigger-order.ts';
import { KNOWN_STEPS } from '#shared/domain/triggers/trigger-presets.ts';
import { IconButton } from '../../components/button.tsx';

interface EditRowProps {
  row: TriggerEdit;
  /** From 1. */
  number: number;
  stepsId: string;
  onChange(row: TriggerEdit): void;
  onRemove(): void;
}

const FIELD =
  'h-[30px] min-w-0 rounded-m border border-line bg-sunken px-2 font-mono text-[12px] text-text placeholder:text-text-2 disabled:opacity-50';

export function EditRow({ row, number, stepsId, onChange, onRemove }: EditRowProps) {
  const { t } = useTranslation();
  const { kind, step, path, value } = row;
  const field = (name: 'step' | 'path' | 'value', placeholder: string, unused = false) => (
    <input
      aria-label={t(`trigger.form.${name}`, { n: number })}
      data-testid={`edit-${name}`}
      list={name === 'step' ? stepsId : undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={name === 'value' ? 2_000 : name === 'path' ? 200 : 80}
      disabled={unused}
      value={unused ? '' : { step, path, value }[name]}
      placeholder={unused ? '' : placeholder}
      className={`${FIELD} flex-1 basis-28`}
      onChange={(event) => onChange({ ...row, [name]: event.target.value })}
    />
  );
  return (
    <div data-testid="trigger-edit" className="flex flex-wrap items-center gap-1.5">
      <select
        aria-label={t('trigger.form.kind', { n: number })}
        data-testid="edit-kind"
        value={kind}
        className={`${FIELD} font-sans`}
        onChange={(event) => {
          const next = TRIGGER_EDIT_KINDS.find((one) => one === event.target.value);
          if (next !== undefined) onChange({ ...row, kind: next });
        }}
      >
        {TRIGGER_EDIT_KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`trigger.form.kindOf.${one}`)}
          </option>
        ))}
      </select>
      {field('step', 'subscription')}
      {field('path', 'metadata.plan', kind === 'skip')}
      {field('value', 'pro', kind === 'skip' || kind === 'remove')}
      <IconButton
        label={t('trigger.form.removeRow', { n: number })}
        icon={<X size={14} aria-hidden />}
        onClick={onRemove}
      />
      {number === 1 && (
        <datalist id={stepsId}>
          {KNOWN_STEPS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </datalist>
      )}
    </div>
  );
}

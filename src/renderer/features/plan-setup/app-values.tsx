// What the app answers where that is not the plan's name: an answer, and the plan that it means.
import { ArrowRight, Plus, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.tsx';
import { CellField } from '../../components/cell-field.tsx';
import { Prose } from '../../components/prose.tsx';
import type { PlanNamesDraft } from './plan-names-draft.ts';

interface AppValuesProps {
  rows: PlanNamesDraft['appValues'];
  /** To choose from, or to type something else. */
  plans: readonly string[];
  wrong: boolean;
  onChange(rows: PlanNamesDraft['appValues']): void;
}

export function AppValues({ rows, plans, wrong, onChange }: AppValuesProps) {
  const { t } = useTranslation();
  const listId = useId();
  /** Without its other half, or the same answer once more. A row that was left empty is none. */
  const isAnswerWrong = (index: number) => {
    const [answer = '', plan = ''] = rows[index]?.map((text) => text.trim()) ?? [];
    if (answer === '') return plan !== '';
    return rows.findIndex(([other]) => other.trim() === answer) < index;
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{t('planNames.appValues')}</legend>
      <datalist id={listId}>
        {plans.map((plan) => (
          <option key={plan} value={plan}>
            {plan}
          </option>
        ))}
      </datalist>
      {rows.map(([answer, plan], index) => (
        // Rows have nothing of their own but their place.
        <div
          key={index}
          data-testid="app-value-row"
          className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_26px] items-center gap-1.5"
        >
          <CellField
            label={t('planNames.answer', { n: index + 1 })}
            mono
            value={answer}
            maxLength={100}
            wrong={wrong && isAnswerWrong(index)}
            onChange={(next) => onChange(rows.with(index, [next, plan]))}
          />
          <span className="flex items-center gap-1 text-text-2">
            <ArrowRight size={13} aria-hidden />
            <span className="sr-only">{t('planNames.arrow')}</span>
          </span>
          <CellField
            label={t('planNames.means', { n: index + 1 })}
            list={listId}
            value={plan}
            maxLength={100}
            wrong={wrong && plan.trim() === '' && answer.trim() !== ''}
            onChange={(next) => onChange(rows.with(index, [answer, next]))}
          />
          <IconButton
            label={t('planNames.remove', { n: index + 1 })}
            icon={<X size={14} aria-hidden />}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
      <p className={wrong ? 'text-bad' : 'text-text-2'} aria-live="polite">
        {wrong ? t('planNames.badAnswers') : <Prose text={t('planNames.appValuesHint')} />}
      </p>
      <div>
        <Button
          small
          data-testid="app-value-add"
          icon={<Plus size={13} aria-hidden />}
          onClick={() => onChange([...rows, ['', '']])}
        >
          {t('planNames.add')}
        </Button>
      </div>
    </fieldset>
  );
}

// One choice out of a few, each with an honest sentence about what it means.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: ReactNode;
}

interface ChoiceListProps<T extends string> {
  label: string;
  hideLabel?: boolean;
  value: T;
  options: readonly Choice<T>[];
  /** Side by side, for short ones. */
  inline?: boolean;
  testId?: string;
  onChange(value: T): void;
}

export function ChoiceList<T extends string>({
  label,
  hideLabel = false,
  value,
  options,
  inline = false,
  testId,
  onChange,
}: ChoiceListProps<T>) {
  const id = useId();
  return (
    <div>
      <span id={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        data-testid={testId}
        value={value}
        onValueChange={(next) => onChange(next)}
        className={classNames(
          'flex',
          inline ? 'flex-wrap gap-x-5 gap-y-1' : 'flex-col gap-2',
          !hideLabel && 'mt-1',
        )}
      >
        {options.map((option) => (
          <label key={option.value} className="flex items-start gap-2">
            <Radio.Root
              value={option.value}
              className="mt-px flex size-4 shrink-0 items-center justify-center rounded-[9px] border border-text-3 bg-sunken data-checked:border-accent data-checked:bg-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-[9px] bg-on-accent" />
            </Radio.Root>
            <span className="min-w-0">
              {option.label}
              {option.hint !== undefined && (
                <span className="block max-w-[62ch] text-text-2">{option.hint}</span>
              )}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}

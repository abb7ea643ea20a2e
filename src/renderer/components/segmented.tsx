// One choice out of a few, all of them in sight.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';

interface SegmentedProps<T extends string> {
  label: string;
  /** Only said, where what stands around shows what it is. */
  labelHidden?: boolean;
  value: T;
  options: readonly { value: T; label: string; testId?: string }[];
  onChange(value: T): void;
}

export function Segmented<T extends string>({
  label,
  labelHidden = false,
  value,
  options,
  onChange,
}: SegmentedProps<T>) {
  const id = useId();
  return (
    <div className="flex items-center gap-4">
      <span id={id} className={labelHidden ? 'sr-only' : 'w-24 font-medium'}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(next)}
        className="inline-flex rounded-m border border-line bg-sunken p-0.5"
      >
        {options.map((option) => (
          <label
            key={option.value}
            className="relative rounded-chip px-3 py-1 text-[12.5px] text-text-2 has-data-checked:bg-raised has-data-checked:font-medium has-data-checked:text-text has-data-checked:shadow-[0_0_0_1px_var(--line)]"
          >
            <Radio.Root
              value={option.value}
              data-testid={option.testId}
              className="absolute inset-0 rounded-chip"
            />
            {option.label}
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}

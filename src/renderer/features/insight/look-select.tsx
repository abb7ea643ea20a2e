// A compact menu: all, or one of them. It shows by its colour that it is set.
import { classNames } from '../../components/class-names.ts';

interface LookSelectProps {
  label: string;
  any: string;
  /** Empty = all. */
  value: string;
  options: readonly { value: string; label: string }[];
  testId: string;
  onChange(value: string): void;
}

export function LookSelect({ label, any, value, options, testId, onChange }: LookSelectProps) {
  return (
    <select
      aria-label={label}
      data-testid={testId}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(
        'h-[30px] max-w-[280px] min-w-0 truncate rounded-m border px-2 text-[12.5px]',
        value === ''
          ? 'border-line bg-surface text-text-2 hover:border-text-3'
          : 'border-accent bg-accent-soft font-medium text-accent',
      )}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

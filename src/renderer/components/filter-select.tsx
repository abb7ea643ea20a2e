// A compact menu: any, or one of them. It shows by its colour that it is set.
import { classNames } from './class-names.ts';

interface FilterSelectProps<T extends string> {
  label: string;
  /** Empty = any. */
  value: T | '';
  options: readonly { value: T; label: string }[];
  any: string;
  testId: string;
  className?: string;
  onChange(value: T | ''): void;
  /** Before it opens. */
  onReach?(): void;
}

export function FilterSelect<T extends string>({
  label,
  value,
  options,
  any,
  testId,
  className = 'h-[26px] flex-1 px-1.5 text-[12px]',
  onChange,
  onReach,
}: FilterSelectProps<T>) {
  return (
    <select
      aria-label={label}
      data-testid={testId}
      value={value}
      onFocus={onReach}
      onChange={({ target }) =>
        onChange(options.find((option) => option.value === target.value)?.value ?? '')
      }
      className={classNames(
        'min-w-0 truncate rounded-m border',
        className,
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

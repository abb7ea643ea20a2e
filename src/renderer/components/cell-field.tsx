// A line of text in a table or a row, whose name is only said: what it is stands above the column.
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface CellFieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string;
  mono?: boolean;
  wrong?: boolean;
  onChange(value: string): void;
}

export function CellField({
  label,
  mono = false,
  wrong = false,
  onChange,
  className,
  ...rest
}: CellFieldProps) {
  return (
    <input
      aria-label={label}
      aria-invalid={wrong}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
      spellCheck={false}
      className={classNames(
        'block h-[28px] w-full min-w-0 rounded-m border bg-sunken px-2 text-text placeholder:text-text-2',
        mono && 'font-mono text-[12px]',
        wrong ? 'border-bad' : 'border-line',
        className,
      )}
      {...rest}
    />
  );
}

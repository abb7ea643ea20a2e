// A line of text with its name, a hint, and what is wrong with it right beside it.
import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  mono?: boolean;
  onChange(value: string): void;
}

export function TextField({
  label,
  hint,
  error = null,
  mono = false,
  onChange,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== null}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        spellCheck={false}
        className={classNames(
          'mt-1 block h-[30px] w-full rounded-m border bg-sunken px-2.5 text-text placeholder:text-text-2 disabled:opacity-50',
          mono && 'font-mono text-[12px]',
          error === null ? 'border-line' : 'border-bad',
        )}
        {...rest}
      />
      <p
        id={`${id}-hint`}
        className={classNames('mt-1', error === null ? 'text-text-2' : 'text-bad')}
        aria-live="polite"
      >
        {error ?? hint}
      </p>
    </div>
  );
}

// Several lines of text with their name, a hint, and what is wrong with them right beside.
import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange'> {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  onChange(value: string): void;
}

export function TextArea({
  label,
  hint,
  error = null,
  onChange,
  className,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== null}
        aria-describedby={`${id}-hint`}
        autoComplete="off"
        spellCheck={false}
        className={classNames(
          'mt-1 block w-full resize-y rounded-m border bg-sunken px-2.5 py-1.5 font-mono text-[12px] leading-[1.5] text-text placeholder:text-text-2 disabled:opacity-50',
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

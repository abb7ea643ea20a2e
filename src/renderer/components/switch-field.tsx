// A switch with its name and an honest sentence about what it does.
import { Switch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';

interface SwitchFieldProps {
  label: string;
  hint: ReactNode;
  checked: boolean;
  disabled?: boolean;
  testId?: string;
  onChange(checked: boolean): void;
}

export function SwitchField({ label, hint, checked, disabled = false, testId, onChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch.Root
        id={id}
        data-testid={testId}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={`${id}-hint`}
        className="mt-px flex h-[18px] w-8 shrink-0 items-center rounded-[9px] border border-text-3 bg-sunken p-px transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Switch.Thumb className="size-3.5 rounded-[9px] bg-text-3 transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
      </Switch.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="mt-0.5 max-w-[62ch] text-text-2">
          {hint}
        </p>
      </div>
    </div>
  );
}

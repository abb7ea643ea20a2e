// A menu that opens from a button: things to do, and switches that hold for them. While it is open no shortcut reaches what is behind it.
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

interface MenuProps {
  /** What opens it. */
  trigger: ReactElement<Record<string, unknown>>;
  testId?: string;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, testId, align = 'start', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side="bottom" align={align} sideOffset={4} collisionPadding={8} className="z-40">
          <Base.Popup
            data-modal
            data-testid={testId}
            className="pop max-h-(--available-height) max-w-[320px] min-w-56 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-pop outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group className="not-first:mt-1 not-first:border-t not-first:border-line-soft not-first:pt-1">
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-[11.5px] text-text-2">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  keys?: string | undefined;
  disabled?: boolean;
  testId?: string;
  children: ReactNode;
  onClick(): void;
}

export function MenuItem({ icon, keys, disabled = false, testId, children, onClick }: MenuItemProps) {
  return (
    <Base.Item
      data-testid={testId}
      disabled={disabled}
      onClick={onClick}
      className="flex min-h-[28px] items-center gap-2 rounded-m px-2 py-0.5 outline-none data-disabled:opacity-50 data-highlighted:bg-sunken"
    >
      {icon !== undefined && <span className="flex w-4 shrink-0 justify-center text-text-2">{icon}</span>}
      <span className="min-w-0 flex-1">{children}</span>
      {keys !== undefined && <Kbd keys={keys} />}
    </Base.Item>
  );
}

interface MenuSwitchProps {
  checked: boolean;
  hint?: ReactNode;
  testId?: string;
  children: ReactNode;
  onChange(checked: boolean): void;
}

/** Stays open, so that what it holds for can be chosen next. */
export function MenuSwitch({ checked, hint, testId, children, onChange }: MenuSwitchProps) {
  return (
    <Base.CheckboxItem
      data-testid={testId}
      checked={checked}
      onCheckedChange={onChange}
      closeOnClick={false}
      className="flex items-start gap-2 rounded-m px-2 py-1 outline-none data-highlighted:bg-sunken"
    >
      <span
        aria-hidden
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-chip border border-text-3 bg-sunken in-data-checked:border-accent in-data-checked:bg-accent"
      >
        <Base.CheckboxItemIndicator>
          <Check size={12} strokeWidth={2.5} className="text-on-accent" />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        {children}
        {hint !== undefined && <span className="block text-[12px] text-text-2">{hint}</span>}
      </span>
    </Base.CheckboxItem>
  );
}

// Buttons: with words, or with an icon and a name for those who do not see it.
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

type Look = 'primary' | 'plain' | 'ghost' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:not-disabled:brightness-110',
  plain: 'border-line bg-raised text-text hover:not-disabled:border-text-3',
  ghost: 'border-line bg-transparent text-text hover:not-disabled:bg-sunken',
  danger: 'border-line bg-raised text-bad hover:not-disabled:border-bad',
};

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  icon?: ReactNode;
  keys?: string | undefined;
  small?: boolean;
}

export function Button({
  look = 'plain',
  icon,
  keys,
  small = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-m border font-medium whitespace-nowrap',
        'transition-[background-color,border-color,filter] duration-100 disabled:opacity-50',
        small ? 'h-[26px] px-2 text-[12px]' : 'h-[30px] px-2.5 text-[12.5px]',
        LOOKS[look],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
      {keys !== undefined && (
        <span className="ml-1 inline-flex max-panes:hidden">
          <Kbd keys={keys} onAccent={look === 'primary'} />
        </span>
      )}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string;
  keys?: string | undefined;
  icon: ReactNode;
}

export function IconButton({ label, keys, icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={classNames(
          'inline-flex size-[26px] shrink-0 items-center justify-center rounded-m text-text-2',
          'hover:not-disabled:bg-sunken hover:not-disabled:text-text disabled:opacity-50',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}

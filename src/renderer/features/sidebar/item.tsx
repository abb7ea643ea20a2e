// One entry of the sidebar: a view, or beneath it a narrower look at it.
import type { LucideIcon } from 'lucide-react';
import { keysOf, type CommandId } from '../../commands/commands.ts';
import { classNames } from '../../components/class-names.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { useFormat } from '../../i18n/format.ts';

export interface ItemProps {
  label: string;
  icon: LucideIcon;
  on: boolean;
  /** Not shown while it is 0. */
  count?: number | undefined;
  countTestId?: string;
  /** Colour is for what needs attention. */
  tone?: 'bad' | 'warn';
  /** Stands beneath another entry. */
  sub?: boolean;
  /** The filter it stands for, where the label does not say it. */
  filter?: string;
  command?: CommandId;
  testId: string;
  go(): void;
}

export function Item(props: ItemProps) {
  const {
    label,
    icon: Icon,
    on,
    count = 0,
    countTestId,
    tone,
    sub = false,
    filter,
    command,
    testId,
    go,
  } = props;
  const format = useFormat();
  return (
    <Tooltip
      text={filter === undefined ? label : `${label}: ${filter}`}
      keys={command === undefined ? undefined : keysOf(command)}
      side="right"
    >
      <button
        type="button"
        data-testid={testId}
        data-filter={filter}
        aria-current={on ? 'page' : undefined}
        onClick={go}
        className={classNames(
          'relative flex w-full shrink-0 items-center gap-[9px] rounded-m px-2.5 text-left max-wide:h-[34px] max-wide:justify-center max-wide:px-0',
          sub ? 'h-[27px] pl-7 text-[12.5px] font-[420]' : 'h-[30px] font-medium',
          on ? 'bg-accent-soft text-accent' : 'text-text-2 hover:bg-sunken hover:text-text',
        )}
      >
        <Icon size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
        <span className="flex-1 truncate max-wide:sr-only">{label}</span>{' '}
        {count > 0 && (
          <b
            data-testid={countTestId}
            className={classNames(
              'font-mono text-[11.5px] font-medium max-wide:absolute max-wide:top-0.5 max-wide:right-0.5 max-wide:text-[10px] max-wide:leading-3',
              tone === undefined ? 'text-current max-wide:hidden' : tone === 'bad' ? 'text-bad' : 'text-warn',
            )}
          >
            {format.number(count)}
          </b>
        )}
      </button>
    </Tooltip>
  );
}

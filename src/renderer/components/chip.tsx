// A small mark: a glyph and a word on a soft ground.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type ChipLook = 'ok' | 'bad' | 'warn' | 'replay' | 'synthetic' | 'unverified';

export const CHIP_LOOKS: Record<ChipLook, string> = {
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  replay: 'bg-replay-soft text-replay',
  synthetic: 'bg-synthetic-soft text-synthetic',
  unverified: 'bg-unverified-soft text-text-2',
};

export function Chip({ look, icon: Icon, text }: { look: ChipLook; icon: LucideIcon; text: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-[3px] rounded-chip pr-1.5 pl-[5px] font-mono text-[11px] leading-[18px] font-semibold whitespace-nowrap',
        CHIP_LOOKS[look],
      )}
    >
      <Icon size={11} strokeWidth={2} className="shrink-0" aria-hidden />
      {text}
    </span>
  );
}

// How a plan stands, as a glyph and a colour; the words are beside them.
import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
} from 'lucide-react';
import type { NamedHeadline } from '#shared/contract/plans.ts';
import type { ChipLook } from '../../components/chip.tsx';
import type { PlanStatus } from '../../i18n/plan-words.ts';

export interface StandingLook {
  look: ChipLook;
  icon: LucideIcon;
  /** Of the glyph alone. */
  color: string;
}

const OK = { look: 'ok', color: 'text-ok' } as const;
const WARN = { look: 'warn', color: 'text-warn' } as const;
const OVER = { look: 'unverified', color: 'text-text-3' } as const;

const LOOKS: Record<PlanStatus, StandingLook> = {
  active: { ...OK, icon: CircleCheck },
  trialing: { ...OK, icon: Hourglass },
  granted: { ...OK, icon: CircleCheck },
  past_due: { ...WARN, icon: Clock },
  paused: { ...WARN, icon: CirclePause },
  incomplete: { ...WARN, icon: CircleDashed },
  unpaid: { look: 'bad', color: 'text-bad', icon: CircleX },
  canceled: { ...OVER, icon: CircleMinus },
  incomplete_expired: { ...OVER, icon: CircleMinus },
  unknown: { ...OVER, icon: CircleHelp },
};
const NO_PLAN: StandingLook = { ...OVER, icon: CircleDashed };

/** Stripe may name statuses that are not known here. */
export function statusLook(status: string): StandingLook {
  return Object.hasOwn(LOOKS, status) ? LOOKS[status as PlanStatus] : LOOKS.unknown;
}

export function standingLook({ kind, status }: NamedHeadline): StandingLook {
  return kind === 'none' || status === null ? NO_PLAN : statusLook(status);
}

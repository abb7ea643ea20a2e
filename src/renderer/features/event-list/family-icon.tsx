// The icon of an event type, by family, with one of its own for the few types that stand out. Colour is for outcomes.
import {
  Bell,
  CreditCard,
  Hourglass,
  Receipt,
  Repeat,
  Scale,
  ShieldAlert,
  ShoppingCart,
  Tag,
  Undo2,
  User,
  type LucideIcon,
} from 'lucide-react';
import { familyOf, type EventFamily } from '#shared/domain/event-types.ts';

const FAMILY_ICONS: Record<EventFamily, LucideIcon> = {
  checkout: ShoppingCart,
  subscription: Repeat,
  invoice: Receipt,
  payment: CreditCard,
  customer: User,
  other: Bell,
};

const OWN_ICONS: readonly (readonly [pattern: RegExp, icon: LucideIcon])[] = [
  [/^charge\.dispute/, Scale],
  [/^(charge\.refund|refund)/, Undo2],
  [/\.trial_will_end$/, Hourglass],
  [/^(price|product|plan|coupon|promotion_code)\./, Tag],
];

export function FamilyIcon({
  type,
  rejected,
  size = 14,
}: {
  type: string;
  rejected: boolean;
  size?: number;
}) {
  if (rejected) return <ShieldAlert size={size} strokeWidth={1.75} className="text-unverified" aria-hidden />;
  const Icon = OWN_ICONS.find(([pattern]) => pattern.test(type))?.[1] ?? FAMILY_ICONS[familyOf(type)];
  return <Icon size={size} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />;
}

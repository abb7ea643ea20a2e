// The icon and colour of an event type: colour by family, and a sign of its own for the few types that stand out.
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
import { classNames } from '../../components/class-names.ts';

const FAMILY_ICONS: Record<EventFamily, LucideIcon> = {
  checkout: ShoppingCart,
  subscription: Repeat,
  invoice: Receipt,
  payment: CreditCard,
  customer: User,
  other: Bell,
};

const FAMILY_COLOURS: Record<EventFamily, string> = {
  checkout: 'text-[var(--family-checkout)]',
  subscription: 'text-[var(--family-subscription)]',
  invoice: 'text-[var(--family-invoice)]',
  payment: 'text-[var(--family-payment)]',
  customer: 'text-[var(--family-customer)]',
  other: 'text-[var(--family-other)]',
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
  const family = familyOf(type);
  const Icon = OWN_ICONS.find(([pattern]) => pattern.test(type))?.[1] ?? FAMILY_ICONS[family];
  return (
    <Icon
      size={size}
      strokeWidth={1.75}
      className={classNames('shrink-0', FAMILY_COLOURS[family])}
      aria-hidden
    />
  );
}

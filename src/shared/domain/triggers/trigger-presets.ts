// Changes of a recipe that are often wanted, for the recipes in which they work. Tried with CLI 1.52.
import type { TriggerEdit } from './trigger-order.ts';

export const TRIGGER_PRESETS = ['customer', 'plan', 'checkoutSubscription'] as const;
export type TriggerPreset = (typeof TRIGGER_PRESETS)[number];

/** All of them make a customer, a product, a price and a subscription, and refer to the customer in that one step alone. */
const SUBSCRIPTIONS = [
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.trial_will_end',
];

const EVENTS: Record<TriggerPreset, readonly string[]> = {
  customer: [...SUBSCRIPTIONS, 'invoice.created'],
  plan: SUBSCRIPTIONS,
  checkoutSubscription: ['checkout.session.completed'],
};

/** Every step that a preset may need, in the CLI's words. */
export const KNOWN_STEPS = [
  'customer',
  'product',
  'price',
  'subscription',
  'checkout_session',
  'invoice',
  'invoiceitem',
  'payment_intent',
  'payment_method',
] as const;

const edit = (kind: TriggerEdit['kind'], step: string, path = '', value = ''): TriggerEdit => ({
  kind,
  step,
  path,
  value,
});

export function presetsFor(event: string): TriggerPreset[] {
  return TRIGGER_PRESETS.filter((preset) => EVENTS[preset].includes(event));
}

/** @param customer the id of an existing customer, for the preset about one */
export function editsOf(preset: TriggerPreset, event: string, customer = ''): TriggerEdit[] {
  switch (preset) {
    case 'customer': {
      const steps = event === 'invoice.created' ? ['invoiceitem', 'invoice'] : ['subscription'];
      return [edit('skip', 'customer'), ...steps.map((step) => edit('override', step, 'customer', customer))];
    }
    case 'plan':
      return [
        edit('override', 'product', 'name', 'Pro'),
        edit('add', 'price', 'lookup_key', 'pro_monthly'),
        edit('add', 'price', 'transfer_lookup_key', 'true'),
        edit('add', 'subscription', 'metadata.plan', 'pro'),
      ];
    case 'checkoutSubscription':
      return [
        edit('override', 'checkout_session', 'mode', 'subscription'),
        edit('add', 'price', 'recurring.interval', 'month'),
        edit('remove', 'checkout_session', 'payment_intent_data'),
        edit('add', 'checkout_session', 'client_reference_id', 'user_1'),
      ];
  }
}

/** The rows with those of a preset among them: what is about the same place is replaced. */
export function withPreset(rows: readonly TriggerEdit[], added: readonly TriggerEdit[]): TriggerEdit[] {
  const placeOf = ({ step, path }: TriggerEdit): string => `${step}:${path}`;
  const places = new Set(added.map(placeOf));
  return [...rows.filter((row) => !places.has(placeOf(row))), ...added];
}

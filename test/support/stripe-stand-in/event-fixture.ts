// Realistic events for tests: text as Stripe sends it, pretty-printed with two spaces and with names beyond ASCII.
import { randomBytes } from 'node:crypto';
import {
  checkoutSessionObject,
  customerObject,
  invoiceObject,
  subscriptionObject,
} from './billing-objects.ts';
import type { BillingStory } from './billing-objects.ts';

export interface EventFixture extends Partial<BillingStory> {
  /** `invoice.paid`, `customer.subscription.updated` … or `v1.…`/`v2.…` for a thin event. */
  type: string;
  /** Default: a new one. */
  id?: string;
  /** Connected account; default none. */
  account?: string;
  apiVersion?: string;
  /** null = caused by Stripe itself. */
  requestId?: string | null;
  /** Laid over `data.object`, top level only. */
  object?: Record<string, unknown>;
  /** Default for `customer.subscription.updated`: a smaller quantity before. */
  previousAttributes?: Record<string, unknown>;
  /** Laid over the event itself. */
  envelope?: Record<string, unknown>;
}

export const FIXTURE_TYPES = [
  'invoice.paid',
  'customer.subscription.created',
  'customer.subscription.updated',
  'checkout.session.completed',
  'customer.created',
  'v1.customer.subscription.updated',
] as const;

const STORY: Omit<BillingStory, 'created'> = {
  livemode: false,
  customerId: 'cus_StandInZoe0001',
  customerName: 'Zoë Größmann-Ōkubo 🐟',
  email: 'zoë@größmann.example',
  subscriptionId: 'sub_1StandIn00000000000001',
  status: 'active',
  priceId: 'price_1StandInProMonthly01',
  productId: 'prod_StandInPro001',
  lookupKey: 'pro_monthly',
  nickname: 'Pro, monatlich',
  unitAmount: 1500,
  quantity: 3,
  currency: 'chf',
  metadata: { plan: 'pro' },
};

/** The text of an event, 2 to 4 KB (a thin one is smaller, as they are). */
export function eventFixture(fixture: EventFixture): string {
  const {
    type,
    id = `evt_1${randomBytes(12).toString('hex')}`,
    account,
    apiVersion = '2026-10-28.endive',
    requestId = `req_${randomBytes(7).toString('hex')}`,
    object = {},
    previousAttributes = type === 'customer.subscription.updated' ? { quantity: 1 } : undefined,
    envelope = {},
    ...told
  } = fixture;
  const story: BillingStory = { ...STORY, created: Math.floor(Date.now() / 1000), ...told };
  if (/^v\d+\./.test(type)) return pretty({ ...thinEvent(type, id, account, story), ...envelope });

  return pretty({
    id,
    object: 'event',
    ...(account === undefined ? {} : { account }),
    api_version: apiVersion,
    created: story.created,
    data: {
      object: { ...objectFor(type, story), ...object },
      ...(previousAttributes === undefined ? {} : { previous_attributes: previousAttributes }),
    },
    livemode: story.livemode,
    pending_webhooks: 2,
    request:
      requestId === null
        ? { id: null, idempotency_key: null }
        : { id: requestId, idempotency_key: id.slice(4) },
    type,
    ...envelope,
  });
}

function objectFor(type: string, story: BillingStory): Record<string, unknown> {
  if (type.startsWith('customer.subscription.')) return subscriptionObject(story);
  if (type.startsWith('invoice.')) return invoiceObject(story);
  if (type.startsWith('checkout.session.')) return checkoutSessionObject(story);
  if (type.startsWith('customer.')) return customerObject(story);
  const name = type.slice(0, Math.max(type.lastIndexOf('.'), 1));
  return {
    id: `${name}_1StandIn`,
    object: name,
    created: story.created,
    customer: story.customerId,
    metadata: story.metadata,
  };
}

function thinEvent(
  type: string,
  id: string,
  account: string | undefined,
  story: BillingStory,
): Record<string, unknown> {
  return {
    id,
    object: 'v2.core.event',
    type,
    ...(account === undefined ? {} : { context: account }),
    created: new Date(story.created * 1000).toISOString(),
    livemode: story.livemode,
    reason: { type: 'request', request: { id: `req_v2${id.slice(4, 12)}`, idempotency_key: id } },
    related_object: {
      id: story.subscriptionId,
      type: 'subscription',
      url: `/v1/subscriptions/${story.subscriptionId}`,
    },
  };
}

function pretty(event: Record<string, unknown>): string {
  return JSON.stringify(event, null, 2);
}

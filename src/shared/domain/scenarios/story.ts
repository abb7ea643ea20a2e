// What every scenario starts from: a shop, a customer, a clock, and a way to tell each kind of object.
import type { CustomerRecord, InvoiceRecord, Rendering, SubscriptionRecord } from './billing-records.ts';
import { createCatalogue, renderPrice, renderProduct, type ArticleKey, type Catalogue } from './catalogue.ts';
import { createEventRecorder, type EventRecorder } from './event-recorder.ts';
import { renderCustomer } from './render-customer.ts';
import { renderInvoice } from './render-invoice.ts';
import { renderSubscription } from './render-subscription.ts';
import type { ScenarioId, ScenarioOptions } from './scenario-options.ts';

export interface Story {
  recorder: EventRecorder;
  rendering: Rendering;
  plans: Catalogue;
  customer: CustomerRecord;
  appRef: string | null;
  /** What the app puts on its sessions and subscriptions. */
  appMetadata: () => Record<string, string>;
  /** The customer as of the first purchase that makes one. */
  ensureCustomer: () => CustomerRecord;
  hasCustomer: () => boolean;
  tellCustomer: (what: 'updated' | 'deleted') => void;
  tellSubscription: (
    subscription: SubscriptionRecord,
    what: 'created' | 'updated' | 'deleted' | 'paused' | 'resumed' | 'trial_will_end',
  ) => void;
  tellInvoice: (
    invoice: InvoiceRecord,
    what:
      | 'created'
      | 'finalized'
      | 'updated'
      | 'paid'
      | 'payment_succeeded'
      | 'payment_failed'
      | 'payment_action_required',
  ) => void;
}

const PEOPLE = [
  ['Ada Okafor', 'ada.okafor@example.com'],
  ['Zoë Größmann', 'zoe.groessmann@example.com'],
  ['Chen Mei-Ling', 'mei-ling.chen@example.com'],
  ['Jonas Bergström', 'jonas.bergstroem@example.com'],
  ['Inês Carvalho', 'ines.carvalho@example.com'],
] as const;

/** @param sold what has a product and a price before anything else happens */
export function createStory(id: ScenarioId, options: ScenarioOptions, sold: readonly ArticleKey[]): Story {
  const recorder = createEventRecorder(id, options);
  const plans = createCatalogue(options);
  const rendering: Rendering = {
    isModern: options.apiVersion >= '2025-03-31',
    currency: (options.currency ?? 'eur').toLowerCase(),
    accountId: options.account ?? 'acct_1HooklineDemo000001',
  };
  const appRef = options.appRef ?? null;
  const appMetadata = (): Record<string, string> => (appRef === null ? {} : { user_id: appRef });
  // Drawn in any case, so that a given customer leaves the rest of the chance as it is.
  const [name, email] = PEOPLE[recorder.chance(0, PEOPLE.length - 1)] ?? PEOPLE[0];
  const customer: CustomerRecord = {
    id: options.customer?.id ?? recorder.id('customer'),
    name: options.customer?.name ?? name,
    email: options.customer?.email ?? email,
    created: options.startAt,
    currency: null,
    delinquent: false,
    defaultPaymentMethod: null,
    invoicePrefix: recorder.id('invoicePrefix'),
    invoiceCount: 0,
    metadata: appMetadata(),
  };
  let isCustomerKnown = false;

  recorder.moment('shop_opens', 'stripe', () => {
    for (const key of sold) {
      const plan = plans[key];
      recorder.record('product.created', renderProduct(plan, rendering.isModern), {
        eventId: plan.productEventId,
      });
      recorder.record('price.created', renderPrice(plan, rendering.isModern), {
        eventId: plan.priceEventId,
      });
    }
  });
  recorder.wait(1);

  return {
    recorder,
    rendering,
    plans,
    customer,
    appRef,
    appMetadata,
    ensureCustomer: () => {
      if (isCustomerKnown) return customer;
      isCustomerKnown = true;
      customer.created = recorder.now();
      recorder.record('customer.created', renderCustomer(customer, rendering));
      return customer;
    },
    hasCustomer: () => isCustomerKnown,
    tellCustomer: (what) => recorder.record(`customer.${what}`, renderCustomer(customer, rendering)),
    tellSubscription: (subscription, what) =>
      recorder.record(`customer.subscription.${what}`, renderSubscription(subscription, rendering)),
    tellInvoice: (invoice, what) => recorder.record(`invoice.${what}`, renderInvoice(invoice, rendering)),
  };
}

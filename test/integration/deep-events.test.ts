// Valid JSON may be nested deeper than functions can call each other; everything the store makes of such an event is readable.
import { expect, test } from 'vitest';
import { startTestEngine } from '../support/engine.ts';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** In every place that something is made of. */
function subscription(n: number, deep: string): string {
  return `{"id":"evt_${n}","object":"event","type":"customer.subscription.updated","created":${1_000 + n},"livemode":false,
    "data":{"object":{"id":"sub_1","object":"subscription","customer":"cus_1","status":"active","metadata":${deep},
      "items":{"data":[{"id":"si_1","quantity":1,"deep":${deep},"price":{"id":"price_1","product":"prod_1","unit_amount":100,
        "currency":"usd","recurring":{"interval":"month","interval_count":1},"metadata":${deep}}}]}},
    "previous_attributes":{"metadata":${deep},"items":${deep},"status":"trialing"}},"request":${deep}}`;
}

function invoice(n: number, deep: string): string {
  return `{"id":"evt_${n}","object":"event","type":"invoice.paid","created":${1_000 + n},"livemode":false,
    "data":{"object":{"id":"in_1","object":"invoice","customer":"cus_1","status":"paid","amount_paid":5,
      "lines":{"data":[{"deep":${deep}}]},"customer_details":${deep}}}}`;
}

function checkout(n: number, deep: string): string {
  return `{"id":"evt_${n}","object":"event","type":"checkout.session.completed","created":${1_000 + n},"livemode":false,
    "data":{"object":{"id":"cs_1","object":"checkout.session","customer":"cus_1","subscription":"sub_1","metadata":${deep}}}}`;
}

const PLAN = { subscriptions: [{ id: 'sub_1', status: 'active' }] };

test.each([5_000, 80_000])(
  'an event nested %i deep is stored, delivered, and every read of it answers',
  async (depth) => {
    const { engine, post } = await startTestEngine();
    const { store, plans } = engine;
    const deep = nested(depth);
    const bodies = [subscription(1, deep), subscription(2, deep), invoice(3, deep), checkout(4, deep)];
    for (const body of bodies) expect((await post(body)).status).toBe(200);
    while ((await store.write.projectPlans(100)).events > 0);
    while ((await store.write.linkCheckouts(100)) > 0);
    while ((await store.write.countInsight(100)) > 0);
    expect(store.reads.countEvents()).toMatchObject({ all: 4, delivered: 4 });
    expect((await store.reader.listEvents({ filter: 'cus_1' }, null, 10)).items).toHaveLength(4);

    for (const [index, body] of bodies.entries()) {
      const id = `evt_${index + 1}`;
      const detail = store.reads.findEventDetail(id);
      expect(store.reads.findBody(detail?.seq ?? 0)?.toString()).toBe(body);
      for (const by of ['request', 'customer', 'checkout'] as const)
        expect((await store.reader.findStory(id, by, {}))?.events.length).toBeGreaterThan(0);
      expect(plans.ofEvent(id)).not.toBeNull();
    }
    const { items } = plans.list({}, 0, 10);
    expect(items).toHaveLength(1);
    expect(plans.find(items[0]?.id ?? 0)).toMatchObject(PLAN);
    expect(await plans.rebuild()).toMatchObject({ customers: 1 });
    expect(plans.find(items[0]?.id ?? 0)).toMatchObject(PLAN);

    const retention = { receivedBefore: null, maxBytes: null, keepCustomers: [] };
    expect(await store.write.removeOldest({ ...retention, maxEvents: 1 }, 100)).toBe(3);
    expect(plans.find(items[0]?.id ?? 0)).toMatchObject(PLAN);
  },
);

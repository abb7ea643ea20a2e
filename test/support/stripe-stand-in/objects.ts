// The stand-in's objects: what `stripe trigger` makes and changes is kept by id, and the main ones send their events.
// Made for the CLI's own recipes: whatever they call is answered in Stripe's shape as far as they read it.
import { randomBytes } from 'node:crypto';
import { invoiceObject, subscriptionObject, type BillingStory } from './billing-objects.ts';
import { readForm, textIn, type Tree } from './form.ts';
import { apiError, type ApiReply, type ApiRequest } from './http-routes.ts';
import { ACTIONS, KINDS } from './object-kinds.ts';
import type { StripeStandIn } from './stripe-stand-in.ts';

export type StandInObject = Record<string, unknown> & { id: string; object: string };

export interface ObjectDesk {
  objects: ReadonlyMap<string, StandInObject>;
  /** The events that were made, whether or not somebody listened. */
  events: readonly { id: string; type: string; requestId: string | null }[];
  /** The next calls of a method and path are refused so. */
  refuseNext(path: RegExp, reply: ApiReply, times?: number): void;
  /** Each call takes so long. */
  slowDown(ms: number): void;
}

/** Serves every path of the API that no other part of the stand-in has. */
export function serveObjects(stripe: StripeStandIn): ObjectDesk {
  const objects = new Map<string, StandInObject>();
  const events: { id: string; type: string; requestId: string | null }[] = [];
  const refusals: { path: RegExp; reply: ApiReply; left: number }[] = [];
  let slowMs = 0;

  const newId = (prefix: string): string => `${prefix}1${randomBytes(9).toString('hex')}`;
  const now = (): number => Math.floor(Date.now() / 1000);

  function keep(object: StandInObject): StandInObject {
    objects.set(object.id, object);
    return object;
  }

  /** @param requestId null = Stripe does it by itself */
  function tell(type: string, object: StandInObject, requestId: string | null): void {
    const id = newId('evt_');
    events.push({ id, type, requestId });
    if (stripe.connections().length === 0) return;
    const event = {
      id,
      object: 'event',
      api_version: stripe.settings.defaultVersion,
      created: now(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: requestId, idempotency_key: requestId === null ? null : `key_${id}` },
      type,
    };
    void stripe.sendEvent(event, { waitFor: 'nothing' });
  }

  function story(form: Tree): BillingStory {
    const priceId = textIn(form, 'items', '0', 'price') ?? textIn(form, 'items', '0', 'plan') ?? 'price_1';
    const price = objects.get(priceId);
    const customer = objects.get(textIn(form, 'customer') ?? '');
    const metadata = form['metadata'];
    return {
      created: now(),
      livemode: false,
      customerId: textIn(form, 'customer') ?? '',
      customerName: textOf(customer, 'name') ?? '',
      email: textOf(customer, 'email') ?? '',
      subscriptionId: newId('sub_'),
      status: 'active',
      priceId,
      productId: textOf(price, 'product') ?? 'prod_1',
      lookupKey: textOf(price, 'lookup_key'),
      nickname: null,
      unitAmount: Number(price?.['unit_amount'] ?? 1500),
      quantity: Number(textIn(form, 'items', '0', 'quantity') ?? 1),
      currency: textOf(price, 'currency') ?? 'usd',
      metadata: typeof metadata === 'object' ? (metadata as Record<string, string>) : {},
    };
  }

  function subscribe(form: Tree, requestId: string): ApiReply {
    const told = story(form);
    const customer = objects.get(told.customerId);
    if (told.customerId === '') return bad('Missing required param: customer.', 'customer');
    if (customer === undefined && !told.customerId.startsWith('cus_known')) {
      return bad(`No such customer: '${told.customerId}'`, 'customer', 'resource_missing');
    }
    const fails = /Fail/.test(JSON.stringify(customer ?? {}));
    const status = fails ? 'incomplete' : textIn(form, 'trial_period_days') === null ? 'active' : 'trialing';
    const subscription = keep(subscriptionObject({ ...told, status }) as StandInObject);
    const invoice = keep({
      ...(invoiceObject(told) as StandInObject),
      status: fails ? 'open' : 'paid',
      billing_reason: 'subscription_create',
    });
    tell('customer.subscription.created', subscription, requestId);
    tell('invoice.created', invoice, requestId);
    tell('invoice.finalized', invoice, requestId);
    tell(fails ? 'invoice.payment_failed' : 'invoice.paid', invoice, requestId);
    // What Stripe does by itself a moment later names no request.
    if (!fails) tell('invoice.payment_succeeded', invoice, null);
    return ok(subscription);
  }

  /** An own session is paid by confirming its page. */
  function confirm(sessionId: string, requestId: string): ApiReply {
    const session = objects.get(sessionId);
    if (session === undefined) return bad(`No such payment page: '${sessionId}'`, 'id', 'resource_missing');
    const intent = keep(create('payment_intents', { status: 'succeeded', amount: '3000', currency: 'usd' }));
    const charge = keep({
      ...create('payment_intents', {}),
      id: newId('ch_'),
      object: 'charge',
      amount: 3000,
    });
    Object.assign(intent, { latest_charge: charge.id });
    Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: intent.id });
    tell('payment_intent.succeeded', intent, requestId);
    tell('charge.succeeded', charge, requestId);
    tell('checkout.session.completed', session, requestId);
    return ok({ ...session, id: newId('ppage_'), object: 'payment_page' });
  }

  function create(kind: string, form: Tree): StandInObject {
    const [prefix = 'obj_', object = 'object'] = KINDS[kind] ?? [];
    const own = textIn(form, 'id');
    return {
      created: now(),
      livemode: false,
      metadata: {},
      ...fieldsOf(form),
      ...(kind === 'checkout/sessions' && {
        customer: textIn(form, 'customer'),
        status: 'open',
        payment_status: 'unpaid',
      }),
      ...(kind === 'payment_intents' && form['confirm'] !== undefined && { latest_charge: newId('ch_') }),
      ...(kind === 'setup_intents' && { payment_method: newId('pm_') }),
      id: own ?? newId(prefix),
      object,
    };
  }

  function post(path: string, form: Tree, requestId: string): ApiReply {
    const page = /^payment_pages\/([^/]+)\/confirm$/.exec(path);
    if (page?.[1] !== undefined) return confirm(page[1], requestId);
    if (path === 'subscriptions') return subscribe(form, requestId);
    if (isDeclined(path, form)) return decline(path, form, requestId);
    const kind = path in KINDS ? path : null;
    if (kind !== null) {
      const object = keep(create(kind, form));
      const family = KINDS[kind]?.[2] ?? null;
      if (family !== null) tell(`${family}.created`, object, requestId);
      if (kind === 'payment_intents' && form['confirm'] !== undefined) {
        tell('payment_intent.succeeded', object, requestId);
        tell(
          'charge.succeeded',
          { ...object, id: textOf(object, 'latest_charge') ?? '', object: 'charge' },
          requestId,
        );
      }
      return ok(object);
    }
    const parts = path.split('/');
    const at = parts.findIndex((part) => objects.has(part) || /^(?:pm_card_|[a-z]+_\w*\d)/.test(part));
    // A collection that is not known by name.
    if (at === -1) return ok(keep(create(path, form)));
    const [parent, id = ''] = [parts.slice(0, at).join('/'), parts[at]];
    const action = at === parts.length - 1 ? null : parts.slice(at + 1).join('/');
    const object = objects.get(id) ?? keep({ id, object: KINDS[parent]?.[1] ?? parent, livemode: false });
    Object.assign(object, fieldsOf(form));
    const prefix = parent === 'payment_methods' ? 'payment_method' : (KINDS[parent]?.[2] ?? parent);
    tell(`${prefix}.${action === null ? 'updated' : (ACTIONS[action] ?? 'updated')}`, object, requestId);
    if (parent === 'subscriptions' && action === null) return ok(object);
    return ok(
      action === 'sources' || action?.includes('/') === true ? { ...object, id: newId('src_') } : object,
    );
  }

  function isDeclined(path: string, form: Tree): boolean {
    const method = textIn(form, 'payment_method') ?? textIn(form, 'payment_method_data', 'type') ?? '';
    return path === 'payment_intents' && form['confirm'] !== undefined && /ecline/.test(method);
  }

  function decline(path: string, form: Tree, requestId: string): ApiReply {
    const intent = keep(create(path, form));
    tell('payment_intent.created', intent, requestId);
    tell('payment_intent.payment_failed', intent, requestId);
    tell('charge.failed', { ...intent, id: newId('ch_'), object: 'charge' }, requestId);
    return {
      status: 402,
      body: {
        error: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' },
      },
    };
  }

  function get(path: string): ApiReply {
    const page = /^payment_pages\/(.+)$/.exec(path)?.[1];
    if (page !== undefined) return ok({ ...objects.get(page), id: page, object: 'payment_page' });
    if (path === 'disputes')
      return ok(list([{ id: 'dp_1StandIn', object: 'dispute', status: 'warning_needs_response' }]));
    const kind = path in KINDS ? path : null;
    if (kind !== null) {
      const [, object] = KINDS[kind] ?? [];
      return ok(list([...objects.values()].filter((one) => one.object === object)));
    }
    const id = path.split('/').at(-1) ?? '';
    const found = objects.get(id);
    return found === undefined
      ? { status: 404, body: apiError(`No such object: '${id}'`, { code: 'resource_missing', param: 'id' }) }
      : ok(found);
  }

  async function answer(request: ApiRequest): Promise<ApiReply> {
    const requestId = `req_${randomBytes(7).toString('hex')}`;
    const headers = { 'request-id': requestId };
    if (slowMs > 0) await new Promise((done) => setTimeout(done, slowMs));
    const refusal = refusals.find(({ path, left }) => left > 0 && path.test(request.path));
    if (refusal !== undefined) {
      refusal.left -= 1;
      return { ...refusal.reply, headers: { ...headers, ...refusal.reply.headers } };
    }
    const path = request.path.replace(/^\/v[12]\//, '');
    if (request.method === 'GET') return { ...get(path), headers };
    if (request.method === 'DELETE') {
      const id = path.split('/').at(-1) ?? '';
      const object = objects.get(id) ?? { id, object: path.split('/')[0] ?? '' };
      const prefix = KINDS[path.split('/').slice(0, -1).join('/')]?.[2] ?? null;
      if (prefix !== null) tell(`${prefix}.deleted`, object, requestId);
      return { status: 200, body: { id, object: object.object, deleted: true }, headers };
    }
    return { ...post(path, readForm(request.form), requestId), headers };
  }

  // Sessions, events and webhook endpoints are for others.
  const served = /^\/v[12]\/(?!stripecli|events|webhook_endpoints|account$)/;
  for (const method of ['GET', 'POST', 'DELETE']) stripe.route(method, served, answer);
  return {
    objects,
    events,
    refuseNext: (path, reply, times = 1) => void refusals.push({ path, reply, left: times }),
    slowDown: (ms) => void (slowMs = ms),
  };
}

function textOf(object: StandInObject | undefined, name: string): string | null {
  const value = object?.[name];
  return typeof value === 'string' ? value : null;
}

const ok = (body: unknown): ApiReply => ({ status: 200, body });
const bad = (message: string, param: string, code = 'parameter_missing'): ApiReply => ({
  status: 400,
  body: apiError(message, { param, code }),
});
const list = (data: readonly unknown[]) => ({ object: 'list', data, has_more: false });

/** Numbers as numbers, so that an amount is one. */
function fieldsOf(form: Tree): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      typeof value === 'object' ? fieldsOf(value) : /^-?\d{1,12}$/.test(value) ? Number(value) : value,
    ]),
  );
}

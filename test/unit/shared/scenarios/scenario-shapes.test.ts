// The shapes of generated objects: the current version against the types of Stripe's own SDK, the older one against facts F2.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  versionsOf,
  type ScenarioApiVersion,
  type ScenarioId,
} from '#shared/domain/scenarios/scenarios.ts';
import { at, CURRENT, isHash, OLD, tell, within, type Json, type Told } from './told-events.ts';

const REPO = fileURLToPath(new URL('../../../../', import.meta.url));

/** The SDKs whose own API version a scenario is rendered in. The older one's types are global, so only the compiler below reads them. */
const SDKS = { [CURRENT]: 'stripe', [OLD]: 'stripe-2024-06-20' } as const;

test('each version is the one its SDK is for', () => {
  expect(Stripe.API_VERSION).toBe(CURRENT);
  // The package exports no path to it.
  const source = readFileSync(join(REPO, 'node_modules', SDKS[OLD], 'cjs/apiVersion.js'), 'utf8');
  expect(source).toContain(`ApiVersion = '${OLD}'`);
});

describe.each([OLD, CURRENT] as const)('in %s', (apiVersion) => {
  test('every event of every scenario is what Stripe’s types say it is', { timeout: 120_000 }, async () => {
    const events = SCENARIO_IDS.filter((id) => versionsOf(id).includes(apiVersion)).flatMap((id) =>
      tell(id, apiVersion),
    );
    const objects = new Set(events.map(({ data }) => String(data.object['object'])));
    expect([...objects].toSorted()).toEqual([
      'charge',
      'checkout.session',
      'customer',
      'dispute',
      'entitlements.active_entitlement_summary',
      'invoice',
      ...(apiVersion === CURRENT ? ['invoice_payment'] : []),
      'invoiceitem',
      'payment_intent',
      'payment_method',
      'price',
      'product',
      'refund',
      'setup_intent',
      'subscription',
      'subscription_schedule',
    ]);
    // A literal of the very type: what is missing is an error, and what the version does not know, too.
    const lines = events.map(
      (event, index) =>
        `export const event${index}: Extract<Stripe.Event, { type: '${event.type}' }> = ${asLiteral(event)};`,
    );
    expect(await complaintsOf(apiVersion, lines)).toBe('');
    // And it would complain: otherwise the types may have become `any`.
    const [event] = tell('upgrade', apiVersion).filter(({ type }) => type === 'invoice.paid');
    if (event === undefined) throw new Error('an upgrade is paid');
    const { total: _missing, ...rest } = event.data.object;
    const broken = [rest, { ...event.data.object, unknown: 'ch_3Unknown' }].map(
      (object, index) =>
        `export const event${index}: Extract<Stripe.Event, { type: 'invoice.paid' }> = ${asLiteral({ ...event, data: { object } })};`,
    );
    const complaints = await complaintsOf(apiVersion, broken);
    expect(complaints).toContain("'total' is missing");
    expect(complaints).toContain(`'"unknown"' does not exist`);
  });
});

/** With the few things in which the JSON is known to differ from the SDK's types. */
function asLiteral(event: Told): string {
  const { previous_attributes: _partial, ...data } = event.data;
  const object: Json = { ...data.object };
  // Repeated from the only item, in payloads of every version; the types leave both out.
  if (object['object'] === 'subscription') {
    delete object['plan'];
    delete object['quantity'];
  }
  // The preview of a renewal has none.
  if (event.type === 'invoice.upcoming') object['id'] = 'upcoming_in_1';
  const text = JSON.stringify({ ...event, data: { ...data, object } }, (key, value: unknown) => {
    // Lists say how many there are, and the types do not; decimals are text on the wire and objects in the SDK.
    if (key === 'total_count') return undefined;
    const isDecimal = event.api_version === CURRENT && key.endsWith('_decimal') && typeof value === 'string';
    return isDecimal ? '<decimal>' : value;
  });
  return text.replaceAll('"<decimal>"', 'decimal');
}

/** @returns the compiler's output; empty = content */
async function complaintsOf(version: ScenarioApiVersion, lines: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'hookline-shapes-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const head = [
    `import type Stripe from 'stripe';`,
    `declare const decimal: NonNullable<Stripe.Price['unit_amount_decimal']>;`,
  ];
  await writeFile(join(dir, 'shapes.ts'), [...head, ...lines].join('\n'));
  const compilerOptions = {
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    paths: { stripe: [join(REPO, 'node_modules', SDKS[version])] },
    typeRoots: [join(REPO, 'node_modules/@types')],
    types: ['node'],
  };
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['shapes.ts'] }));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(REPO, 'node_modules/typescript/bin/tsc'), '-p', dir],
      (error, stdout, stderr) => resolve(error === null ? '' : `${stdout}${stderr}` || error.message),
    );
  });
}

type Where = [scenario: ScenarioId, type: string];

/** Paths that only the older rendering has and paths that only the newer one has, by facts F2. */
const DIFFERENCES: [string, Where, onlyOld: string[], onlyCurrent: string[]][] = [
  [
    'the period of a subscription',
    ['checkout_subscription', 'customer.subscription.created'],
    ['current_period_start', 'current_period_end', 'discount'],
    [
      'items.data.0.current_period_start',
      'items.data.0.current_period_end',
      'billing_mode.type',
      'items.data.0.current_trial',
    ],
  ],
  [
    'which subscription an invoice is of, and what paid it',
    ['checkout_subscription', 'invoice.paid'],
    ['subscription', 'subscription_details.metadata', 'charge', 'payment_intent', 'paid'],
    [
      'parent.type',
      'parent.subscription_details.subscription',
      'parent.subscription_details.metadata.user_id',
      'payments.data.0.payment.payment_intent',
    ],
  ],
  [
    'the price of a line',
    ['upgrade', 'invoice.paid'],
    [
      'lines.data.0.price.id',
      'lines.data.0.plan.id',
      'lines.data.0.proration',
      'lines.data.0.subscription_item',
    ],
    [
      'lines.data.0.pricing.price_details.price',
      'lines.data.0.pricing.price_details.product',
      'lines.data.0.parent.type',
    ],
  ],
  ['the invoice of a charge', ['upgrade', 'charge.succeeded'], ['invoice'], []],
  ['the invoice of an intent', ['upgrade', 'payment_intent.succeeded'], ['invoice'], ['customer_account']],
  [
    'the price of an adjustment',
    ['upgrade', 'invoiceitem.created'],
    ['price.id', 'subscription', 'unit_amount'],
    ['pricing.price_details.price', 'parent.subscription_details.subscription'],
  ],
  [
    'why it is paused',
    ['trial_ends', 'customer.subscription.paused'],
    [],
    ['status_details.paused.subscription.type'],
  ],
  [
    'pauses to come',
    ['downgrade_at_period_end', 'subscription_schedule.created'],
    [],
    ['pause_schedules', 'billing_mode.type'],
  ],
];

test.each(DIFFERENCES)('older and newer: %s', (_what, [scenario, type], onlyOld, onlyCurrent) => {
  const [old, current] = ([OLD, CURRENT] as const).map(
    (version) => last(tell(scenario, version), type).data.object,
  );
  for (const path of onlyOld) {
    expect(at(old, path), path).not.toBeUndefined();
    expect(at(current, path), path).toBeUndefined();
  }
  for (const path of onlyCurrent) {
    expect(at(current, path), path).not.toBeUndefined();
    expect(at(old, path), path).toBeUndefined();
  }
});

describe('by facts F', () => {
  test('invoice_payment.paid is for basil and later, and links intent and invoice', () => {
    expect(tell('renewal', OLD).some(({ type }) => type === 'invoice_payment.paid')).toBe(false);
    const events = tell('renewal', CURRENT);
    const { object } = last(events, 'invoice_payment.paid').data;
    expect(at(object, 'payment.payment_intent')).toBe(
      last(events, 'payment_intent.succeeded').data.object['id'],
    );
    expect(object['invoice']).toBe(last(events, 'invoice.paid').data.object['id']);
  });

  test('a planned end: the flag before, the time alone in flexible billing', () => {
    for (const [version, flag] of [
      [OLD, true],
      [CURRENT, false],
    ] as const) {
      const { object, previous_attributes: previous } = last(
        tell('cancel_at_period_end', version),
        'customer.subscription.updated',
      ).data;
      const end = at(object, 'current_period_end') ?? at(object, 'items.data.0.current_period_end');
      expect(object).toMatchObject({ status: 'active', cancel_at: end, cancel_at_period_end: flag });
      expect(Object.keys(previous ?? {})).toEqual([
        'cancel_at',
        ...(flag ? ['cancel_at_period_end'] : []),
        'canceled_at',
        'cancellation_details',
      ]);
      const ended = last(tell('cancel_at_period_end', version), 'customer.subscription.deleted');
      expect(ended.data.object).toMatchObject({ ended_at: end, canceled_at: object['canceled_at'] });
    }
  });

  test('a change of plan says what was there before in items and in plan', () => {
    const keys = (version: ScenarioApiVersion) =>
      Object.keys(
        last(tell('upgrade', version), 'customer.subscription.updated').data.previous_attributes ?? {},
      );
    for (const version of SCENARIO_API_VERSIONS)
      expect(keys(version)).toEqual(['items', 'latest_invoice', 'metadata', 'plan']);
  });

  test('seats go from three to five to two', () => {
    for (const version of SCENARIO_API_VERSIONS) {
      const quantities = tell('seats', version)
        .filter(({ data }) => data.object['object'] === 'subscription')
        .map(({ data }) => at(data.object, 'items.data.0.quantity'));
      expect([...new Set(quantities)]).toEqual([3, 5, 2]);
      const lines = at(last(tell('seats', version), 'invoice.paid').data.object, 'lines.data') as Json[];
      expect(lines.map((line) => Math.sign(Number(line['amount'])))).toEqual([-1, 1, -1, 1, 1]);
    }
  });

  test('collection pauses without a change of status', () => {
    const pauses = tell('pause_resume', CURRENT)
      .filter(({ type }) => type === 'customer.subscription.updated')
      .map(({ data }) => [data.object['status'], at(data.object, 'pause_collection.behavior')]);
    expect(pauses).toEqual([
      ['active', 'void'],
      ['active', undefined],
    ]);
  });

  test('a schedule announces the plan to come, and is gone once it has', () => {
    const events = tell('downgrade_at_period_end', CURRENT);
    const announced = events.filter(({ type }) => type === 'subscription_schedule.updated')[0]?.data;
    const change = last(events, 'subscription_schedule.released');
    const phases = (announced?.object['phases'] ?? []) as Json[];
    expect(phases.map((phase) => at(phase, 'items.0.price'))).toEqual(
      ['Pro', 'Starter'].map((name) => priceOf(events, name)),
    );
    expect(announced?.previous_attributes?.['phases']).toHaveLength(1);
    expect(Math.abs(Number(phases[1]?.['start_date']) - change.created)).toBeLessThanOrEqual(1);
    expect(change.data.object).toMatchObject({ status: 'released', subscription: null });
  });

  test('sessions: a guest has no customer, a trial no payment, a bank debit none yet', () => {
    const session = (id: ScenarioId, what = 'completed') =>
      last(tell(id, CURRENT), `checkout.session.${what}`).data.object;
    expect(session('checkout_subscription')).toMatchObject({
      mode: 'subscription',
      payment_status: 'paid',
      client_reference_id: 'user_42',
      customer: expect.stringMatching(/^cus_/) as unknown,
      customer_details: { email: expect.stringContaining('@') as unknown },
    });
    expect(session('one_time_guest')).toMatchObject({
      mode: 'payment',
      customer: null,
      payment_status: 'paid',
    });
    expect(session('trial_converts')).toMatchObject({
      payment_status: 'no_payment_required',
      amount_total: 0,
    });
    expect(session('async_payment')).toMatchObject({ payment_status: 'unpaid' });
    expect(session('async_payment', 'async_payment_succeeded')).toMatchObject({ payment_status: 'paid' });
  });

  test('attempts are counted, and the last one has no next', () => {
    const failures = tell('payment_fails_canceled', CURRENT).filter(
      ({ type }) => type === 'invoice.payment_failed',
    );
    expect(failures.map(({ data }) => data.object['attempt_count'])).toEqual([1, 2, 3, 4]);
    const next = failures.map(({ data }) => data.object['next_payment_attempt']);
    expect(next).toEqual([...failures.slice(1).map(() => expect.any(Number) as unknown), null]);
    for (const [index, failure] of failures.slice(1).entries())
      expect(Math.abs(failure.created - Number(next[index]))).toBeLessThanOrEqual(1);
  });

  test('the preview of a renewal cannot be found by an id', () => {
    const { object } = last(tell('renewal', CURRENT), 'invoice.upcoming').data;
    expect(object).not.toHaveProperty('id');
    expect(
      [...within(object)].filter(([key, value]) => key === 'invoice' && value !== null && !isHash(value)),
    ).toEqual([]);
  });

  test('with an app’s name for the customer and with plans of another name', () => {
    const events = tell('upgrade', CURRENT, {
      appRef: 'u-1',
      plans: { pro: { name: 'Gold', amount: 7700 } },
      currency: 'JPY',
    });
    expect(last(events, 'customer.subscription.updated').data.object).toMatchObject({
      currency: 'jpy',
      metadata: { user_id: 'u-1', plan: 'pro' },
      items: { data: [{ price: { id: priceOf(events, 'Gold'), unit_amount: 7700 } }] },
    });
    expect(last(events, 'customer.created').data.object['metadata']).toEqual({ user_id: 'u-1' });
  });
});

function last(events: readonly Told[], type: string): Told {
  const event = events.findLast((one) => one.type === type);
  if (event === undefined) throw new Error(`no ${type}`);
  return event;
}

/** By the product's name, as a cache of names would. */
function priceOf(events: readonly Told[], name: string): unknown {
  const product = events.find(({ type, data }) => type === 'product.created' && data.object['name'] === name);
  return events.find(
    ({ type, data }) => type === 'price.created' && data.object['product'] === product?.data.object['id'],
  )?.data.object['id'];
}

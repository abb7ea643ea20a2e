// Plays a billing sequence into a running engine, through the receiver, and reads what the customers API says of it.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '#engine/api/router.ts';
import type { ApiClient } from '#shared/contract/index.ts';
import type { CustomerDetail, CustomerSummary } from '#shared/contract/plans.ts';
import { startBackend } from '../backend.ts';
import { startTestEngine } from '../engine.ts';
import { waitUntil } from '../wait-until.ts';
import { step, type Expected, type Sequence, type Want, type Who } from './sequence.ts';
import { CUSTOMER, customer, type StripeObject } from './stripe-objects.ts';

export interface Player {
  /** One event; returns when the receiver has stored it. */
  post(event: StripeObject): Promise<void>;
  /** Many events, in this order, as from a file. */
  take(events: readonly StripeObject[]): Promise<void>;
  /** Until every event so far is in the customers API. */
  settled(): Promise<void>;
  /** Everyone with this text in an id or email: a run, or the beginning of several. */
  everyoneWith(text: string): Promise<CustomerSummary[]>;
  /** Whom `who` means in a run. */
  find(who: Who, run: string, among: readonly CustomerSummary[]): Promise<CustomerDetail | null>;
  dispose(): Promise<void>;
}

/** A Hookline of its own whose clock stands at the newest event, and that forwards nothing. */
export async function startPlayer(): Promise<Player> {
  let now = 0;
  let markers = 0;
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-sequences-'));
  const backend = await startBackend();
  const { engine, post } = await startTestEngine({
    clock: { now: () => now },
    forwardTo: null,
    dataDir,
    backend,
    autoDispose: false,
  });
  const client: ApiClient = createRouterClient(createRouter(engine), { context: {} });
  const player: Player = {
    async post(event) {
      now = Math.max(now, ((event['created'] as number) + 1) * 1000);
      const response = await post(JSON.stringify(event, null, 2));
      if (!response.ok)
        throw new Error(`The receiver returned ${response.status} for ${JSON.stringify(event)}.`);
    },
    async take(events) {
      now = Math.max(now, ...events.map(({ created }) => ((created as number) + 1) * 1000));
      const file = new Blob(events.map((event) => `${JSON.stringify(event)}\n`));
      const { imported } = await client.transfer.import({ file });
      if (imported !== events.length) throw new Error(`Only ${imported} of ${events.length} were imported.`);
    },
    // Events are folded in the order of their arrival, so a customer who arrives last is seen last.
    async settled() {
      markers += 1;
      const id = `cus_marker${markers}end`;
      await player.post({
        id: eventId(id),
        ...step(0, 'customer.created', customer({ id, email: null })).event,
      });
      await waitUntil(
        'the customers API to have every event',
        async () => (await client.plans.customers({ text: id, limit: 1 })).total > 0,
      );
    },
    async everyoneWith(text) {
      const all: CustomerSummary[] = [];
      for (;;) {
        const { items } = await client.plans.customers({ text, limit: 500, offset: all.length });
        all.push(...items);
        if (items.length < 500) return all;
      }
    },
    async find({ customer: customerId = CUSTOMER, account = null, livemode = false, guest }, run, among) {
      const wanted = guest === undefined ? inRun(customerId, run) : null;
      const named = among.filter(
        (one) =>
          one.account === inRun(account, run) && one.livemode === livemode && one.customerId === wanted,
      );
      for (const { id } of named) {
        const detail = await client.plans.customer({ id });
        if (guest === undefined || detail.email === guest || detail.appRef === guest) return detail;
      }
      return null;
    },
    async dispose() {
      await engine.dispose();
      await backend.close();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return player;
}

/** The sequence with ids and emails of one run, and an event id for each event. */
export function forRun(sequence: Sequence, run: string): Sequence {
  const steps = sequence.steps.map(({ event, expect }, index) => ({
    event: { id: eventId(`${sequence.name} ${index} ${run}`), ...event },
    expect,
  }));
  return inRun({ ...sequence, steps }, run);
}

/** With the run in place of every `~`. */
export const inRun = <T>(value: T, run: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll('~', run)) as T;

/** Not in the order of the events: ids of Stripe are not, either. */
export const eventId = (seed: string): string =>
  `evt_1${createHash('sha256').update(seed).digest('hex').slice(0, 23)}`;

/** Everything an expectation can be about, under the name it has there. */
export type Observed = Record<string, unknown>;

export function observe(of: CustomerDetail): Observed {
  const { headline } = of;
  const entitlementStep = of.steps.findLast(({ changes }) =>
    changes.some(({ code }) => code.startsWith('entitlements_')),
  );
  return {
    kind: headline.kind,
    plan: headline.plan?.key ?? null,
    planName: headline.plan?.name ?? null,
    quantity: headline.plan?.quantity ?? null,
    unitAmount: headline.plan?.unitAmount ?? null,
    status: headline.status,
    access: headline.access,
    shows: headline.objectId,
    addOns: headline.addOns.map(({ key }) => key),
    more: headline.more,
    nextAt: headline.nextAt,
    nextIs: headline.nextIs,
    uncertain: headline.uncertain,
    appShouldGive: headline.expected,
    email: of.email,
    name: of.name,
    metadata: of.metadata,
    appRef: of.appRef,
    deletedAt: of.deletedAt,
    features: entitlementStep?.changes.find(({ code }) => code.startsWith('entitlements_'))?.after ?? null,
    ...Object.fromEntries(
      of.subscriptions.flatMap(({ id, nextChange, payment, items, ...rest }) =>
        Object.entries({
          ...rest,
          items: items.map(({ key }) => key),
          nextChangeAt: nextChange?.at ?? null,
          nextChangePlans: nextChange?.plans ?? [],
          payment: payment?.state ?? null,
          paymentInvoice: payment?.invoiceId ?? null,
          paymentAmount: payment?.amountMinor ?? null,
          nextAttemptAt: payment?.nextAttemptAt ?? null,
        }).map(([name, value]) => [`subscriptions.${id}.${name}`, value]),
      ),
    ),
    ...Object.fromEntries(
      of.purchases.flatMap(({ id, ...rest }) =>
        Object.entries(rest).map(([name, value]) => [`purchases.${id}.${name}`, value]),
      ),
    ),
  };
}

/** Every single thing an expectation says, as [name, what is wanted]. */
export function claims({
  who: _who,
  subscriptions = {},
  purchases = {},
  ...flat
}: Expected): [string, Want<unknown>][] {
  const nested = (prefix: string, of: Record<string, object>): [string, Want<unknown>][] =>
    Object.entries(of).flatMap(([id, wants]) =>
      Object.entries(wants).map(([name, want]): [string, Want<unknown>] => [`${prefix}.${id}.${name}`, want]),
    );
  return [
    ...Object.entries(flat),
    ...nested('subscriptions', subscriptions),
    ...nested('purchases', purchases),
  ];
}

export function holds(want: Want<unknown>, got: unknown): boolean {
  if (typeof want === 'object' && want !== null && !Array.isArray(want)) {
    if ('oneOf' in want) return (want.oneOf as unknown[]).some((one) => same(one, got));
    if ('not' in want) return got !== undefined && !same(want.not, got);
    if ('contains' in want) return typeof got === 'string' && got.includes(want.contains as string);
  }
  return same(want, got);
}

const same = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);

/** JSON with the keys of objects in order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, of: unknown) =>
    typeof of === 'object' && of !== null && !Array.isArray(of)
      ? Object.fromEntries(Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : of,
  );
}

/** Whoever the expectations of a sequence are about. */
export function everyone(sequence: Sequence): Who[] {
  const all = sequence.steps.flatMap(({ expect }) => expect.map(({ who = {} }) => who));
  return [...new Map(all.map((who) => [sorted(who), who])).values()];
}

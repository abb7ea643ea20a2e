// Every write there is, by name. They run on the writer thread; what they take and give crosses a thread, so it is plain data.
import type { EventSummary } from '#shared/contract/events.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import { createBodyPacking } from './body-packing.ts';
import { createCheckoutProjection } from './checkout-projection.ts';
import { createDeliveryWrites, type EndpointMatch, type OpenedDelivery } from './delivery-writes.ts';
import { createEndpointRows } from './endpoint-rows.ts';
import { createEventBodies } from './event-bodies.ts';
import { createEventIndex } from './event-index.ts';
import { createEventRemoval, type Retention } from './event-removal.ts';
import { createEventStates } from './event-states.ts';
import { createEventWrites, type NewReceipt } from './event-writes.ts';
import { createGapWrites } from './gap-writes.ts';
import { createInsightProjection } from './insight-projection.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import { createPacking } from './packing.ts';
import { createPlanProjection } from './plan-projection.ts';
import { createRecentSignatures } from './recent-signatures.ts';
import { createTemplates } from './templates.ts';
import { createTriggerWrites } from './trigger-rows.ts';
import { createVersionProjection } from './version-projection.ts';
import { createVersionWrites } from './version-writes.ts';
import type { StoredCheck } from './plan-reads.ts';

export interface RecordedEvent {
  seq: number;
  /** false = the event was known; this is one more receipt of it. */
  isNew: boolean;
  /** The deliveries that were opened. */
  opened: OpenedDelivery[];
}

/** What is another now that the events have been followed. */
export interface Followed {
  /** Customers whose plan may be another. */
  customers: number[];
  /** Events whose row is another. */
  events: number;
}

/** In `meta`, while no run is using the database: the last one ended with nothing in progress. */
const CLEAN_END = 'clean_end';

export type Writes = ReturnType<typeof createWrites>['operations'];
export type WriteName = keyof Writes;

/** The same from another thread: each resolves once it is committed. */
export type Write = {
  [Name in WriteName]: (...args: Parameters<Writes[Name]>) => Promise<ReturnType<Writes[Name]>>;
};

/** Where the number of the newest call that was committed is kept: should the thread die, it tells which calls are to be made again. */
export const LAST_CALL = 'last_call';

/** Each operation is done whole or not at all; its neighbours in the transaction do not suffer from its failure. */
export function createWrites(db: Db) {
  const eventStates = createEventStates(db);
  const packing = createPacking(db);
  const bodies = createEventBodies(db, packing);
  const templates = createTemplates(db);
  const received = createRecentSignatures();
  const events = createEventWrites(db, eventStates, bodies, templates, received);
  const deliveries = createDeliveryWrites(db, eventStates, templates, received);
  const gaps = createGapWrites(db, events, deliveries);
  const endpoints = createEndpointRows(db);
  const triggers = createTriggerWrites(db, eventStates);
  const meta = createMetaRows(db);
  const index = createEventIndex(db, bodies);
  const packer = createBodyPacking(db, packing);
  const projection = createPlanProjection(db, bodies, {
    nextChangeSeq: eventStates.nextChangeSeq,
    indexAgain: index.indexAgain,
  });
  const insight = createInsightProjection(db);
  const checkouts = createCheckoutProjection(db, eventStates, bodies);
  const versions = createVersionProjection(db, eventStates);
  const versionWrites = createVersionWrites(db);
  const removal = createEventRemoval(db, eventStates, projection);
  const keepCheck = db.prepare<[number, string]>(
    'INSERT INTO plan_checks (customer, answer) VALUES (?, ?) ON CONFLICT (customer) DO UPDATE SET answer = excluded.answer',
  );

  const keepCall = db.prepare<[string]>(
    `INSERT INTO meta (key, value) VALUES ('${LAST_CALL}', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const forgetChecks = db.prepare('DELETE FROM plan_checks');

  /** What is made of the events has something to follow. */
  function eventsStored(): void {
    index.eventStored();
    packer.eventStored();
    projection.eventStored();
    checkouts.eventStored();
    insight.stored();
  }

  return {
    /** @param no of the newest call in the transaction */
    beforeCommit(no: number): void {
      eventStates.beforeCommit();
      keepCall.run(String(no));
    },
    rolledBack(): void {
      eventStates.rolledBack();
      index.rolledBack();
      packer.rolledBack();
      templates.rolledBack();
      received.forget();
      projection.rolledBack();
      insight.rolledBack();
      checkouts.rolledBack();
      versions.rolledBack();
      removal.rolledBack();
    },
    /** Whether something that is made of the events has not followed the newest of them yet. */
    isBehind: () => [index, projection, insight, checkouts, versions].some((follower) => follower.isBehind()),
    /** Lets what is made of the events follow, by at most so many of them. */
    // Immediate: one that begins with reading does not wait for a checkpoint that is under way.
    follow: db.transaction((most: number): Followed => {
      index.indexNext(most);
      insight.countNext(most);
      const { customers, named } = projection.projectNext(most);
      const linked = checkouts.linkNext(most).changed;
      const unmarked = versions.countNext(most).changed;
      eventStates.beforeCommit();
      return { customers, events: linked + unmarked + named };
    }).immediate,
    /** Whether the index could be merged further. */
    isUnmerged: () => index.isUnmerged(),
    /** Merges the index further. @param pages of the file that are written for it, about so many */
    merge: db.transaction((pages: number): void => index.mergeNext(pages)).immediate,
    /** Whether bodies could be packed. */
    isUnpacked: () => packer.isBehind(),
    /** Packs the next bodies, at most so many. @returns how many */
    pack: db.transaction((most: number): number => packer.packNext(most)).immediate,
    operations: {
      /** Stores an accepted event or a redelivery of it, and opens its deliveries. */
      recordEvent(
        envelope: EventEnvelope,
        receipt: NewReceipt,
        matches: readonly EndpointMatch[],
      ): RecordedEvent {
        const state = matches.some(({ skip }) => skip === null) ? 'pending' : 'none';
        const { seq, isNew } = events.recordReceipt(envelope, receipt, state);
        // Fetched before it came by the line: it went, or is to go, to its endpoints once.
        const isFetched = !isNew && receipt.source !== 'backfill' && events.wasFetchedFirst(seq);
        const opened = deliveries.openMatches(
          seq,
          isFetched ? matches.map((match) => ({ ...match, dedupe: true })) : matches,
          isNew,
        );
        eventsStored();
        return { seq, isNew, opened };
      },
      recordRejected(
        reason: NonNullable<EventSummary['rejectReason']>,
        envelope: EventEnvelope | null,
        receipt: NewReceipt,
      ): void {
        events.recordRejected(reason, envelope, receipt);
        removal.rejectedStored(receipt.body.byteLength);
        index.eventStored();
      },
      ...gaps,
      recordMissed(...args: Parameters<typeof gaps.recordMissed>): ReturnType<typeof gaps.recordMissed> {
        const recorded = gaps.recordMissed(...args);
        eventsStored();
        return recorded;
      },
      setPinned: events.setPinned,
      openDelivery: deliveries.openDelivery,
      startDeliveries: deliveries.startDeliveries,
      holdDeliveries: deliveries.holdDeliveries,
      renewDeliveries: deliveries.renewDeliveries,
      settleDeliveries: deliveries.settleDeliveries,
      settleOldest: deliveries.settleOldest,
      /** See delivery-writes.ts. The mark of a clean end is taken away. */
      recoverDeliveries(now: number): number {
        const wasKilled = meta.findMeta(CLEAN_END) === null;
        meta.removeMeta(CLEAN_END);
        insight.stored();
        return deliveries.recoverDeliveries(now, wasKilled);
      },
      /** Nothing is in progress any more: the next start need not wonder. */
      markCleanEnd(): void {
        meta.upsertMeta(CLEAN_END, '1');
      },
      insertAttempt(
        ...args: Parameters<typeof deliveries.insertAttempt>
      ): ReturnType<typeof deliveries.insertAttempt> {
        insight.stored();
        versions.stored();
        return deliveries.insertAttempt(...args);
      },
      keepFinding: deliveries.keepFinding,
      insertEdit: deliveries.insertEdit,
      upsertEndpoint: endpoints.upsertEndpoint,
      removeEndpoint: endpoints.removeEndpoint,
      upsertMeta(values: Readonly<Record<string, string>>): void {
        for (const [key, value] of Object.entries(values)) meta.upsertMeta(key, value);
      },
      /** Follows the newest events now rather than in a moment. @param most how many */
      projectPlans: (most: number) => projection.projectNext(most),
      indexEvents: (most: number) => index.indexNext(most),
      /** Indexes the newest events and finds their Checkout sessions. @returns how many */
      linkCheckouts(most: number): number {
        index.indexNext(most);
        return checkouts.linkNext(most).events;
      },
      removeOldest(retention: Retention, most: number): number {
        // How endpoints answered stays known, so it has to be known before.
        while (insight.isBehind()) insight.countNext(1_000);
        while (versions.isBehind()) versions.countNext(1_000);
        const removed = removal.removeOldest(retention, most);
        if (removed > 0) {
          insight.removed();
          versions.removed();
        }
        return removed;
      },
      shrinkFile: removal.shrink,
      forgetPlans: projection.forget,
      /** Counts the newest events and attempts now rather than in a moment. @param most how many of each; @returns how many */
      countInsight: (most: number) => insight.countNext(most),
      forgetInsight: insight.forget,
      /** Counts which versions endpoints took now rather than in a moment. @param most how many attempts; @returns how many */
      countVersions: (most: number) => versions.countNext(most).attempts,
      ...versionWrites,
      /** What the app answered when it was asked about a customer. */
      keepCheck(customer: number, answer: StoredCheck): void {
        keepCheck.run(customer, JSON.stringify(answer));
      },
      forgetChecks(): void {
        forgetChecks.run();
      },
      ...triggers,
      /** Refuses to grow beyond so many pages, as a full disk would; for tests. */
      limitPages(count: number): void {
        db.pragma(`max_page_count = ${count}`);
      },
      /** Ends the thread in the middle of a transaction, as running out of memory would; for tests. */
      endThread(): void {
        process.exit(1);
      },
    },
  };
}

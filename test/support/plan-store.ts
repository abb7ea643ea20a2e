// A store that takes events as the receiver would hand them over, for what it makes of plans.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import type { CustomerState } from '#shared/domain/plans/plan-state.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from './store-workers.ts';
import { tempDir } from './temp-dir.ts';
import { receiptOf } from './stored-receipt.ts';

export interface PlanStore {
  store: Store;
  /** Stores an event as the receiver would. */
  take(event: Record<string, unknown>): Promise<void>;
  /** Resolves when plans have followed every event. */
  folded(): Promise<void>;
  /** Folds all events anew. */
  rebuild(): Promise<void>;
  /** Everything the projection holds, as text. */
  dump(): string;
}

export function openPlanStore(dataDir = tempDir()): PlanStore {
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  return {
    store,
    async take(event) {
      const body = new Uint8Array(Buffer.from(JSON.stringify(event)));
      const envelope = readEnvelope(event);
      if (envelope === null) throw new Error('The fixture is no event.');
      await store.write.recordEvent(envelope, receiptOf(body), []);
    },
    async folded() {
      while ((await store.write.projectPlans(1_000)).events > 0);
    },
    async rebuild() {
      await store.write.forgetPlans();
      await this.folded();
    },
    dump() {
      const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
      const tables = [
        'plan_customers',
        'plan_facts',
        'plan_changes',
        'plan_links',
        'plan_orphans',
        'plan_catalogue',
      ];
      const rows = tables.map((table) => [
        table,
        db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all(),
      ]);
      db.close();
      return JSON.stringify(rows, null, 1);
    },
  };
}

/** What is known of each customer, by account, mode and id. */
export function statesIn({ store }: PlanStore): Record<string, CustomerState> {
  return Object.fromEntries(
    store.plans
      .listCustomers()
      .map(({ key, livemode, account, state }) => [`${account} ${livemode} ${key}`, state]),
  );
}

// Watches the engine's feed for the tray and the notifications: the status, the last events, and what is news. What was so
// when the watch began is none.
import type { Engine } from '#engine/engine.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import type { LiveMessage } from '#shared/contract/live.ts';
import type { DriftedCustomer } from '#shared/contract/plans.ts';
import type { Status } from '#shared/contract/status.ts';
import { createDriftNews } from '#shared/domain/plans/drift-news.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import { lineVerdict, type LineVerdict } from './line-verdict.ts';

const RECENT = 5;
const PAGE = 50;

export interface FailedEvent {
  event: EventSummary;
  /** The one that did not take it. */
  endpoint: { id: string; name: string } | null;
}

export type News =
  | { what: 'failed'; failed: readonly FailedEvent[] }
  | { what: 'held'; endpoint: { id: string; name: string }; held: number }
  | { what: 'drift'; customers: readonly DriftedCustomer[] }
  | { what: 'line_down'; state: ForwarderState }
  | { what: 'line_up' }
  /** What was told before is so no more. */
  | { what: 'over'; of: 'failed' | 'held' | 'drift' | 'line_down' };

export interface Watched {
  status: Status;
  /** The last five events, newest first; requests that were refused are none. */
  recent: readonly EventSummary[];
}

export interface EngineWatch {
  current(): Watched;
  dispose(): void;
}

export interface EngineWatchDeps {
  engine: {
    feed: Pick<Engine['feed'], 'subscribe'>;
    status: Engine['status'];
    store: Pick<Engine['store'], 'reads' | 'deliveries'>;
  };
  onStatus: (watched: Watched) => void;
  onNews: (news: News) => void;
  /** The watch ended by itself. */
  onError: (error: unknown) => void;
  /** Unix milliseconds, as the engine has them. */
  now?: () => number;
}

export function createEngineWatch(deps: EngineWatchDeps): EngineWatch {
  const { engine, onStatus, onNews, onError, now = Date.now } = deps;
  const { reads, deliveries } = engine.store;
  const stopping = new AbortController();
  const startedAt = now();
  const failedKnown = new Set<number>();
  let status = engine.status();
  const newDrifts = createDriftNews(status.plans.drifted);
  let recent = loadRecent();
  let settled: LineVerdict = lineVerdict(status.forwarder.state);

  function loadRecent(): readonly EventSummary[] {
    const found: EventSummary[] = [];
    for (let cursor: number | null = null; found.length < RECENT;) {
      const page = reads.listEvents({}, cursor, PAGE);
      found.push(...page.items.filter(({ kind }) => kind !== 'rejected'));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    return found.slice(0, RECENT);
  }

  /** Old ones fail anew only by an attempt made since; a pin or a name that became known changes them, too. */
  function failedSince({ seq, receivedAt }: EventSummary): boolean {
    if (receivedAt >= startedAt) return true;
    const last = deliveries.listAttempts(seq).at(-1);
    return last !== undefined && last.startedAt + (last.timings.totalMs ?? 0) >= startedAt;
  }

  function endpointOf(seq: number): FailedEvent['endpoint'] {
    const [only, ...others] = status.endpoints;
    // In a burst of failures no query for each.
    if (only !== undefined && others.length === 0) return { id: only.id, name: only.name };
    const failed = deliveries.listDeliveries(seq).find(({ state }) => state === 'failed');
    return failed === undefined ? null : { id: failed.endpointId, name: failed.endpointName };
  }

  function onEvents(changed: readonly EventSummary[]): void {
    const failed: FailedEvent[] = [];
    for (const event of changed) {
      // On its way again it is as good as failed still: only an answer that is well makes the next failure news.
      if (event.deliveryState === 'delivered') failedKnown.delete(event.seq);
      else if (event.deliveryState === 'failed' && !failedKnown.has(event.seq)) {
        failedKnown.add(event.seq);
        if (failedSince(event)) failed.push({ event, endpoint: endpointOf(event.seq) });
      }
    }
    if (failed.length > 0) onNews({ what: 'failed', failed });
    const others = new Map(recent.map((event) => [event.seq, event]));
    for (const event of changed) if (event.kind !== 'rejected') others.set(event.seq, event);
    recent = [...others.values()].toSorted((a, b) => b.seq - a.seq).slice(0, RECENT);
    onStatus({ status, recent });
  }

  function onNewStatus(next: Status): void {
    const before = status;
    status = next;
    // Removed ones are not told by the feed, only that there are fewer.
    if (next.counts.all < before.counts.all) recent = loadRecent();
    tellHeld(before, next);
    const customers = newDrifts(next.plans.drifted);
    if (customers.length > 0) onNews({ what: 'drift', customers });
    if (next.plans.drifting === 0 && before.plans.drifting > 0) onNews({ what: 'over', of: 'drift' });
    if (next.counts.failed === 0 && before.counts.failed > 0) onNews({ what: 'over', of: 'failed' });
    tellLine(next.forwarder.state);
    onStatus({ status, recent });
  }

  function tellHeld(before: Status, next: Status): void {
    const heldBefore = new Map(before.health.map(({ endpointId, held }) => [endpointId, held]));
    for (const { id, name, paused } of next.endpoints) {
      const held = heldAt(next, id);
      // Who pauses an endpoint knows that it holds.
      if (held > 0 && !paused && (heldBefore.get(id) ?? 0) === 0) {
        onNews({ what: 'held', endpoint: { id, name }, held });
      }
    }
    const none = ({ health }: Status): boolean => health.every(({ held }) => held === 0);
    if (none(next) && !none(before)) onNews({ what: 'over', of: 'held' });
  }

  function tellLine(state: ForwarderState): void {
    const verdict = lineVerdict(state);
    // On its way it is neither: what was before still counts.
    if (verdict === 'on_its_way' || verdict === settled) return;
    const before = settled;
    settled = verdict;
    if (verdict === 'down' && before === 'up') onNews({ what: 'line_down', state });
    else if (verdict === 'up' && before === 'down') onNews({ what: 'line_up' });
    if (before === 'down') onNews({ what: 'over', of: 'line_down' });
  }

  function onMessage(message: LiveMessage): void {
    if (message.kind === 'events') onEvents(message.changed.map(({ event }) => event));
    else if (message.kind === 'status') onNewStatus(message.status);
  }

  async function watch(): Promise<void> {
    for await (const message of engine.feed.subscribe({}, stopping.signal)) {
      if (stopping.signal.aborted) return;
      onMessage(message);
    }
  }
  watch().catch(onError);

  return {
    current: () => ({ status, recent }),
    dispose: () => stopping.abort(),
  };
}

function heldAt({ health }: Status, id: string): number {
  return health.find(({ endpointId }) => endpointId === id)?.held ?? 0;
}

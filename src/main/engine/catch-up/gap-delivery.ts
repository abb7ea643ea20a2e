// Delivers gaps, one after another, each event after the one before was answered, in the order Stripe created them.
import type { Gap } from '#shared/contract/catch-up.ts';
import { misfitOf, type Misfit } from '#shared/domain/filter/arrival-condition.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import { readEnvelope, type EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { Clock } from '../ports.ts';
import type { EndpointMatch, OpenedDelivery } from '../store/delivery-writes.ts';
import type { Store } from '../store/store.ts';

export interface StoredEventToSend {
  seq: number;
  /** Unix milliseconds. */
  createdAt: number;
  customerId: string | null;
  opened: readonly OpenedDelivery[];
}

export interface GapDelivery {
  /** Something may have changed: a gap is to be delivered, or what stood in the way has gone. */
  kick(): void;
  dispose(): void;
}

export interface GapDeliveryDeps {
  store: Pick<Store, 'gaps' | 'reads' | 'write' | 'onCommit'>;
  match: (envelope: EventEnvelope, misfit: (condition: string) => Misfit | null) => EndpointMatch[];
  /** Resolves when each endpoint has answered, failed, or is holding it. */
  send: (event: StoredEventToSend) => Promise<void>;
  /** Why nothing can be delivered now. */
  obstacle: () => Gap['problem'];
  clock: Clock;
  onChange: () => void;
  onError: (error: unknown) => void;
}

const AFTER_TROUBLE_MS = 2_000;

export function createGapDelivery(deps: GapDeliveryDeps): GapDelivery {
  const { store, clock, onChange } = deps;
  const closing = new AbortController();
  const closed = new Promise<void>((resolve) => {
    closing.signal.addEventListener('abort', () => resolve());
  });
  let running = false;
  let again = false;
  let timer: NodeJS.Timeout | null = null;
  /** Gaps that were begun or gone on with in this run. */
  const begun = new Set<number>();
  /** An event that a run before was sending is sent again by the delivery of pending events: the next one waits for it. */
  let awaitsRecovered = false;
  const stopListening = store.onCommit(() => {
    if (awaitsRecovered) kick();
  });

  async function sendNext(
    gapId: number,
    { seq, createdAt }: { seq: number; createdAt: number },
  ): Promise<void> {
    const body = store.reads.findBody(seq);
    const payload: unknown = body === null ? null : jsonOfBytes(body);
    const read = readEnvelope(payload);
    const stored = store.reads.findEventBySeq(seq);
    const envelope = read === null ? null : { ...read, account: stored?.account ?? null };
    const source = stored?.source ?? 'backfill';
    const matches =
      envelope === null
        ? []
        : deps.match(envelope, (condition) => misfitOf(condition, { envelope, source, payload }));
    const opened = await store.write.openOfGap(gapId, seq, matches);
    if (opened.length === 0) return;
    await Promise.race([
      deps.send({ seq, createdAt, customerId: envelope?.customerId ?? null, opened }),
      // A send that is called off at the end is never heard of again; it is taken up at the next start.
      closed,
    ]);
  }

  async function deliverAll(): Promise<void> {
    while (!closing.signal.aborted) {
      const gap = store.gaps.listGapsIn(['delivering'])[0];
      if (gap === undefined) return;
      const obstacle = deps.obstacle();
      if (obstacle !== gap.problem) await store.write.setGapProblem(gap.id, obstacle);
      if (obstacle !== null) return;
      const next = store.gaps.findNextOfGap(gap.id);
      if (next !== null && !begun.has(gap.id)) {
        awaitsRecovered = store.gaps.stateOfLastSent(gap.id, next.createdAt) === 'pending';
        if (awaitsRecovered) return;
        begun.add(gap.id);
      }
      if (next !== null) await sendNext(gap.id, next);
      else await store.write.setGapState(gap.id, 'done', clock.now());
      onChange();
    }
  }

  function kick(): void {
    if (closing.signal.aborted) return;
    again = true;
    if (running) return;
    running = true;
    const work = async (): Promise<void> => {
      while (again && !closing.signal.aborted) {
        again = false;
        await deliverAll();
      }
    };
    work()
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        deps.onError(error);
        timer = setTimeout(kick, AFTER_TROUBLE_MS).unref();
      })
      .finally(() => {
        running = false;
        onChange();
      });
  }

  return {
    kick,
    dispose() {
      closing.abort();
      stopListening();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

// The picture of a story, without pixels: in which order events were created, received and delivered, where each stands on every
// lane, and what happened there. A slot is a line of the picture, counted from 0.
import { isDelivered, type AttemptTrigger, type EndpointDeliveryState } from '../delivery.ts';
import { countOvertaken, ranksBy } from './order-ranks.ts';

export interface PicturedAttempt {
  id: number;
  endpointId: string | null;
  endpointName: string;
  trigger: AttemptTrigger;
  edited: boolean;
  startedAt: number;
  durationMs: number | null;
  status: number | null;
  errorClass: string | null;
}

export interface PicturedEvent<A extends PicturedAttempt = PicturedAttempt> {
  event: { seq: number; createdAt: number | null; receivedAt: number };
  /** Every arrival, oldest first. */
  receipts: readonly { receivedAt: number }[];
  deliveries: readonly {
    endpointId: string;
    endpointName: string;
    state: EndpointDeliveryState;
    heldSince: number | null;
    nextAttemptAt: number | null;
  }[];
  attempts: readonly A[];
}

/** `first`: as the event came · `retry`: by itself after a failure · `released`: after waiting · `replay`: asked for by somebody. */
export type MarkKind = 'first' | 'retry' | 'released' | 'replay';

export interface PictureMark<A extends PicturedAttempt = PicturedAttempt> {
  attempt: A;
  kind: MarkKind;
  ok: boolean;
}

export interface EndpointStop<A extends PicturedAttempt = PicturedAttempt> {
  slot: number;
  /** Place among those delivered here; null = not delivered. */
  place: number | null;
  /** So many that arrived earlier were delivered here later, or not yet. */
  ahead: number;
  /** So many that arrived later were delivered here earlier. */
  behind: number;
  /** null = sent to an address that is no endpoint. */
  state: EndpointDeliveryState | null;
  /** Between the arrival and the first attempt, where that was no mere moment; null when it is still waiting, or did not. */
  waitedMs: number | null;
  nextAttemptAt: number | null;
  marks: PictureMark<A>[];
}

export interface PictureRow<E extends PicturedEvent = PicturedEvent> {
  of: E;
  created: { slot: number; place: number };
  /** `ahead`: so many that were created earlier arrived later · `behind`: so many that were created later arrived earlier. */
  received: { slot: number; place: number; ahead: number; behind: number };
  /** One for each endpoint of the picture; null = not meant for it. */
  stops: (EndpointStop<E['attempts'][number]> | null)[];
}

export interface StoryPicture<E extends PicturedEvent = PicturedEvent> {
  /** In the order of creation. */
  rows: PictureRow<E>[];
  endpoints: { key: string; name: string }[];
  /** The first creation and the first arrival: from there offsets are counted. */
  createdFrom: number;
  receivedFrom: number;
}

/** Waiting for less is the way through Hookline. */
const WAIT_MS = 250;

const KIND_OF: Readonly<Record<AttemptTrigger, MarkKind>> = {
  live: 'first',
  redelivery: 'first',
  retry: 'retry',
  released: 'released',
  recovery: 'released',
  catch_up: 'first',
  reconnect: 'retry',
  endpoint_changed: 'retry',
  resend: 'replay',
  resend_failed: 'replay',
  resend_many: 'replay',
  edited: 'replay',
  find_out: 'replay',
  find_out_original: 'replay',
};

/** What arrived without saying when it was created counts as created then. */
export function createdAtOf({ event }: PicturedEvent): number {
  return event.createdAt ?? event.receivedAt;
}

export const isGood = ({ status, errorClass }: PicturedAttempt): boolean =>
  errorClass === null && isDelivered(status);

export function markKindOf({ trigger, edited }: PicturedAttempt): MarkKind {
  return edited ? 'replay' : KIND_OF[trigger];
}

const endpointKey = ({ endpointId, endpointName }: PicturedAttempt): string =>
  endpointId ?? `once ${endpointName}`;

/** @param events in the order of arrival */
export function drawStory<E extends PicturedEvent>(events: readonly E[]): StoryPicture<E> {
  const arrival = new Map(events.map((one, index) => [one, index]));
  const byArrival = (a: E, b: E): number => (arrival.get(a) ?? 0) - (arrival.get(b) ?? 0);
  // Stripe tells whole seconds: of those of one second, the order of arrival is as good as any.
  const created = ranksBy(events, (a, b) => createdAtOf(a) - createdAtOf(b) || byArrival(a, b));
  const ahead = countOvertaken(events, createdAtOf);
  const behind = countOvertaken(events.toReversed(), (one) => -createdAtOf(one));
  const endpoints = endpointsOf(events);
  const lanes = endpoints.map(({ key }) => drawLane(events, key, arrival));
  const rows = events.map((one, index): PictureRow<E> => {
    const place = created.get(one) ?? index + 1;
    return {
      of: one,
      created: { slot: place - 1, place },
      received: {
        slot: index,
        place: index + 1,
        ahead: ahead.get(one) ?? 0,
        behind: behind.get(one) ?? 0,
      },
      stops: lanes.map((lane) => lane.get(one) ?? null),
    };
  });
  return {
    rows: rows.toSorted((a, b) => a.created.slot - b.created.slot),
    endpoints,
    createdFrom: Math.min(...events.map(createdAtOf)),
    receivedFrom: Math.min(...events.map(({ event }) => event.receivedAt)),
  };
}

/** Those the events were meant for, in their own order; then addresses given for once. */
function endpointsOf(events: readonly PicturedEvent[]): StoryPicture['endpoints'] {
  const found = new Map<string, string>();
  for (const { deliveries } of events) {
    for (const { endpointId, endpointName, state } of deliveries) {
      if (state !== 'skipped') found.set(endpointId, endpointName);
    }
  }
  for (const { attempts } of events) {
    for (const attempt of attempts) {
      const key = endpointKey(attempt);
      if (!found.has(key)) found.set(key, attempt.endpointName);
    }
  }
  return [...found].map(([key, name]) => ({ key, name }));
}

function drawLane<E extends PicturedEvent>(
  events: readonly E[],
  key: string,
  arrival: ReadonlyMap<E, number>,
): Map<E, EndpointStop<E['attempts'][number]>> {
  const attemptsOf = (one: E) => one.attempts.filter((attempt) => endpointKey(attempt) === key);
  const deliveryOf = (one: E) => one.deliveries.find(({ endpointId }) => endpointId === key);
  const stopping = events.filter((one) => {
    const delivery = deliveryOf(one);
    return (delivery !== undefined && delivery.state !== 'skipped') || attemptsOf(one).length > 0;
  });
  const arrivalOf = (one: E): number => arrival.get(one) ?? 0;

  // When it first got there decides where it stands; without a change of order it stands where it arrived.
  const reachedAt = (one: E): number => attemptsOf(one)[0]?.startedAt ?? Infinity;
  const reached = stopping.toSorted(
    (a, b) => compare(reachedAt(a), reachedAt(b)) || arrivalOf(a) - arrivalOf(b),
  );
  const slots = new Map(reached.map((one, index) => [one, arrivalOf(stopping[index] ?? one)]));

  // An edited body is another one: it delivers nothing of what arrived.
  const goodOf = (one: E) => attemptsOf(one).find((attempt) => isGood(attempt) && !attempt.edited);
  const deliveredAt = (one: E): number => goodOf(one)?.startedAt ?? Infinity;
  const inOrder = stopping.toSorted(
    (a, b) =>
      compare(deliveredAt(a), deliveredAt(b)) ||
      (goodOf(a)?.id ?? 0) - (goodOf(b)?.id ?? 0) ||
      arrivalOf(a) - arrivalOf(b),
  );
  const ahead = countOvertaken(inOrder, arrivalOf);
  const behind = countOvertaken(inOrder.toReversed(), (one) => -arrivalOf(one));

  return new Map(
    stopping.map((one) => {
      const delivery = deliveryOf(one);
      const attempts = attemptsOf(one);
      const [first] = attempts;
      const waitedMs = first === undefined ? null : first.startedAt - one.event.receivedAt;
      const isDone = goodOf(one) !== undefined;
      return [
        one,
        {
          slot: slots.get(one) ?? 0,
          place: isDone ? inOrder.indexOf(one) + 1 : null,
          ahead: isDone ? (ahead.get(one) ?? 0) : 0,
          behind: isDone ? (behind.get(one) ?? 0) : 0,
          state: delivery?.state ?? null,
          // Sending to an address for once begins when somebody asks for it.
          waitedMs: waitedMs !== null && waitedMs >= WAIT_MS && delivery !== undefined ? waitedMs : null,
          nextAttemptAt: delivery?.nextAttemptAt ?? null,
          marks: attempts.map((attempt) => ({ attempt, kind: markKindOf(attempt), ok: isGood(attempt) })),
        },
      ];
    }),
  );
}

/** Also where both are infinite. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

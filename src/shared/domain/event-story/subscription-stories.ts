// Subscriptions: what began, changed and ended, told from the object as it is and as it was. Source: facts F1, F2, F5 rule 9.
import { asObject, isObject, text, unixSeconds, type Json } from '../json-read.ts';
import { readSubscription, type SubSnapshot } from '../plans/read-subscription.ts';
import { addOnsNote, methodChange, plansOf, planValue } from './read.ts';
import { note, type Note, type Occasion, type Teller, type Told } from './story.ts';
import { dateValue, enumValue, numberValue, textValue, type Value } from './value.ts';

interface Reading {
  sub: SubSnapshot;
  plan: Value | null;
  notes: (Note | null)[];
}

function read(object: Json): Reading | null {
  const sub = readSubscription(object);
  if (sub === null) return null;
  const [main, ...others] = plansOf(sub);
  const price = note('price', { price: planValue(main ?? null, 'price') });
  return { sub, plan: planValue(main ?? null), notes: [price, addOnsNote(others), whatComesNext(sub)] };
}

function whatComesNext({
  status,
  cancelScheduled,
  endsAt,
  endedAt,
  trialEnd,
  periodEnd,
}: SubSnapshot): Note | null {
  if (endedAt !== null || status === 'incomplete' || status === 'incomplete_expired') return null;
  if (cancelScheduled) return note('ends', { date: dateValue(endsAt) });
  if (status === 'trialing') return note('trialUntil', { date: dateValue(trialEnd) });
  return status === 'active' ? note('renews', { date: dateValue(periodEnd) }) : null;
}

/** Why it ended or will: what Stripe gives as reason, and what the customer said. */
function whyCanceled(object: Json): (Note | null)[] {
  const details = asObject(object['cancellation_details']);
  return [
    note('reason', { reason: enumValue('cancellationReason', text(details['reason'])) }),
    note('feedback', { feedback: enumValue('feedback', text(details['feedback'])) }),
    note('comment', { text: textValue(text(details['comment'])) }),
  ];
}

const without = (notes: readonly (Note | null)[], code: Note['code']): (Note | null)[] =>
  notes.filter((one) => one?.code !== code);

function tell(how: (reading: Reading, occasion: Occasion) => Told): Teller {
  return (occasion) => {
    const reading = read(occasion.object);
    // A word that cannot be found: the plainer sentence is told.
    if (reading === null) return { code: 'sub_updated', words: { plan: null } };
    const told = how(reading, occasion);
    return { ...told, words: { plan: reading.plan, ...told.words }, notes: told.notes ?? reading.notes };
  };
}

function created({ sub, notes }: Reading): Told {
  if (sub.status === 'trialing') {
    return {
      code: 'sub_created_trialing',
      words: { date: dateValue(sub.trialEnd) },
      notes: without(notes, 'trialUntil'),
    };
  }
  return { code: sub.status === 'incomplete' ? 'sub_created_incomplete' : 'sub_created' };
}

function deleted({ sub, notes }: Reading, { object }: Occasion): Told {
  const why = whyCanceled(object);
  const ended = note('ended', { date: dateValue(sub.endedAt) });
  const unpaid = asObject(object['cancellation_details'])['reason'] === 'payment_failed';
  return unpaid
    ? { code: 'sub_deleted_unpaid', notes: [ended, ...why.slice(1), ...notes] }
    : { code: 'sub_deleted', notes: [ended, ...why, ...notes] };
}

/** Of all that an update changed, what a person would tell first. */
function updated(reading: Reading, occasion: Occasion): Told {
  const former = readSubscription(occasion.former);
  if (former === null || Object.keys(occasion.previous).length === 0) return { code: 'sub_updated' };
  return (
    statusChange(former, reading.sub, occasion.object['collection_method']) ??
    cancellation(former, reading, occasion.object) ??
    itemChange(former, reading.sub) ??
    collection(former, reading) ??
    otherChange(former, reading, occasion)
  );
}

function statusChange(former: SubSnapshot, { status }: SubSnapshot, collectionMethod: unknown): Told | null {
  if (former.status === status) return null;
  // An invoice that is sent is paid by the customer: Stripe attempted nothing.
  if (status === 'past_due') {
    return { code: collectionMethod === 'send_invoice' ? 'sub_past_due_sent' : 'sub_past_due' };
  }
  if (status === 'unpaid') return { code: 'sub_unpaid' };
  if (status === 'paused') return { code: 'sub_paused' };
  if (status === 'incomplete_expired') return { code: 'sub_incomplete_expired' };
  if (status === 'active') {
    if (former.status === 'incomplete') return { code: 'sub_activated' };
    if (former.status === 'trialing') return { code: 'sub_trial_converted' };
    if (former.status === 'past_due' || former.status === 'unpaid') return { code: 'sub_recovered' };
    if (former.status === 'paused') return { code: 'sub_resumed' };
  }
  return {
    code: 'sub_status',
    words: { before: enumValue('status', former.status), after: enumValue('status', status) },
  };
}

function cancellation(former: SubSnapshot, { sub, notes }: Reading, object: Json): Told | null {
  if (former.cancelScheduled === sub.cancelScheduled) {
    if (!sub.cancelScheduled || sub.endedAt !== null || former.endsAt === sub.endsAt) return null;
    return {
      code: 'sub_cancel_moved',
      words: { date: dateValue(sub.endsAt) },
      notes: without(notes, 'ends'),
    };
  }
  if (!sub.cancelScheduled) return sub.endedAt === null ? { code: 'sub_cancel_withdrawn' } : null;
  return {
    code: 'sub_cancel_scheduled',
    words: { date: dateValue(sub.endsAt) },
    notes: [...whyCanceled(object), ...without(notes, 'ends')],
  };
}

function itemChange(former: SubSnapshot, present: SubSnapshot): Told | null {
  const [before, after] = [plansOf(former), plansOf(present)];
  const priceIds = (plans: typeof before): Set<string | null> => new Set(plans.map(({ priceId }) => priceId));
  const [had, has] = [priceIds(before), priceIds(after)];
  const gone = before.filter(({ priceId }) => !has.has(priceId));
  const come = after.filter(({ priceId }) => !had.has(priceId));
  const [lost, got] = [planValue(gone[0] ?? null), planValue(come[0] ?? null)];
  if (lost !== null && got !== null) return { code: 'sub_plan_changed', words: { before: lost, after: got } };
  if (got !== null) return { code: 'sub_item_added', words: { after: got } };
  if (lost !== null) return { code: 'sub_item_removed', words: { before: lost } };
  for (const plan of after) {
    const old = before.find(({ priceId }) => priceId === plan.priceId)?.quantity ?? null;
    if (old === null || plan.quantity === null || old === plan.quantity) continue;
    return {
      code: 'sub_quantity_changed',
      words: { plan: planValue(plan), before: numberValue(old), after: numberValue(plan.quantity) },
    };
  }
  return null;
}

function collection(former: SubSnapshot, { sub, notes }: Reading): Told | null {
  const [before, after] = [former.pauseCollection, sub.pauseCollection];
  if ((before === null) === (after === null)) return null;
  if (after === null) return { code: 'sub_collection_resumed' };
  return {
    code: 'sub_collection_paused',
    notes: [
      note('reason', { reason: enumValue('pauseBehavior', after.behavior) }),
      note('resumes', { date: dateValue(after.resumesAt) }),
      ...without(notes, 'renews'),
    ],
  };
}

function otherChange(former: SubSnapshot, { sub, notes }: Reading, occasion: Occasion): Told {
  const { previous } = occasion;
  if (former.pendingUpdate !== sub.pendingUpdate && sub.pendingUpdate) return { code: 'sub_pending' };
  if (sub.status === 'trialing' && former.trialEnd !== sub.trialEnd) {
    return {
      code: 'sub_trial_moved',
      words: { date: dateValue(sub.trialEnd) },
      notes: without(notes, 'trialUntil'),
    };
  }
  if (former.periodEnd !== null && (sub.periodEnd ?? 0) > former.periodEnd) {
    return {
      code: 'sub_renewed',
      words: { date: dateValue(sub.periodEnd) },
      notes: without(notes, 'renews'),
    };
  }
  if (former.scheduleId !== sub.scheduleId) {
    return { code: sub.scheduleId === null ? 'sub_unscheduled' : 'sub_scheduled' };
  }
  if ('default_payment_method' in previous || 'default_source' in previous) {
    const change = methodChange(occasion, ['default_payment_method', 'default_source']);
    return { code: change === 'changed' ? 'sub_payment_method' : `sub_payment_method_${change}` };
  }
  if ('discount' in previous || 'discounts' in previous) return { code: 'sub_discount' };
  return { code: isObject(previous['metadata']) ? 'sub_metadata' : 'sub_updated' };
}

export const SUBSCRIPTION_STORIES: Record<string, Teller> = {
  'customer.subscription.created': tell(created),
  'customer.subscription.updated': tell(updated),
  'customer.subscription.deleted': tell(deleted),
  'customer.subscription.paused': tell(() => ({ code: 'sub_paused' })),
  'customer.subscription.resumed': tell(() => ({ code: 'sub_resumed' })),
  'customer.subscription.trial_will_end': tell(({ sub, notes }) => ({
    code: 'sub_trial_will_end',
    words: { date: dateValue(sub.trialEnd) },
    notes: without(notes, 'trialUntil'),
  })),
  'customer.subscription.pending_update_applied': tell(() => ({ code: 'sub_pending_applied' })),
  'customer.subscription.pending_update_expired': tell(() => ({ code: 'sub_pending_expired' })),
  'subscription_schedule.created': ({ object }) => ({ code: 'schedule_created', notes: phases(object) }),
  'subscription_schedule.updated': ({ object }) => ({ code: 'schedule_updated', notes: phases(object) }),
  'subscription_schedule.released': () => ({ code: 'schedule_released' }),
  'subscription_schedule.canceled': () => ({ code: 'schedule_canceled' }),
  'subscription_schedule.completed': () => ({ code: 'schedule_completed' }),
  'subscription_schedule.aborted': () => ({ code: 'schedule_aborted' }),
  'subscription_schedule.expiring': ({ object }) => ({
    code: 'schedule_expiring',
    words: { date: dateValue(lastPhaseEnd(object)) },
  }),
};

/** The phases still to come, by what is sold in them. */
function phases(schedule: Json): (Note | null)[] {
  const now = unixSeconds(asObject(schedule['current_phase'])['start_date']) ?? 0;
  return phaseList(schedule)
    .filter((phase) => (unixSeconds(phase['start_date']) ?? 0) > now)
    .slice(0, 3)
    .map((phase) => {
      const items = Array.isArray(phase['items']) ? phase['items'].map(asObject) : [];
      const values = items.flatMap((item) => {
        const id = text(item['price']) ?? text(item['plan']);
        return id === null ? [] : [planValue(bareRef(id)) as Value];
      });
      const date = dateValue(unixSeconds(phase['start_date']));
      return note('phase', { date, plans: values.length === 0 ? null : { kind: 'list', values } });
    });
}

const phaseList = (schedule: Json): Json[] =>
  Array.isArray(schedule['phases']) ? schedule['phases'].map(asObject) : [];
const lastPhaseEnd = (schedule: Json): number | null =>
  unixSeconds(phaseList(schedule).at(-1)?.['end_date']) ??
  unixSeconds(asObject(schedule['current_phase'])['end_date']);

/** Schedules name their prices by id alone. */
function bareRef(priceId: string): Parameters<typeof planValue>[0] {
  return {
    key: priceId,
    priceId,
    productId: null,
    lookupKey: null,
    nickname: null,
    unitAmount: null,
    currency: null,
    interval: null,
    intervalCount: 1,
    quantity: null,
    periodEnd: null,
    trialEnd: null,
  };
}

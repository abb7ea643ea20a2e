// Payments: intents, charges, refunds, disputes, and the means to pay with. Source: facts F3.
import { growth } from '../event-amount.ts';
import { asArray, asObject, idOf, integer, text, type Json } from '../json-read.ts';
import {
  absolute,
  date,
  declineNote,
  descriptionNote,
  intentMethod,
  isZero,
  methodNote,
  methodOf,
  money,
  statusNote,
} from './read.ts';
import { note, type Note, type Occasion, type Teller, type Told } from './story.ts';
import type { StoryCode } from './story-codes.ts';
import { enumValue, idValue, moneyValue, textValue, type Value } from './value.ts';

/** Of what was authorized, a part may be captured. */
function captured(code: StoryCode, key: 'amount_received' | 'amount_captured', more: Teller): Teller {
  return (occasion) => {
    const { object } = occasion;
    const [taken, amount] = [integer(object[key]) ?? 0, integer(object['amount']) ?? 0];
    const told = more(occasion);
    if (taken <= 0 || taken >= amount) return { ...told, code };
    return {
      code,
      words: { money: money(object, key) },
      notes: [note('ofAuthorized', { money: money(object, 'amount') }), ...(told.notes ?? [])],
    };
  };
}

function intent(code: StoryCode, more: (intent: Json) => (Note | null)[] = () => []): Teller {
  return ({ object }) => ({
    code,
    words: { money: money(object, 'amount') },
    notes: [...more(object), intentMethod(object), descriptionNote(object)],
  });
}

function charge(code: StoryCode, more: (charge: Json) => (Note | null)[] = () => []): Teller {
  return ({ object }) => ({
    code,
    words: { money: money(object, 'amount') },
    notes: [...more(object), methodNote(object['payment_method_details']), descriptionNote(object)],
  });
}

const chargeFailure = (object: Json): (Note | null)[] => [
  declineNote({
    decline_code: asObject(object['outcome'])['reason'],
    code: object['failure_code'],
    message: object['failure_message'],
  }),
];

function chargeSucceeded(occasion: Occasion): Told {
  return occasion.object['captured'] === false
    ? charge('payment_capturable')(occasion)
    : charge('charge_succeeded')(occasion);
}

/** What a running sum grew by with this event. */
function stepOf({ object, previous }: Pick<Occasion, 'object' | 'previous'>, key: string): Value | null {
  return moneyValue(growth(object, previous, key), text(object['currency']));
}

/** `refunded` is true only once all of it is. */
function chargeRefunded({ object, previous }: Occasion): Told {
  const all = money(object, 'amount_refunded');
  const earlier = integer(previous['amount_refunded']) ?? 0;
  const notes = [methodNote(object['payment_method_details']), descriptionNote(object)];
  if (object['refunded'] === true && earlier === 0) {
    return { code: 'charge_refunded', words: { money: all }, notes };
  }
  return {
    code: 'charge_partly_refunded',
    words: { money: stepOf({ object, previous }, 'amount_refunded'), total: money(object, 'amount') },
    notes: [earlier > 0 ? note('refundedInAll', { money: all }) : null, ...notes],
  };
}

function dispute(code: StoryCode): Teller {
  return ({ object }) => ({
    code,
    words: { money: money(object, 'amount') },
    notes: [
      note('reason', { reason: enumValue('disputeReason', text(object['reason'])) }),
      code === 'dispute_created' || code === 'dispute_inquiry'
        ? note('respondBy', { date: date(asObject(object['evidence_details']), 'due_by') })
        : null,
      code === 'dispute_withdrawn' ? feeNote(object) : null,
      methodNote(object['payment_method_details']),
      code === 'dispute_updated' ? statusNote(object) : null,
    ],
  });
}

/** What the dispute itself costs, win or lose. */
function feeNote(object: Json): Note | null {
  const withdrawal = asObject(asArray(object['balance_transactions'])[0]);
  const fee = money(withdrawal, 'fee');
  return isZero(fee) ? null : note('fee', { money: fee });
}

function disputeCreated(occasion: Occasion): Told {
  if (occasion.object['status'] === 'prevented') return dispute('dispute_prevented')(occasion);
  const early = text(occasion.object['status'])?.startsWith('warning_') === true;
  return dispute(early ? 'dispute_inquiry' : 'dispute_created')(occasion);
}

function disputeClosed(occasion: Occasion): Told {
  const status = occasion.object['status'];
  if (status === 'won') return dispute('dispute_won')(occasion);
  if (status === 'lost') return dispute('dispute_lost')(occasion);
  if (status === 'prevented') return dispute('dispute_prevented')(occasion);
  return dispute('dispute_closed')(occasion);
}

function refund(code: StoryCode): Teller {
  return ({ object }) => ({
    code,
    words: { money: money(object, 'amount') },
    notes: [
      note('reason', { reason: enumValue('refundReason', text(object['reason'])) }),
      note('cause', { reason: enumValue('refundFailure', text(object['failure_reason'])) }),
      object['status'] === 'succeeded' ? null : statusNote(object),
    ],
  });
}

function refundMade(occasion: Occasion): Told {
  const status = occasion.object['status'];
  if (status === 'pending' || status === 'requires_action') return refund('refund_pending')(occasion);
  return refund(status === 'failed' ? 'refund_failed' : 'refund_created')(occasion);
}

const method =
  (code: StoryCode): Teller =>
  ({ object }) => ({ code, notes: [methodNote(object)] });

const setup =
  (code: StoryCode): Teller =>
  ({ object }) => ({
    code,
    notes: [
      declineNote(object['last_setup_error']),
      methodNote(asObject(object['last_setup_error'])['payment_method']),
      descriptionNote(object),
    ],
  });

function payoutFailure(object: Json): Note | null {
  const [code, message] = [text(object['failure_code']), text(object['failure_message'])];
  return (
    note('cause', { reason: enumValue('payoutFailure', code, message) }) ??
    note('message', { message: textValue(message) })
  );
}

const transfer =
  (code: StoryCode): Teller =>
  (occasion) => ({
    code,
    words: {
      money:
        code === 'transfer_reversed' ? stepOf(occasion, 'amount_reversed') : money(occasion.object, 'amount'),
      account: idValue(idOf(occasion.object['destination'])),
    },
    notes: [descriptionNote(occasion.object)],
  });

/** A negative payout takes money from the bank account to the balance. */
const payout =
  (step: 'created' | 'updated' | 'paid' | 'failed' | 'canceled' | 'reconciled'): Teller =>
  ({ object }) => ({
    code: (integer(object['amount']) ?? 0) < 0 ? `withdrawal_${step}` : `payout_${step}`,
    words: { money: absolute(money(object, 'amount')) },
    notes: [
      step === 'created' || step === 'updated'
        ? note('arrives', { date: date(object, 'arrival_date') })
        : null,
      payoutFailure(object),
      descriptionNote(object),
    ],
  });

export const PAYMENT_STORIES: Record<string, Teller> = {
  'payment_intent.created': intent('payment_created'),
  'payment_intent.processing': intent('payment_processing'),
  'payment_intent.succeeded': captured('payment_succeeded', 'amount_received', intent('payment_succeeded')),
  'payment_intent.payment_failed': intent('payment_failed', (object) => [
    declineNote(object['last_payment_error']),
  ]),
  'payment_intent.requires_action': intent('payment_action_required'),
  'payment_intent.canceled': intent('payment_canceled', (object) => [
    note('reason', { reason: enumValue('paymentCancellation', text(object['cancellation_reason'])) }),
  ]),
  'payment_intent.amount_capturable_updated': intent('payment_capturable'),
  'payment_intent.partially_funded': intent('payment_partly_funded'),
  'charge.succeeded': chargeSucceeded,
  'charge.pending': charge('charge_pending'),
  'charge.failed': charge('charge_failed', chargeFailure),
  'charge.captured': captured('charge_captured', 'amount_captured', charge('charge_captured')),
  'charge.expired': charge('charge_expired'),
  'charge.updated': charge('charge_updated', (object) => [statusNote(object)]),
  'charge.refunded': chargeRefunded,
  'charge.refund.updated': refund('refund_updated'),
  'charge.dispute.created': disputeCreated,
  'charge.dispute.updated': dispute('dispute_updated'),
  'charge.dispute.closed': disputeClosed,
  'charge.dispute.funds_withdrawn': dispute('dispute_withdrawn'),
  'charge.dispute.funds_reinstated': dispute('dispute_reinstated'),
  'refund.created': refundMade,
  'refund.updated': refund('refund_updated'),
  'refund.failed': refund('refund_failed'),
  'payment_method.attached': method('method_attached'),
  'payment_method.detached': method('method_detached'),
  'payment_method.updated': method('method_updated'),
  'payment_method.automatically_updated': method('method_renewed'),
  'setup_intent.created': setup('setup_created'),
  'setup_intent.succeeded': setup('setup_succeeded'),
  'setup_intent.setup_failed': setup('setup_failed'),
  'setup_intent.requires_action': setup('setup_action_required'),
  'setup_intent.canceled': setup('setup_canceled'),
  'payout.created': payout('created'),
  'payout.updated': payout('updated'),
  'payout.paid': payout('paid'),
  'payout.failed': payout('failed'),
  'payout.canceled': payout('canceled'),
  'payout.reconciliation_completed': payout('reconciled'),
  'transfer.created': transfer('transfer_created'),
  'transfer.updated': transfer('transfer_updated'),
  'transfer.reversed': transfer('transfer_reversed'),
  'application_fee.created': intent('fee_created'),
  'application_fee.refunded': (occasion) => ({
    code: 'fee_refunded',
    words: { money: stepOf(occasion, 'amount_refunded') },
  }),
  'radar.early_fraud_warning.created': ({ object }) => ({
    code: 'fraud_warning',
    words: { charge: idValue(idOf(object['charge'])) },
    notes: [note('reason', { reason: enumValue('disputeReason', text(object['fraud_type'])) })],
  }),
  'review.opened': ({ object }) => ({ code: 'review_opened', words: { charge: reviewed(object) } }),
  'review.closed': ({ object }) => ({ code: 'review_closed', words: { charge: reviewed(object) } }),
  'customer.source.created': ({ object }) => ({ code: 'method_attached', notes: [sourceNote(object)] }),
  'customer.source.updated': ({ object }) => ({ code: 'method_updated', notes: [sourceNote(object)] }),
  'customer.source.deleted': ({ object }) => ({ code: 'method_detached', notes: [sourceNote(object)] }),
  'customer.source.expiring': ({ object }) => ({ code: 'method_expiring', notes: [sourceNote(object)] }),
  'balance.available': balance,
};

const reviewed = (review: Json): ReturnType<typeof idValue> =>
  idValue(idOf(review['charge']) ?? idOf(review['payment_intent']));

/** A card of the older kind carries its brand and digits itself. */
function sourceNote(source: Json): Note | null {
  const type = text(source['object']);
  return type === null ? null : note('method', { method: methodOf({ type, [type]: source }) });
}

function balance({ object }: Occasion): Told {
  const amounts = asArray(object['available']).flatMap((one) => money(asObject(one), 'amount') ?? []);
  const shown = amounts.filter((one) => !isZero(one));
  const values = shown.length > 0 ? shown : amounts.slice(0, 1);
  return {
    code: 'balance_available',
    words: { money: values.length === 0 ? null : { kind: 'list', values } },
  };
}

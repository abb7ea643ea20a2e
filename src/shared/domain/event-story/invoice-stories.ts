// Invoices, their items and their payments, credit notes and quotes. Source: facts F2 and F3.
import { asObject, idOf, integer, text, type Json } from '../json-read.ts';
import {
  absolute,
  billingReasonNote,
  date,
  isZero,
  lineNotes,
  money,
  numberNote,
  statusNote,
} from './read.ts';
import { note, type Note, type Occasion, type Teller, type Told } from './story.ts';
import type { StoryCode } from './story-codes.ts';
import { enumValue, idValue, numberValue, textValue } from './value.ts';

const about = (invoice: Json): (Note | null)[] => [
  ...lineNotes(invoice),
  billingReasonNote(invoice),
  numberNote(invoice),
];

/** A sentence about what is to be paid. */
function due(code: StoryCode, notes: (invoice: Json) => (Note | null)[] = about): Teller {
  return ({ object }) => ({ code, words: { money: money(object, 'amount_due') }, notes: notes(object) });
}

function paid(code: StoryCode): Teller {
  return ({ object }) => {
    const amount = money(object, 'amount_paid');
    const amountDue = money(object, 'amount_due');
    const total = integer(object['total']) ?? 0;
    // Since basil no key says so: what was due is settled, and Stripe collected none of it.
    const outside =
      object['paid_out_of_band'] === true ||
      (!('paid_out_of_band' in object) &&
        object['status'] === 'paid' &&
        isZero(amount) &&
        (integer(object['amount_due']) ?? 0) > 0);
    if (outside) {
      const notes = [note('fullyPaidOutside'), ...about(object)];
      return {
        code: 'invoice_paid',
        words: { money: isZero(amountDue) ? money(object, 'total') : amountDue },
        notes,
      };
    }
    if (!isZero(amount)) return { code, words: { money: amount }, notes: about(object) };
    if (total < 0) {
      const credit = absolute(money(object, 'total'));
      return { code: 'invoice_credited', words: { money: credit }, notes: about(object) };
    }
    if (total > 0 && (integer(object['starting_balance']) ?? 0) < 0) {
      return {
        code: 'invoice_settled_by_balance',
        words: { money: money(object, 'total') },
        notes: about(object),
      };
    }
    return { code: 'invoice_settled', notes: about(object) };
  };
}

/** Only an invoice that is still a draft can be said to be one. */
function created(occasion: Occasion): Told {
  const isDraft = (occasion.object['status'] ?? 'draft') === 'draft';
  return due(isDraft ? 'invoice_created' : 'invoice_created_open')(occasion);
}

function attempts(invoice: Json): (Note | null)[] {
  const next = date(invoice, 'next_payment_attempt');
  const count = integer(invoice['attempt_count']);
  return [
    count === null || count === 0 ? null : note('attempt', { n: numberValue(count) }),
    next === null ? note('noNextAttempt') : note('nextAttempt', { date: next }),
    ...about(invoice),
  ];
}

function finalized({ object }: Occasion): Told {
  const amount = money(object, 'amount_due');
  if (isZero(amount)) return { code: 'invoice_finalized_zero', notes: about(object) };
  return {
    code: 'invoice_finalized',
    words: { money: amount },
    notes: [note('due', { date: date(object, 'due_date') }), ...about(object)],
  };
}

function updated({ object, former }: Occasion): Told {
  const amount = money(object, 'total') ?? money(object, 'amount_due');
  const [before, after] = [text(former['status']), text(object['status'])];
  if (before === after || before === null) {
    return {
      code: 'invoice_updated',
      words: { money: amount },
      notes: [statusNote(object), ...about(object)],
    };
  }
  return {
    code: 'invoice_status',
    words: { money: amount, before: enumValue('status', before), after: enumValue('status', after) },
    notes: about(object),
  };
}

function upcoming({ object }: Occasion): Told {
  const words = { money: money(object, 'amount_due') };
  const at = date(object, 'next_payment_attempt') ?? date(object, 'period_end');
  return at === null
    ? { code: 'invoice_upcoming_undated', words, notes: about(object) }
    : { code: 'invoice_upcoming', words: { ...words, date: at }, notes: about(object) };
}

function item(code: 'created' | 'updated' | 'deleted'): Teller {
  return ({ object }) => {
    const amount = integer(object['amount']) ?? 0;
    const parent = asObject(asObject(object['parent'])['subscription_details']);
    const proration = object['proration'] === true || parent['proration'] === true;
    return {
      code: `invoiceitem_${amount < 0 && code === 'created' ? 'credited' : code}`,
      words: { money: code === 'created' ? absolute(money(object, 'amount')) : money(object, 'amount') },
      notes: [
        note('line', { line: textValue(text(object['description'])) }),
        proration ? note('proration') : null,
      ],
    };
  };
}

const creditNote =
  (code: StoryCode): Teller =>
  ({ object }) => ({
    code,
    words: { money: money(object, 'total') ?? money(object, 'amount') },
    notes: [
      note('reason', { reason: enumValue('refundReason', text(object['reason'])) }),
      numberNote(object),
      note('comment', { text: textValue(text(object['memo'])) }),
    ],
  });

const quote =
  (code: StoryCode): Teller =>
  ({ object }) => ({
    code,
    words: { money: money(object, 'amount_total') },
    notes: [numberNote(object), note('ends', { date: date(object, 'expires_at') })],
  });

export const INVOICE_STORIES: Record<string, Teller> = {
  'invoice.created': created,
  'invoice.updated': updated,
  'invoice.finalized': finalized,
  'invoice.finalization_failed': due('invoice_finalization_failed', (invoice) => [
    note('message', { message: textValue(text(asObject(invoice['last_finalization_error'])['message'])) }),
    ...about(invoice),
  ]),
  'invoice.sent': due('invoice_sent', (invoice) => [
    note('due', { date: date(invoice, 'due_date') }),
    ...about(invoice),
  ]),
  'invoice.paid': paid('invoice_paid'),
  'invoice.payment_succeeded': paid('invoice_payment_succeeded'),
  'invoice.payment_failed': due('invoice_payment_failed', attempts),
  'invoice.payment_action_required': due('payment_action_required'),
  'invoice.payment_attempt_required': due('invoice_attempt_required'),
  'invoice.upcoming': upcoming,
  'invoice.voided': due('invoice_voided'),
  'invoice.marked_uncollectible': due('invoice_uncollectible'),
  'invoice.overdue': due('invoice_overdue', (invoice) => [
    note('due', { date: date(invoice, 'due_date') }),
    ...about(invoice),
  ]),
  'invoice.will_be_due': due('invoice_will_be_due', (invoice) => [
    note('due', { date: date(invoice, 'due_date') }),
    ...about(invoice),
  ]),
  'invoice.overpaid': due('invoice_overpaid'),
  'invoice.deleted': due('invoice_deleted'),
  'invoice_payment.paid': ({ object }) => ({
    code: 'invoice_payment_paid',
    words: {
      money: money(object, 'amount_paid') ?? money(object, 'amount_requested'),
      invoice: idValue(idOf(object['invoice'])),
    },
  }),
  'invoiceitem.created': item('created'),
  'invoiceitem.updated': item('updated'),
  'invoiceitem.deleted': item('deleted'),
  'credit_note.created': creditNote('credit_note_created'),
  'credit_note.updated': creditNote('credit_note_updated'),
  'credit_note.voided': creditNote('credit_note_voided'),
  'quote.created': quote('quote_created'),
  'quote.finalized': quote('quote_finalized'),
  'quote.accepted': quote('quote_accepted'),
  'quote.canceled': quote('quote_canceled'),
};

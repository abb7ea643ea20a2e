// Checkout Sessions: what somebody did, by mode and by where the money is. Source: facts F5, rule 4.
import { text, type Json } from '../json-read.ts';
import { appPlanNote, money } from './read.ts';
import { note, type Note, type Teller, type Told } from './story.ts';
import { textValue } from './value.ts';

function sessionNotes(session: Json): (Note | null)[] {
  return [
    appPlanNote(session),
    text(session['customer']) === null && session['mode'] === 'payment' ? note('guest') : null,
    note('reference', { reference: textValue(text(session['client_reference_id'])) }),
  ];
}

function completed(session: Json): Told {
  const words = { money: money(session, 'amount_total') };
  const notes = sessionNotes(session);
  const paid = session['payment_status'];
  if (session['mode'] === 'setup') return { code: 'checkout_setup', notes };
  if (session['mode'] === 'subscription') {
    if (paid === 'no_payment_required') return { code: 'checkout_subscribed_free', notes };
    if (paid === 'unpaid') return { code: 'checkout_subscribed_unpaid', words, notes };
    return { code: 'checkout_subscribed', words, notes };
  }
  if (paid === 'no_payment_required') return { code: 'checkout_free', notes };
  if (paid === 'unpaid') return { code: 'checkout_unpaid', words, notes };
  return { code: 'checkout_paid', words, notes };
}

export const CHECKOUT_STORIES: Record<string, Teller> = {
  'checkout.session.completed': ({ object }) => completed(object),
  'checkout.session.async_payment_succeeded': ({ object }) => ({
    code: 'checkout_async_paid',
    words: { money: money(object, 'amount_total') },
    notes: sessionNotes(object),
  }),
  'checkout.session.async_payment_failed': ({ object }) => ({
    code: 'checkout_async_failed',
    words: { money: money(object, 'amount_total') },
    notes: sessionNotes(object),
  }),
  'checkout.session.expired': ({ object }) => ({ code: 'checkout_expired', notes: sessionNotes(object) }),
};

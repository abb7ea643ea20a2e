// A dispute as Stripe renders it, with what it takes from the balance. Source: facts F3; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { ChargeRecord, Rendering } from './billing-records.ts';
import { DAY } from './calendar.ts';

export interface DisputeRecord {
  id: string;
  charge: ChargeRecord;
  customerName: string;
  customerEmail: string;
  created: number;
  status: 'needs_response' | 'lost';
  withdrawal: { id: string; created: number } | null;
}

/** What Stripe charges for a dispute, in the smallest unit. */
const FEE = 2000;
const DAYS_TO_RESPOND = 7;

const NO_EVIDENCE = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
} as const;

export function renderDispute(dispute: DisputeRecord, rendering: Rendering): Json {
  const { isModern, currency } = rendering;
  const { charge, created, status } = dispute;
  return {
    id: dispute.id,
    object: 'dispute',
    amount: charge.amount,
    ...(isModern ? {} : { balance_transaction: dispute.withdrawal?.id ?? null }),
    balance_transactions:
      dispute.withdrawal === null ? [] : [renderWithdrawal(dispute, dispute.withdrawal, rendering)],
    charge: charge.id,
    created,
    currency,
    ...(isModern ? { enhanced_eligibility_types: [] } : {}),
    evidence: {
      ...NO_EVIDENCE,
      customer_email_address: dispute.customerEmail,
      customer_name: dispute.customerName,
      ...(isModern ? { enhanced_evidence: {} } : {}),
    },
    evidence_details: {
      due_by: created + DAYS_TO_RESPOND * DAY,
      ...(isModern ? { enhanced_eligibility: {} } : {}),
      has_evidence: false,
      past_due: status === 'lost',
      submission_count: 0,
      ...(isModern ? { submission_method: 'not_submitted' } : {}),
    },
    ...(isModern ? { intended_submission_method: null } : {}),
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.intentId,
    payment_method_details: {
      card: {
        brand: 'visa',
        ...(isModern ? { case_type: 'chargeback', network: 'visa' } : {}),
        network_reason_code: '10.4',
      },
      type: 'card',
    },
    reason: 'fraudulent',
    status,
  };
}

function renderWithdrawal(
  { id: disputeId, charge }: DisputeRecord,
  { id, created }: { id: string; created: number },
  { isModern, currency }: Rendering,
): Json {
  return {
    id,
    object: 'balance_transaction',
    amount: -charge.amount,
    available_on: created,
    ...(isModern ? { balance_type: 'payments' } : {}),
    created,
    currency,
    description: `Chargeback withdrawal for ${charge.id}`,
    exchange_rate: null,
    fee: FEE,
    fee_details: [
      { amount: FEE, application: null, currency, description: 'Dispute fee', type: 'stripe_fee' },
    ],
    net: -charge.amount - FEE,
    reporting_category: 'dispute',
    source: disputeId,
    status: 'available',
    type: 'adjustment',
  };
}

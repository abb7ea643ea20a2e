// A dispute as Stripe renders it, with what it takes from the balance. Source: facts F3; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { ChargeRecord, Rendering } from './billing-records.ts';
import { DAY } from './calendar.ts';

/** Money taken from the balance, or given back. */
interface Movement {
  id: string;
  created: number;
}

export interface DisputeRecord {
  id: string;
  charge: ChargeRecord;
  customerName: string;
  customerEmail: string;
  created: number;
  status: 'needs_response' | 'lost' | 'appeal_needs_response' | 'appeal_under_review' | 'won';
  submissionCount: number;
  withdrawal: Movement | null;
  reinstatement: Movement | null;
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
    balance_transactions: [
      ...(dispute.withdrawal === null ? [] : [renderMovement(dispute, dispute.withdrawal, -1, rendering)]),
      ...(dispute.reinstatement === null
        ? []
        : [renderMovement(dispute, dispute.reinstatement, 1, rendering)]),
    ],
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
      has_evidence: dispute.submissionCount > 0,
      past_due: dispute.submissionCount === 0 && status !== 'needs_response',
      submission_count: dispute.submissionCount,
      ...(isModern ? { submission_method: dispute.submissionCount === 0 ? 'not_submitted' : 'manual' } : {}),
    },
    ...(isModern ? { intended_submission_method: null } : {}),
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.intentId,
    payment_method_details: {
      card: {
        brand: 'visa',
        case_type: 'chargeback',
        ...(isModern ? { network: 'visa' } : {}),
        network_reason_code: '10.4',
      },
      type: 'card',
    },
    reason: 'fraudulent',
    status,
  };
}

function renderMovement(
  { id: disputeId, charge }: DisputeRecord,
  { id, created }: Movement,
  sign: 1 | -1,
  { isModern, currency }: Rendering,
): Json {
  const isWithdrawal = sign === -1;
  const fee = isWithdrawal ? FEE : 0;
  return {
    id,
    object: 'balance_transaction',
    amount: sign * charge.amount,
    available_on: created,
    ...(isModern ? { balance_type: 'payments' } : {}),
    created,
    currency,
    description: `Chargeback ${isWithdrawal ? 'withdrawal' : 'reversal'} for ${charge.id}`,
    exchange_rate: null,
    fee,
    fee_details: isWithdrawal
      ? [{ amount: FEE, application: null, currency, description: 'Dispute fee', type: 'stripe_fee' }]
      : [],
    net: sign * charge.amount - fee,
    reporting_category: isWithdrawal ? 'dispute' : 'dispute_reversal',
    source: disputeId,
    status: 'available',
    type: 'adjustment',
  };
}

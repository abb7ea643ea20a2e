// The words for what became of a delivery. Stable: they are stored, sent over the API and translated by the dashboard.

/**
 * Where an event stands with the developer's backend, taken over all its endpoints (the worst of them counts).
 * `none`: nothing to send to · `pending`: on its way · `held`: waiting for an endpoint that is down or paused ·
 * `retrying`: will be tried again at a known time · `delivered`: last answer 2xx · `failed`: last answer not 2xx, or none ·
 * `rejected`: never accepted by the receiver.
 */
export const DELIVERY_STATES = [
  'none',
  'pending',
  'held',
  'retrying',
  'delivered',
  'failed',
  'rejected',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Where one event stands with one endpoint. `skipped`: not meant for it, see SKIP_REASONS. */
export const ENDPOINT_DELIVERY_STATES = [
  'pending',
  'held',
  'retrying',
  'delivered',
  'failed',
  'skipped',
] as const;
export type EndpointDeliveryState = (typeof ENDPOINT_DELIVERY_STATES)[number];

/** Why a delivery waits. `turn`: behind others · `response`: a request is in progress · `retry`: until a known time ·
 * `paused`, `off`: the endpoint is · `unreachable`: until the endpoint can be reached · `confirmation`: see release. */
export const WAITING_REASONS = [
  'turn',
  'response',
  'retry',
  'paused',
  'off',
  'unreachable',
  'confirmation',
] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];

/** Why an attempt was made. */
export const ATTEMPT_TRIGGERS = [
  'live',
  'redelivery',
  'resend',
  'resend_failed',
  'resend_many',
  'edited',
  // Two requests of one question, see find-out.ts: signed over the body as serialised again, then over the body as it is.
  'find_out',
  'find_out_original',
  'released',
  'retry',
  'recovery',
  'catch_up',
  // The kept connection turned out to have been closed before the request was read.
  'reconnect',
  // The endpoint's address changed while an attempt was in progress.
  'endpoint_changed',
] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];

/** Why an attempt got no complete response. `invalid_request`: nothing was sent, as the request cannot be written as HTTP. */
export const DELIVERY_ERROR_CLASSES = [
  'refused',
  'reset',
  'timeout',
  'dns',
  'tls',
  'protocol',
  'unreachable',
  'invalid_request',
  'interrupted',
] as const;
export type DeliveryErrorClass = (typeof DELIVERY_ERROR_CLASSES)[number];

/** Stripe counts 2xx and nothing else as delivered. Source: https://docs.stripe.com/webhooks */
export function isDelivered(httpStatus: number | null): boolean {
  return httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
}

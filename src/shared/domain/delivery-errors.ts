// Why a resend was not sent at all.

/** The endpoint is paused, switched off or removed, so that nothing is sent to it. */
export class EndpointClosedError extends Error {
  readonly code = 'ENDPOINT_CLOSED';
}

/** The delivery was stopped, or its endpoint closed, before the resend was sent. */
export class NotSentError extends Error {
  readonly code = 'NOT_SENT';
}

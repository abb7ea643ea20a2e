// What Hookline gets wrong at present. A fix makes the entry wrong, and the test says so: take the entry out then.

export interface KnownFailure {
  sequence: string;
  /** As the test prints it: `4 invoice.paid: subscriptions.sub_~.payment`, or `any order`. */
  check: string;
  reason: string;
}

export const KNOWN_FAILURES: readonly KnownFailure[] = [];

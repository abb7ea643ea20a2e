// Why an endpoint's last delivery failed, in the sentences that the delivery itself shows.
import type { Endpoint } from '#shared/contract/endpoints.ts';
import type { Status } from '#shared/contract/status.ts';
import { explainFailure } from '#shared/domain/failure-reason.ts';
import { describeFailure, type FailureDescription } from '#shared/domain/failure-texts/describe-failure.ts';
import type { Language } from '../../stores/languages.ts';

/** The engine's own reason where it has one yet, else what status and error class alone say. */
export function describeHealth(
  language: Language,
  { url, timeoutMs }: Endpoint,
  health: Status['health'][number] | null,
): FailureDescription | null {
  if (health === null) return null;
  const { lastReason, lastStatus: status, lastErrorClass: errorClass, lastDurationMs: durationMs } = health;
  const reason =
    lastReason ??
    explainFailure({
      status,
      errorClass,
      errorMessage: null,
      url,
      responseHeaders: [],
      bodyText: '',
      timeoutMs,
    });
  return reason === null ? null : describeFailure(language, { reason, url, status, durationMs });
}

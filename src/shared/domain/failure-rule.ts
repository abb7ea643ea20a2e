// A rule that recognises one cause of a failed delivery, and how much its evidence proves.
import type { FailedResponse } from './failed-response.ts';
import type { ReasonCode } from './failure-reason.ts';

/**
 * `proof`: only this cause produces such a response, so the reason is `certain` · `sign`: it is the usual cause of such a response,
 * and others are possible.
 */
export type Evidence = 'proof' | 'sign';

export type Facts = Record<string, string | undefined>;

export interface Rule {
  code: ReasonCode;
  evidence: Evidence;
  /** @returns the values for the texts of this code; null when the rule does not apply */
  facts(response: FailedResponse): Facts | null;
}

export const when = (applies: boolean, facts: Facts = {}): Facts | null => (applies ? facts : null);

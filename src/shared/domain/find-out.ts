// Find out: settles whether a backend has another signing secret or serialises the body again before it checks the signature.
import type { FailureReason } from './failure-reason.ts';

/** How JSON is written by what backends are usually made of. */
export const SERIALISERS = ['javascript', 'python', 'php', 'rails', 'go', 'dotnet', 'gson'] as const;
export type Serialiser = (typeof SERIALISERS)[number];

/** As a developer would call it; the same in every language. */
export const SERIALISER_NAMES: Readonly<Record<Serialiser, string>> = {
  javascript: 'JSON.stringify (JavaScript)',
  python: 'json.dumps (Python)',
  php: 'json_encode (PHP)',
  rails: 'to_json (Rails)',
  go: 'json.Marshal (Go)',
  dotnet: 'JsonSerializer (.NET)',
  gson: 'Gson (Java)',
};

/**
 * `body_reserialised`: a signature over the re-serialised body was accepted, and there was none over the original one ·
 * `other_secret`: signatures over the original and over every re-serialised body were refused ·
 * `accepted_now`: the original body's signature, which was refused before, is accepted.
 */
export const FINDING_VERDICTS = ['body_reserialised', 'other_secret', 'accepted_now'] as const;
export type FindingVerdict = (typeof FINDING_VERDICTS)[number];

export interface Finding {
  verdict: FindingVerdict;
  /** How the body may be serialised; several where their signatures went out together and the backend's language is not known. */
  serialisers: Serialiser[];
  /** What the backend is made with, as far as its responses tell; see backend-kind.ts. */
  framework: string | null;
}

/** A finding as another attempt on the same endpoint refers to it. */
export interface EarlierFinding extends Finding {
  /** Unix milliseconds. */
  foundAt: number;
}

/** Whether a failure leaves open which it was: another secret, or a body that was serialised again. */
export function isUndecided(reason: FailureReason | null): boolean {
  return reason?.code === 'signature_other_secret' && reason.facts['also'] === 'signature_body_parsed';
}

/** Whether it makes sense to ask about an attempt: also anew about one that came after what was found out. */
export function canFindOut({
  endpointId,
  editId,
  startedAt,
  reason,
}: {
  endpointId: string | null;
  editId: number | null;
  startedAt: number;
  reason: FailureReason | null;
}): boolean {
  if (endpointId === null || editId !== null) return false;
  return isUndecided(reason) || Number(reason?.facts['foundAt'] ?? Number.NaN) < startedAt;
}

/** @returns the reason with what was found out; any other reason than an undecided one stays as it is */
export function settledReason<Reason extends FailureReason | null>(
  reason: Reason,
  finding: EarlierFinding | null,
): Reason | FailureReason {
  if (finding === null || reason === null || !isUndecided(reason)) return reason;
  const { also: _also, ...facts } = reason.facts;
  const found: Record<string, string> = { ...facts, foundAt: String(finding.foundAt) };
  switch (finding.verdict) {
    case 'body_reserialised': {
      // Which other secrets there are does not matter then.
      delete found['knownSecrets'];
      delete found['endpointSecret'];
      return {
        code: 'signature_body_parsed',
        certain: true,
        facts: { ...found, ...(finding.framework !== null && { framework: finding.framework }) },
      };
    }
    case 'other_secret':
      return {
        code: 'signature_other_secret',
        certain: false,
        facts: { ...found, foundOut: 'other_secret' },
      };
    case 'accepted_now':
      return reason;
  }
}

// Why an event is not sent to an endpoint, in English sentences: the dashboard's catalogue and the terminal have the same ones.
import type { SkipReason } from './endpoint-filter.ts';
import { withoutMarks } from './failure-texts/describe-failure.ts';
import type { Misfit } from './filter/arrival-condition.ts';

export const SKIP_SENTENCES = {
  off: 'Not sent to **{{name}}**: the endpoint was switched off.',
  type: 'Not sent to **{{name}}**: its filter leaves this type out.',
  kind: 'Not sent to **{{name}}**: its filter leaves this kind out.',
  account: 'Not sent to **{{name}}**: its filter leaves this account out.',
  condition:
    'Not sent to **{{name}}**: `{{subject}}` is `{{found}}`, and the endpoint takes only `{{condition}}`.',
  conditionMissing:
    'Not sent to **{{name}}**: the event has no `{{subject}}`, and the endpoint takes only `{{condition}}`.',
  duplicate: 'Not sent to **{{name}}** again: a duplicate of what was sent before.',
} as const;
export type SkipSentence = keyof typeof SKIP_SENTENCES;

export interface Skipped {
  skipReason: SkipReason | null;
  misfit: Misfit | null;
  endpointName: string;
}

/** Which sentence says it, and what stands in its places; null = it is sent. */
export function skipWordsOf({ skipReason, misfit, endpointName }: Skipped): {
  sentence: SkipSentence;
  places: { name: string; subject: string; found: string; condition: string };
} | null {
  if (skipReason === null) return null;
  const places = {
    name: withoutMarks(endpointName),
    subject: withoutMarks(misfit?.subject ?? ''),
    found: withoutMarks(misfit?.found ?? ''),
    condition: withoutMarks(misfit?.term ?? ''),
  };
  const isMissing = skipReason === 'condition' && (misfit?.found ?? null) === null;
  return { sentence: isMissing ? 'conditionMissing' : skipReason, places };
}

/** For where nothing can be strong or code. */
export function skipSentence(skipped: Skipped): string | null {
  const words = skipWordsOf(skipped);
  if (words === null) return null;
  const places: Record<string, string> = words.places;
  const plain = SKIP_SENTENCES[words.sentence].replaceAll(/\*\*|`/g, '');
  return plain.replaceAll(/\{\{(\w+)\}\}/g, (_, place: string) => places[place] ?? '');
}

// The steps of a customer's story for the eye: newest first, and what changed nothing put together. Pure.
import type { CustomerStep, NamedHeadline } from '#shared/contract/plans.ts';

export type StoryPart =
  | { kind: 'step'; step: CustomerStep; before: NamedHeadline | null }
  | { kind: 'quiet'; steps: CustomerStep[] };

/** One event alone needs no lid. */
const FEWEST_TOGETHER = 2;

/** Says something about the plan, or about how sure that is. */
function isLoud({ changes, late, uncertain, after }: CustomerStep, before: NamedHeadline | null): boolean {
  return changes.length > 0 || late || uncertain || (before !== null && standsElse(before, after));
}

/** A subscription that waits for its first payment is no change to the plan, but the line about it is another. */
function standsElse(before: NamedHeadline, after: NamedHeadline): boolean {
  return before.kind !== after.kind || before.status !== after.status || before.plan?.key !== after.plan?.key;
}

/** @param steps oldest first */
export function storyParts(steps: readonly CustomerStep[]): StoryPart[] {
  const parts: StoryPart[] = [];
  let quiet: CustomerStep[] = [];
  const closeQuiet = (): void => {
    if (quiet.length >= FEWEST_TOGETHER) parts.push({ kind: 'quiet', steps: quiet });
    else for (const step of quiet) parts.push({ kind: 'step', step, before: null });
    quiet = [];
  };
  for (const [fromEnd, step] of steps.toReversed().entries()) {
    const before = steps.at(-2 - fromEnd)?.after ?? null;
    if (isLoud(step, before)) {
      closeQuiet();
      parts.push({ kind: 'step', step, before });
    } else quiet.push(step);
  }
  closeQuiet();
  return parts;
}

// Which strips stand above the event list: what was missed, that Stripe is being asked, or why it cannot be. Pure rules.
import type { CatchUpStatus, Gap, SilentLine, StripeProblem } from '#shared/contract/catch-up.ts';
import { ENDED_GAPS, type GapReason } from '#shared/domain/catch-up.ts';

/** What is over is told for that long to somebody who was not there. */
const TOLD_MS = 12 * 3_600_000;
/** A look that is over sooner is not worth a strip that comes and goes. */
const SHORT_LOOK_MS = 1_000;
/** Asked by itself now and then; that is nobody's business until it finds something. */
const QUIET_LOOKS: readonly GapReason[] = ['watchdog', 'retry'];

export type Strip =
  | { kind: 'silent'; key: string; line: SilentLine }
  | { kind: 'problem'; key: string; problem: StripeProblem; nextLookAt: number | null }
  | { kind: 'uncovered'; key: string; accounts: number; nextLookAt: number | null }
  | { kind: 'looking'; key: string; asked: number; listsDone: number; lists: number }
  | { kind: 'gap'; key: string; gap: Gap; others: number };

export function gapKey(gap: Gap): string {
  // With the choice in it: what was put off until later is told again once it was delivered.
  return `gap ${gap.id} ${gap.foundAt} ${ENDED_GAPS.has(gap.state) ? gap.state : 'open'}`;
}

const isOpen = (gap: Gap): boolean => !ENDED_GAPS.has(gap.state);

/** The gaps that are told of, the one that is most under way first. */
function toldGaps({ gaps }: CatchUpStatus, now: number, putAside: ReadonlySet<string>): Gap[] {
  const order: Record<Gap['state'], number> = {
    delivering: 0,
    paused: 1,
    found: 2,
    done: 3,
    recorded: 4,
    cancelled: 4,
    looking: 5,
  };
  return gaps
    .filter(
      (gap) =>
        gap.state !== 'looking' &&
        (gap.total > 0 || gap.beyondRetention) &&
        (isOpen(gap) || now - (gap.endedAt ?? gap.foundAt) < TOLD_MS) &&
        (gap.state === 'delivering' || gap.state === 'paused' || !putAside.has(gapKey(gap))),
    )
    .toSorted((a, b) => order[a.state] - order[b.state] || b.foundAt - a.foundAt);
}

/** At most one of each kind, in the order they are shown. */
export function stripsOf(
  status: CatchUpStatus,
  now: number,
  putAside: ReadonlySet<string>,
  askedHere: boolean,
): Strip[] {
  const strips: Strip[] = [];
  const { silentLine, problem, looking } = status;
  if (silentLine !== null) {
    strips.push({ kind: 'silent', key: `silent ${silentLine.at}`, line: silentLine });
  }
  // That nobody is signed in stands in the pipeline already, all the time.
  if (problem !== null && problem.code !== 'no_credentials' && looking === null) {
    strips.push({
      kind: 'problem',
      key: `problem ${problem.code}`,
      problem,
      nextLookAt: status.nextLookAt,
    });
  }
  // A problem with the own account stands there as such.
  const accounts = status.uncovered.flatMap((one) => (one.list === 'connected' ? one.accounts : []));
  if (accounts.length > 0 && problem === null && looking === null) {
    strips.push({
      kind: 'uncovered',
      key: `uncovered ${accounts.length}`,
      accounts: accounts.length,
      nextLookAt: status.nextLookAt,
    });
  }
  const shownLook =
    looking !== null &&
    (askedHere || (!QUIET_LOOKS.includes(looking.reason) && now - looking.since > SHORT_LOOK_MS));
  if (shownLook) strips.push({ kind: 'looking', key: 'looking', ...looking });
  const gaps = toldGaps(status, now, putAside);
  const [gap] = gaps;
  if (gap !== undefined) {
    const others = gaps.filter((one) => one !== gap && isOpen(one)).length;
    strips.push({ kind: 'gap', key: gapKey(gap), gap, others });
  }
  return strips.filter(({ kind, key }) => kind === 'gap' || !putAside.has(key));
}

/** How many were sent or are on their way out of it. */
export function doneOf({ total, counts }: Gap): number {
  return total - counts.waiting;
}

/** What one can still choose to deliver. */
export function leftOf({ counts }: Gap): number {
  return counts.waiting + counts.skipped;
}

export type Headline = 'away' | 'line' | 'first' | 'chosen';

export function headlineOf(reason: GapReason): Headline {
  switch (reason) {
    case 'first':
      return 'first';
    case 'reconcile':
      return 'chosen';
    case 'watchdog':
    case 'asked':
    case 'retry':
      return 'line';
    case 'start':
    case 'reconnect':
    case 'renewal':
    case 'awake':
      return 'away';
  }
}

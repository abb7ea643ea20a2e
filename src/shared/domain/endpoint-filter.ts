// Which events an endpoint takes. Pure; asked once for each event and endpoint, when the event arrives.
import type { EventEnvelope } from './event-envelope.ts';

export const EVENT_KIND_CHOICES = ['all', 'snapshot', 'thin'] as const;
export const ACCOUNT_CHOICES = ['all', 'own', 'connected'] as const;

export interface EndpointFilter {
  /** Globs such as `invoice.*`; one that begins with `-` excludes. No including glob means: all. */
  types: readonly string[];
  kinds: (typeof EVENT_KIND_CHOICES)[number];
  accounts: (typeof ACCOUNT_CHOICES)[number];
  /** In the filter language, see arrival-condition.ts; left out or empty = none. */
  condition?: string | undefined;
}

/** Why an event is not sent to an endpoint. `off`: the endpoint is disabled. `duplicate`: sent there already. */
export const SKIP_REASONS = ['off', 'type', 'kind', 'account', 'condition', 'duplicate'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export const TAKES_ALL: EndpointFilter = { types: [], kinds: 'all', accounts: 'all' };

/** What the endpoint's condition says is not part of it: that needs the payload. @returns null when the endpoint takes the event, else why not */
export function skipReasonFor(
  filter: EndpointFilter,
  event: Pick<EventEnvelope, 'kind' | 'type' | 'account'>,
): Exclude<SkipReason, 'off' | 'condition' | 'duplicate'> | null {
  if (filter.kinds !== 'all' && filter.kinds !== event.kind) return 'kind';
  if (filter.accounts === 'own' && event.account !== null) return 'account';
  if (filter.accounts === 'connected' && event.account === null) return 'account';
  const including = filter.types.filter((glob) => !glob.startsWith('-'));
  const excluded = filter.types.some(
    (glob) => glob.startsWith('-') && matchesGlob(glob.slice(1), event.type),
  );
  const included = including.length === 0 || including.some((glob) => matchesGlob(glob, event.type));
  return included && !excluded ? null : 'type';
}

/** `*` matches any run of characters, everything else is itself. Linear: no pattern can make it slow. */
export function matchesGlob(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

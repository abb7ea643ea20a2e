// Takes the events out of a list as Stripe wrote it, each with its own text, so that nothing is lost by reading and writing numbers.
import { StripeTime } from '#shared/domain/stripe-time.ts';
import { applyChanges, readJsonSpans, type JsonNode } from '#shared/domain/export/json-spans.ts';

export interface ListedEvent {
  id: string;
  type: string;
  created: StripeTime;
  /** Connected account; null = the own one. */
  account: string | null;
  apiVersion: string | null;
  /** Destinations not served yet; null = it does not say. */
  pendingWebhooks: number | null;
  /** The event's own JSON, indented as if it stood alone. */
  bytes: Buffer;
}

export interface EventList {
  events: ListedEvent[];
  hasMore: boolean;
  /** Id of the last item, be it a readable event or not: the next page begins after it. null = the list is empty. */
  lastId: string | null;
  /** v2 lists only: the address of the next page. */
  nextPage: string | null;
}

/** @returns null when the text is no list */
export function readEventList(text: string, account: string | null): EventList | null {
  const root = readJsonSpans(text);
  const data = root === null ? undefined : memberOf(root, 'data');
  if (root === null || data?.kind !== 'array') return null;
  const json = JSON.parse(text) as { data: unknown[]; has_more?: unknown; next_page_url?: unknown };
  const { has_more: hasMore, next_page_url: nextPage } = json;
  const last = json.data.at(-1);
  return {
    events: data.items.flatMap((item) => readListed(textOf(text, item), account) ?? []),
    hasMore: hasMore === true || typeof nextPage === 'string',
    lastId: isObject(last) ? textIn(last['id']) : null,
    nextPage: typeof nextPage === 'string' ? nextPage : null,
  };
}

/** One event from its own text, which is JSON; null = it is none. @param account whose list it stood in */
export function readListed(text: string, account: string | null): ListedEvent | null {
  const own = withAccount(text, account);
  const event: unknown = JSON.parse(own);
  if (!isObject(event)) return null;
  const { id, type, created } = event;
  if (typeof id !== 'string' || typeof type !== 'string') return null;
  const createdMs = typeof created === 'number' ? Math.round(created * 1_000) : Date.parse(String(created));
  if (!Number.isSafeInteger(createdMs)) return null;
  return {
    id,
    type,
    created: StripeTime.ofUnixMs(createdMs),
    account: textIn(event['account']) ?? textIn(event['context']) ?? account,
    apiVersion: textIn(event['api_version']),
    pendingWebhooks: typeof event['pending_webhooks'] === 'number' ? event['pending_webhooks'] : null,
    bytes: Buffer.from(own),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What stands in a list is indented by its depth there; a line break cannot stand within a string of JSON. */
function textOf(text: string, { start, end }: JsonNode): string {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const indent = text.slice(lineStart, start);
  const own = text.slice(start, end);
  return /^ +$/.test(indent) ? own.replaceAll(`\n${indent}`, '\n') : own;
}

/**
 * A webhook of a connected account names the account; whether the account's own list does is not documented. A backend that asks for
 * `event.account` gets it either way.
 */
function withAccount(text: string, account: string | null): string {
  if (account === null) return text;
  const root = readJsonSpans(text);
  const kind = root === null ? undefined : memberOf(root, 'object');
  if (root === null || kind === undefined || memberOf(root, 'account') !== undefined) return text;
  if (text.slice(kind.start, kind.end) !== '"event"') return text;
  const isPretty = text.includes('\n');
  const added = `,${isPretty ? '\n  ' : ''}"account":${isPretty ? ' ' : ''}${JSON.stringify(account)}`;
  return applyChanges(text, [{ start: kind.end, end: kind.end, to: added }]);
}

function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  return node.members.find((member) => member.name === name)?.value;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

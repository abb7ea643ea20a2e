// Turns a filter into SQL: the one place that decides what a filter means.
import { DELIVERY_ERROR_CLASSES, DELIVERY_STATES } from '#shared/domain/delivery.ts';
import type { EventFilter } from '#shared/contract/events.ts';
import type { Filter, FilterCondition, FilterText } from '#shared/domain/filter/filter.ts';
import { momentAt, readMoment } from '#shared/domain/filter/filter-values.ts';
import { filterFrom } from '#shared/domain/filter/parse-filter.ts';
import { foldText } from '#shared/domain/filter/search-text.ts';
import { OWN_ACCOUNT } from './event-index.ts';
import { VERSION_DIFFERS } from './version-condition.ts';

export interface SqlCondition {
  /** A boolean SQL expression over `events e` and `customer_labels c`. It is the truth; indices only make it quick. */
  sql: string;
  parameters: Record<string, string | number>;
}

/** @throws BadFilterError */
export function readEventFilter({ filter }: EventFilter): Filter {
  return filterFrom(filter ?? '');
}

export function conditionOf({ terms }: Filter, now: number): SqlCondition {
  const parameters: SqlCondition['parameters'] = {};
  let count = 0;
  const bind = (value: string | number): string => {
    const name = `f${count++}`;
    parameters[name] = value;
    return `@${name}`;
  };
  const ofPayload = terms.filter((term) => term.what === 'payload' || term.what === 'has');
  const others = terms.filter((term) => term.what !== 'payload' && term.what !== 'has');
  const parts = others.map((term) => {
    const sql = term.what === 'text' ? ofText(term, bind) : ofCondition(term, bind, now);
    // NULL, for what an event does not have, is no match; turned round it is one.
    return term.negated ? `NOT coalesce((${sql}), 0)` : `(${sql})`;
  });
  // Last, since it reads the payload, and once for all of them.
  if (ofPayload.length > 0) parts.push(payloadFits(bind(JSON.stringify(ofPayload))));
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', parameters };
}

/** On purpose, or tried more than once at one endpoint: an event for two endpoints is sent twice without being resent. */
const RESENT = `e.attempt_count > 0 AND (
  EXISTS (SELECT 1 FROM deliveries d WHERE d.event_seq = e.seq AND d.attempts > 1)
  OR EXISTS (SELECT 1 FROM attempts a WHERE a.event_seq = e.seq
    AND a.trigger IN ('resend', 'resend_failed', 'resend_many', 'edited')))`;

type Bind = (value: string | number) => string;

function ofText({ text }: Pick<FilterText, 'text'>, bind: Bind): string {
  const wanted = bind(foldText(text));
  return `text_has(coalesce(e.customer_label, c.label), ${wanted})
    OR (SELECT body_has(b.bytes, NULL, ${wanted}) FROM event_bodies b WHERE b.event_seq = e.seq)
    OR (SELECT body_has(b.bytes, b.packing, ${wanted}) FROM packed_bodies b WHERE b.event_seq = e.seq)`;
}

function payloadFits(wanted: string): string {
  return `coalesce((SELECT payload_fits(b.bytes, NULL, ${wanted}) FROM event_bodies b WHERE b.event_seq = e.seq),
    (SELECT payload_fits(b.bytes, b.packing, ${wanted}) FROM packed_bodies b WHERE b.event_seq = e.seq),
    payload_fits(NULL, NULL, ${wanted}))`;
}

function ofCondition({ field, values }: FilterCondition, bind: Bind, now: number): string {
  return values.map((value) => ofValue(field, value, bind, now)).join(' OR ');
}

function ofValue(field: FilterCondition['field'], value: string, bind: Bind, now: number): string {
  switch (field) {
    case 'type':
      return matches('e.type', value, bind);
    case 'status':
      return ofStatus(value, bind);
    case 'customer':
      return /^(cus_|acct_)/.test(value) || value.includes('*')
        ? matches('e.customer_id', value, bind)
        : `e.customer_id = ${bind(value)} OR text_has(coalesce(e.customer_label, c.label), ${bind(foldText(value))})`;
    case 'email':
      return `e.customer_id IN (SELECT key FROM plan_customers WHERE ${matches('lower(email)', asciiLower(value), bind)})
        OR ${matches('lower(coalesce(e.customer_label, c.label))', asciiLower(value), bind)}`;
    case 'object':
      return matches('e.object_id', value, bind);
    case 'request':
      return matches('e.request_id', value, bind);
    case 'checkout':
      return `e.checkout IN (SELECT key FROM checkouts WHERE ${matches('id', value, bind)})`;
    case 'trigger':
      return `e.seq IN (SELECT event_seq FROM trigger_events WHERE ${matches('run_id', value, bind)})`;
    case 'id':
      return `${matches('e.id', value, bind)} OR (${matches('e.stripe_id', value, bind)} AND e.kind <> 'rejected')`;
    case 'account':
      return value === OWN_ACCOUNT ? `e.account = ''` : matches('e.account', value, bind);
    case 'api':
      return matches('e.api_version', value, bind);
    case 'source':
      return `e.source = ${bind(value)}`;
    case 'kind':
      return `e.kind = ${bind(value)}`;
    case 'mode':
      return `e.livemode = ${bind(Number(value === 'live'))}`;
    case 'signature':
      return `e.signature = ${bind(value)}`;
    case 'endpoint':
      return `EXISTS (SELECT 1 FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id WHERE d.event_seq = e.seq
        AND d.skip_reason IS NULL AND (${matches('p.id', value, bind)} OR ${matches('lower_all(p.name)', value.toLowerCase(), bind)}))`;
    case 'is':
      return (
        {
          pinned: 'e.pinned = 1',
          redelivered: 'e.receipt_count > 1',
          resent: RESENT,
          'version-differs': VERSION_DIFFERS,
        }[value] ?? '0'
      );
    case 'after':
    case 'before': {
      const moment = readMoment(value);
      if (moment === null) return '0';
      return `e.received_at ${field === 'after' ? '>=' : '<'} ${bind(momentAt(moment, now))}`;
    }
  }
}

function ofStatus(value: string, bind: Bind): string {
  if ((DELIVERY_STATES as readonly string[]).includes(value)) return `e.delivery_state = ${bind(value)}`;
  if ((DELIVERY_ERROR_CLASSES as readonly string[]).includes(value))
    return `e.last_error_class = ${bind(value)}`;
  const hundred = Number(value[0]) * 100;
  if (value.endsWith('xx')) return `e.last_status BETWEEN ${bind(hundred)} AND ${bind(hundred + 99)}`;
  return `e.last_status = ${bind(Number(value))}`;
}

function matches(column: string, pattern: string, bind: Bind): string {
  return pattern.includes('*') ? `${column} GLOB ${bind(globOf(pattern))}` : `${column} = ${bind(pattern)}`;
}

/** As SQLite's lower(), by which emails are indexed. */
export function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** `*` matches any run of characters; everything else is itself. */
export function globOf(pattern: string): string {
  return pattern.replaceAll(/[[?]/g, (special) => `[${special}]`);
}

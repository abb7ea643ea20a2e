// Turns an event filter into SQL. The one place that decides what a filter means.
import type { EventFilter } from '#shared/contract/events.ts';

export interface SqlCondition {
  /** A boolean SQL expression over `events e` and `customer_labels c`. */
  sql: string;
  parameters: Record<string, string>;
}

/** `*` matches any run of characters; everything else is itself. */
function typeGlob(pattern: string): string {
  return pattern.replaceAll(/[[?]/g, (special) => `[${special}]`);
}

function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

const TEXT_COLUMNS = [
  'e.id',
  'e.type',
  'e.customer_label',
  'c.label',
  'e.customer_id',
  'e.object_id',
  'e.request_id',
  'e.account',
];

export function filterCondition(filter: EventFilter): SqlCondition {
  const parts: string[] = [];
  const parameters: Record<string, string> = {};

  const types = (filter.type ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '*');
  if (types.length > 0) {
    const alternatives = types.map((pattern, index) => {
      const name = `type${index}`;
      parameters[name] = pattern.includes('*') ? typeGlob(pattern) : pattern;
      return pattern.includes('*') ? `e.type GLOB @${name}` : `e.type = @${name}`;
    });
    parts.push(`(${alternatives.join(' OR ')})`);
  }

  if (filter.status !== undefined) {
    parameters['status'] = filter.status;
    parts.push('e.delivery_state = @status');
  }

  const text = filter.text?.trim() ?? '';
  if (text !== '') {
    parameters['like'] = likePattern(text);
    parameters['needle'] = text;
    const columns = TEXT_COLUMNS.map((column) => `${column} LIKE @like ESCAPE '\\'`);
    // The payload is searched as bytes of UTF-8, case-sensitively: ids and keys are what people look for there.
    const inPayload = `EXISTS (SELECT 1 FROM event_bodies b WHERE b.event_seq = e.seq AND instr(b.bytes, CAST(@needle AS BLOB)) > 0)`;
    parts.push(`(${[...columns, inPayload].join(' OR ')})`);
  }

  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', parameters };
}

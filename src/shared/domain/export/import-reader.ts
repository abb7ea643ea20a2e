// Reads what is imported, as it comes in: Hookline's NDJSON, Stripe's event objects, the output of `stripe listen --format JSON`.
import { readEnvelope, type EventEnvelope } from '../event-envelope.ts';
import { isObject } from '../json-read.ts';
import { exactBytes } from './exact-text.ts';
import { EXPORT_VERSION, ExportedEventSchema, exportedBody, type ExportedEvent } from './exported-event.ts';
import type { ImportProblem, ImportProblemCode } from './import-problem.ts';
import { readJsonSpans } from './json-spans.ts';
import { createLineAssembler, type WholeText } from './line-assembler.ts';

export interface ImportedEvent {
  envelope: EventEnvelope;
  body: Uint8Array;
  /** As Hookline exported them; null for a bare event of Stripe's, which says nothing of its arrival. */
  receipts: readonly ImportedReceipt[] | null;
}

export interface ImportedReceipt extends Pick<
  ExportedEvent['receipts'][number],
  'receivedAt' | 'method' | 'path' | 'headers'
> {
  body: Uint8Array;
}

export interface ImportBatch {
  events: ImportedEvent[];
  problems: ImportProblem[];
  /** Lines of the Stripe CLI that are about events and hold none. */
  remarks: number;
}

export interface ImportReader {
  /** @param text the next part, cut anywhere */
  read(text: string): ImportBatch;
  /** What was still waiting for its end. */
  end(): ImportBatch;
}

export function createImportReader(): ImportReader {
  const assembler = createLineAssembler();
  const batchOf = (texts: readonly WholeText[]): ImportBatch => {
    const batch: ImportBatch = { events: [], problems: [], remarks: 0 };
    for (const text of texts) take(text, batch);
    return batch;
  };
  return {
    read: (text) => batchOf(assembler.push(text)),
    end: () => batchOf(assembler.end()),
  };
}

/** What `stripe listen` says besides events. Source: Stripe CLI 1.52, observed. */
const CLI_REMARK =
  /^(> )?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s|Getting ready|Ready!|Checking for new versions|A newer version of the Stripe CLI|Session expired, reconnecting|time="|\[\d{4}-\d\d-\d\d)/;

function take({ line, text, broken }: WholeText, batch: ImportBatch): void {
  const refuse = (code: ImportProblemCode, detail = ''): void => {
    batch.problems.push({ line, code, detail });
  };
  if (broken !== null) return refuse(broken.code, broken.detail);
  if (text === '') return;
  if (CLI_REMARK.test(text)) {
    batch.remarks += 1;
    return;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(text === '[' ? 'list' : 'not_json', placeOf(error, text));
  }
  if (Array.isArray(json)) return refuse('list');
  if (!isObject(json)) return refuse('not_an_event', typeof json);
  if ('hookline' in json) return takeExported(json, batch, refuse);
  if (json['object'] === 'list') return takeList(text, batch, refuse);
  const envelope = readEnvelope(json);
  if (envelope === null) return refuse('not_an_event', whatItIs(json));
  batch.events.push({ envelope, body: new TextEncoder().encode(text), receipts: null });
}

type Refuse = (code: ImportProblemCode, detail?: string) => void;

function takeExported(json: Record<string, unknown>, batch: ImportBatch, refuse: Refuse): void {
  const version = json['hookline'];
  if (typeof version === 'number' && version > EXPORT_VERSION) return refuse('newer_format', String(version));
  const parsed = ExportedEventSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('damaged', issue?.path.join('.') ?? '');
  }
  try {
    const own = bytesOf(parsed.data);
    if (own === null) return refuse('damaged', 'body');
    const envelope = readEnvelope(JSON.parse(new TextDecoder().decode(own)));
    if (envelope === null) return refuse('damaged', 'body');
    const receipts = parsed.data.receipts.map(({ receivedAt, method, path, headers, ...receipt }) => ({
      receivedAt,
      method,
      path,
      headers,
      body: bytesOf(receipt) ?? own,
    }));
    batch.events.push({ envelope, body: own, receipts });
  } catch {
    refuse('damaged', 'body');
  }
}

function bytesOf(part: Parameters<typeof exportedBody>[0]): Uint8Array | null {
  const body = exportedBody(part);
  return body === null ? null : exactBytes(body);
}

/** A page of `stripe events list`. Its events are cut out of the text, so that numbers keep their digits. */
function takeList(text: string, batch: ImportBatch, refuse: Refuse): void {
  const items = readJsonSpans(text)?.members.find(({ name }) => name === 'data')?.value.items ?? [];
  for (const { start, end } of items) {
    const body = text.slice(start, end);
    const envelope = readEnvelope(JSON.parse(body));
    if (envelope === null) refuse('not_an_event', whatItIs(JSON.parse(body)));
    else batch.events.push({ envelope, body: new TextEncoder().encode(body), receipts: null });
  }
}

/** The member that an event would have otherwise. */
function whatItIs(json: unknown): string {
  if (!isObject(json)) return typeof json;
  const { object } = json;
  if (object !== 'event' && object !== 'v2.core.event') {
    return `object: ${typeof object === 'string' ? object.slice(0, 60) : '–'}`;
  }
  return typeof json['id'] === 'string' ? 'type: –' : 'id: –';
}

/** Counted from 1. The parser's words themselves quote the text around, which is anybody's data. */
function placeOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return String(position === undefined ? text.length + 1 : Number(position) + 1);
}

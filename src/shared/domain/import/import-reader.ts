// Reads what is imported, as it comes in: any text that has Stripe's events in it as JSON, in whatever container.
import { readEnvelope, type EventEnvelope } from '../event-envelope.ts';
import { exactBytes } from '../export/exact-text.ts';
import {
  EXPORT_VERSION,
  ExportedEventSchema,
  exportedBody,
  type ExportedEvent,
} from '../export/exported-event.ts';
import { asObject, jsonOfBytes, name } from '../json-read.ts';
import type { ImportProblem, ImportProblemCode } from './import-problem.ts';
import { createJsonFinder, type FoundObject, type JsonFinder } from './json-finder.ts';
import { isIncompleteEvent, isLogEntry, otherDetail, type OtherJson } from './other-json.ts';
import { createSourceLines } from './source-lines.ts';
import { createTerminalCodeFilter } from './terminal-codes.ts';
import { textInString } from './text-in-string.ts';
import { textLineKind } from './text-line.ts';
import { createUtf8Bytes } from './utf8-bytes.ts';

export interface ImportedEvent {
  /** Where it stood in the file. */
  line: number;
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

export interface ImportReader {
  /** @param bytes the next part of the file, cut anywhere @returns the events that it completes */
  read(bytes: Uint8Array): ImportedEvent[];
  /** What was still waiting for its end. */
  end(): ImportedEvent[];
  /** Each kind once, in the order in which they were first found. */
  problems(): ImportProblem[];
  note(code: ImportProblemCode, line: number, detail?: string): void;
  /** Bytes kept until more of the file is known. */
  heldBytes(): number;
}

const MiB = 1024 * 1024;
/** What the receiver takes; and an export of that with every byte escaped, or with other bodies. */
const MAX_BYTES = { event: 5 * MiB, own: 32 * MiB } as const;
/** A log has one event a line, or a few lines. */
const MAX_LOG_BYTES = { event: 5 * MiB, own: 5 * MiB } as const;
/** For all programs whose lines are mixed. */
const MAX_HELD_LOG_BYTES = 16 * MiB;
const MAX_SOURCES = 64;
/** Further kinds of objects are counted without their names. */
const MAX_PROBLEMS = 40;

export function createImportReader(): ImportReader {
  const utf8 = createUtf8Bytes();
  const withoutCodes = createTerminalCodeFilter();
  const problems = new Map<string, ImportProblem>();
  let events: ImportedEvent[] = [];
  let hasText = false;
  let hasEvents = false;
  let mentions = 0;
  /** In the indented lines of an object that a program printed. */
  let isInPrinted = false;

  function note(code: ImportProblemCode, line: number, detail = '', count = 1): void {
    const isNamed = code === 'not_an_event' || code === 'incomplete_event';
    const kind = isNamed ? `${code} ${detail}` : code;
    const noted = problems.get(kind);
    if (noted !== undefined) noted.count += count;
    else if (problems.size < MAX_PROBLEMS || !isNamed) problems.set(kind, { code, count, line, detail });
    else if (detail !== 'other') note('not_an_event', line, 'other', count);
    else problems.set(kind, { code, count, line, detail });
  }

  function takeObject(object: FoundObject): void {
    const { kind, line, bytes } = object;
    if (bytes === null) return note('too_large', line, String(MAX_BYTES[kind] / MiB));
    const taken = kind === 'own' ? readExported(bytes, line) : readEvent(bytes, line);
    if ('code' in taken) return note(taken.code, line, taken.detail);
    hasEvents = true;
    events.push(taken);
  }

  function takeText(line: number, text: string, hadPrefix: boolean): void {
    hasText = true;
    const isIndented = text !== text.trimStart();
    if (isIndented && isInPrinted) return;
    const kind = textLineKind(text.trim(), hadPrefix);
    isInPrinted = kind === 'printed_object';
    if (kind === 'mention') mentions += 1;
    else if (kind === 'printed_object') note('printed_object', line);
    else if (kind === 'text') note('not_json', line);
  }

  function takeOther(line: number, what: OtherJson, count: number): void {
    if (isInPrinted || isLogEntry(what)) return;
    if (isIncompleteEvent(what)) note('incomplete_event', line, 'object', count);
    else note('not_an_event', line, otherDetail(what), count);
  }

  const finderFor = (maxBytes: Record<FoundObject['kind'], number>): JsonFinder =>
    createJsonFinder({
      maxBytes,
      found: takeObject,
      other: takeOther,
      broken: (line, at, isPrinted) => {
        if (isPrinted) note('printed_object', line);
        else note(at === null ? 'unclosed' : 'broken_json', line, at ?? '');
      },
      text: takeText,
      textIn: textInString,
    });

  const main = finderFor(MAX_BYTES);
  const sources = new Map<string, JsonFinder>();
  /** The program whose line came last. */
  let last = main;

  function finderOf(source: string): JsonFinder {
    if (source === '') {
      // A logger puts its prefix before the first line of a value only.
      return !main.isInValue() && last.isInValue() ? last : main;
    }
    const finder = sources.get(source) ?? finderFor(MAX_LOG_BYTES);
    // The one that was silent for longest is the first in the map.
    sources.delete(source);
    sources.set(source, finder);
    const [silent] = sources;
    const isTooMuch = sources.size > MAX_SOURCES || heldBy([...sources.values()]) > MAX_HELD_LOG_BYTES;
    if (silent !== undefined && isTooMuch) {
      silent[1].end();
      sources.delete(silent[0]);
    }
    return finder;
  }

  const lines = createSourceLines(
    ({ source, line, bytes, hadPrefix }) => {
      last = finderOf(source);
      last.push(bytes, line, hadPrefix);
    },
    () => main.isInValue(),
  );

  function found(): ImportedEvent[] {
    const all = events;
    events = [];
    return all;
  }

  function read(bytes: Uint8Array): ImportedEvent[] {
    lines.push(withoutCodes(bytes));
    return found();
  }

  return {
    read: (bytes) => read(utf8.push(bytes)),
    end() {
      const first = read(utf8.end());
      lines.end();
      for (const finder of [main, ...sources.values()]) finder.end();
      const all = [...first, ...found()];
      noteWhole();
      return all;
    },
    problems: () => [...problems.values()].map((problem) => ({ ...problem })),
    note,
    heldBytes: () => heldBy([main, ...sources.values()]),
  };

  /** What is to be said of a file that has no event. */
  function noteWhole(): void {
    const notText = utf8.notText();
    if (notText !== null) return note('not_text', 0, notText);
    if (hasEvents) return;
    const hasJson = [...problems.values()].some(({ code }) => code !== 'not_json');
    if (mentions > 0) {
      for (const kind of ['not_json', 'not_an_event other']) problems.delete(kind);
      note('no_bodies', 0, '', mentions);
    } else if (!hasJson) {
      problems.clear();
      note(hasText ? 'no_json' : 'empty', 0);
    }
  }
}

function heldBy(finders: readonly JsonFinder[]): number {
  return finders.reduce((sum, finder) => sum + finder.heldBytes(), 0);
}

type Refusal = Pick<ImportProblem, 'code' | 'detail'>;

function readEvent(bytes: Uint8Array, line: number): ImportedEvent | Refusal {
  let json: unknown;
  try {
    json = jsonOfBytes(bytes);
  } catch (error) {
    return { code: 'broken_json', detail: placeOf(error, bytes, line) };
  }
  const envelope = readEnvelope(json);
  if (envelope !== null) return { line, envelope, body: bytes, receipts: null };
  const { id, type } = asObject(json);
  return { code: 'incomplete_event', detail: name(id) !== null && name(type) === null ? 'type' : 'id' };
}

/** @returns `line:column` in the file, as far as the parser says */
function placeOf(error: unknown, bytes: Uint8Array, line: number): string {
  const position = Number(/at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 0);
  const before = new TextDecoder().decode(bytes).slice(0, position).split('\n');
  return `${line + before.length - 1}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function readExported(bytes: Uint8Array, line: number): ImportedEvent | Refusal {
  const damaged = (detail: string): Refusal => ({ code: 'damaged', detail });
  try {
    const json = jsonOfBytes(bytes);
    const version = asObject(json)['hookline'];
    if (typeof version === 'number' && version > EXPORT_VERSION) {
      return { code: 'newer_format', detail: String(version) };
    }
    const parsed = ExportedEventSchema.safeParse(json);
    if (!parsed.success) return damaged(parsed.error.issues[0]?.path.join('.') ?? '');
    const body = bytesOf(parsed.data);
    const envelope = body === null ? null : readEnvelope(jsonOfBytes(body));
    if (body === null || envelope === null) return damaged('body');
    const receipts = parsed.data.receipts.map(({ receivedAt, method, path, headers, ...receipt }) => ({
      receivedAt,
      method,
      path,
      headers,
      body: bytesOf(receipt) ?? body,
    }));
    return { line, envelope, body, receipts };
  } catch {
    return damaged('body');
  }
}

function bytesOf(part: Parameters<typeof exportedBody>[0]): Uint8Array | null {
  const body = exportedBody(part);
  return body === null ? null : exactBytes(body);
}

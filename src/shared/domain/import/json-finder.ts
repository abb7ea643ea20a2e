// Finds in a stream of text what JSON it has, and in that JSON every object that is looked for, whatever stands around it.
// Nothing is held but the objects that may still turn out to be one of those, up to a limit.
import { createByteWindow } from './byte-window.ts';
import { keyAt, keyNamed, shortText, type JsonKey } from './json-keys.ts';
import { createTally, type OtherJson } from './other-json.ts';

/** `event`: a member `"object": "event"` or `"v2.core.event"`; `own`: a line of a Hookline export, with a member `hookline`. */
export type FoundKind = 'event' | 'own';

export interface FoundObject {
  kind: FoundKind;
  /** Counted from 1. */
  line: number;
  /** Exactly as in the stream; null when they are more than is allowed for the kind. */
  bytes: Uint8Array | null;
}

export interface JsonFinderDeps {
  /** The longest of each kind. */
  maxBytes: Readonly<Record<FoundKind, number>>;
  found(object: FoundObject): void;
  /** Values that hold none of what is looked for: whole ones, and elements of lists. `line` is that of the first. */
  other(line: number, what: OtherJson, count: number): void;
  /**
   * A value that begins in `line` and ends too early or has a mistake.
   * @param at place of the mistake, `line:column`; null = it does not end
   * @param isPrinted it has a value as only programs write them: `None`, `undefined`, `'text'`
   */
  broken(line: number, at: string | null, isPrinted: boolean): void;
  /** A line without JSON. */
  text(line: number, text: string, hadPrefix: boolean): void;
  /** @returns what is written in a string of JSON, when that may be JSON again */
  textIn(written: Uint8Array, hasQuotes: boolean): Uint8Array | null;
}

export interface JsonFinder {
  /** @param line of the first byte @param hadPrefix a prefix was taken away before it */
  push(bytes: Uint8Array, line: number, hadPrefix: boolean): void;
  end(): void;
  isInValue(): boolean;
  /** Bytes kept until more is known. */
  heldBytes(): number;
}

/** An object or a list that has begun. */
interface Open {
  isList: boolean;
  start: number;
  line: number;
  /** The name of the member that is being read. */
  key: JsonKey | null;
  keys: Set<JsonKey> | null;
  object: string | null;
  kind: FoundKind | null;
  /** Its first bytes are not held any more. */
  isLost: boolean;
  /** How many objects had been found before it. */
  foundBefore: number;
}

type State =
  | 'outside'
  | 'value'
  | 'value_or_end'
  | 'name'
  | 'name_or_end'
  | 'colon'
  | 'after_value'
  | 'string'
  | 'escape'
  | 'number'
  | 'word';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LINE_FEED = 0x0a;
const ESCAPED = new Set(Array.from('"\\/bfnrtu', (mark) => mark.charCodeAt(0)));
const WORDS = new Set(['true', 'false', 'null']);
const LONGEST_WORD = 5;
const EVENT_OBJECTS = new Set(['event', 'v2.core.event']);
const CLOSING = new Set(Array.from('}])', (mark) => mark.charCodeAt(0)));
/** Files that were put together each had one. */
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);
const APOSTROPHE = 0x27;
const BIG_A = 0x41;
const BIG_Z = 0x5a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

const MAX_DEPTH = 200_000;
/** As much of a line as is needed to say what it is. */
const HEAD_BYTES = 400;
/** Shorter strings hold no event. */
const SHORTEST_TEXT = 40;
/** Strings within strings; an event in SNS in SQS in a log has three. */
const MAX_NESTING = 5;

export function createJsonFinder(deps: JsonFinderDeps, nesting = 0): JsonFinder {
  const held = createByteWindow();
  const largest = Math.max(...Object.values(deps.maxBytes));
  /** Place of the next byte in the stream. */
  let end = 0;
  let state: State = 'outside';
  const stack: Open[] = [];
  /** Index of the outermost object that may yet be looked for; its bytes are held. */
  let candidate: number | null = null;
  /** How many objects on the stack are known to be looked for. */
  let known = 0;
  /** Found within a candidate; a part of it, if that is looked for. */
  let pending: (FoundObject & { start: number })[] = [];
  let foundCount = 0;
  const elements = createTally(deps.other);
  /** A member with its colon has been read: this is JSON, not a bracket in some text. */
  let isJson = false;
  /** It is the first thing in its line, or follows another value. */
  let isAtBegin = false;
  let failures = 0;

  let stringStart = 0;
  let isName = false;
  let hasEscapes = false;
  let hasQuotes = false;
  let word = '';

  let line = 1;
  let lineStart = 0;
  let lineHadPrefix = false;
  let lineHead: Uint8Array | null = null;
  let lineHasValue = false;
  /** Place of the line's first byte that is no space; null = none yet. */
  let firstInLine: number | null = null;
  let lastInLine = 0;
  /** A list of no objects, or an empty object; part of a text unless nothing follows in the line. */
  let bare: { root: Open; place: number } | null = null;
  let rootIndent = 0;
  /** Indentation of a broken value whose remains follow; they are part of the same problem. */
  let remainsIndent: number | null = null;

  function open(isList: boolean, place: number): void {
    if (stack.length === MAX_DEPTH) return fail(place);
    if (stack.length === 0) {
      isJson = false;
      isAtBegin = lineHasValue || firstInLine === place;
      rootIndent = firstInLine === null ? 0 : firstInLine - lineStart;
    }
    if (!isList && candidate === null) candidate = stack.length;
    stack.push({
      isList,
      start: place,
      line,
      key: null,
      keys: null,
      object: null,
      kind: null,
      isLost: false,
      foundBefore: foundCount,
    });
    state = isList ? 'value_or_end' : 'name_or_end';
  }

  function close(isList: boolean, place: number): void {
    const closed = stack.at(-1);
    if (closed?.isList !== isList) return fail(place);
    stack.pop();
    state = stack.length === 0 ? 'outside' : 'after_value';
    if (candidate === stack.length) candidate = null;
    const { kind, start } = closed;
    if (kind !== null) {
      known -= 1;
      while ((pending.at(-1)?.start ?? -1) > start) pending.pop();
      const isTooLong = closed.isLost || place + 1 - start > deps.maxBytes[kind];
      const bytes = isTooLong ? null : held.slice(start, place + 1);
      add({ kind, line: closed.line, bytes, start });
    }
    if (candidate === null) flush();
    if (stack.length === 0) endRoot(closed, place);
    else if (foundCount === closed.foundBefore && isElement()) elements.add(closed);
  }

  function add(object: FoundObject & { start: number }): void {
    foundCount += 1;
    pending.push(object);
  }

  function flush(): void {
    if (pending.length === 0) return;
    for (const { kind, line: at, bytes } of pending.splice(0)) deps.found({ kind, line: at, bytes });
  }

  /** Whether what has just been closed was an element of the outermost list, or of the `data` of one of Stripe's lists. */
  function isElement(): boolean {
    const [root, data] = stack;
    if (stack.length === 1) return root?.isList === true;
    return stack.length === 2 && root?.key === 'data' && data?.isList === true;
  }

  function endRoot(root: Open, place: number): void {
    const hasFound = foundCount > root.foundBefore;
    if (hasFound || (isJson && isAtBegin)) {
      lineHasValue = true;
      if (remainsIndent === null) noteRoot(root, hasFound);
    } else if (isAtBegin) bare = { root, place };
    elements.clear();
  }

  /** Says what was in a value besides that which is looked for. */
  function noteRoot(root: Open, hasFound: boolean): void {
    const hasElements = (root.isList || root.object === 'list') && elements.report();
    if (!hasElements && !hasFound) deps.other(root.line, root, 1);
  }

  /** This is not JSON. It may begin again right here. */
  function fail(place: number, isPrinted = false): void {
    failures += 1;
    const [root] = stack;
    if (root !== undefined && isJson) {
      const at = place === end ? null : `${line}:${place - lineStart + 1}`;
      if (remainsIndent === null) deps.broken(root.line, at, isPrinted);
      remainsIndent = rootIndent;
      lineHasValue = root.line === line || !isBlank(lineStart, place);
    } else if (root?.line !== line) lineHasValue = false;
    elements.clear();
    flush();
    stack.length = 0;
    candidate = null;
    known = 0;
    state = 'outside';
    if (firstInLine === null && !isBlank(lineStart, place)) firstInLine = lineStart;
  }

  function isBlank(from: number, to: number): boolean {
    return held.has(from) && held.slice(from, Math.min(to, from + HEAD_BYTES)).every(isSpace);
  }

  function endLine(place: number): void {
    if (state === 'outside') {
      if (!lineHasValue && firstInLine !== null && remainsIndent === null) noteLine(place);
      lineHasValue = false;
    } else lineHasValue = true;
    line += 1;
    lineStart = place + 1;
    lineHadPrefix = false;
    lineHead = null;
    firstInLine = null;
    bare = null;
  }

  function noteLine(place: number): void {
    if (bare !== null && lastInLine <= bare.place) noteRoot(bare.root, false);
    else deps.text(line, textOf(lineHead ?? held.slice(lineStart, place)), lineHadPrefix);
  }

  /** Between values. @returns the index of the byte to go on with */
  function takeOutside(bytes: Uint8Array, from: number, base: number): number {
    let index = from;
    for (; index < bytes.byteLength; index++) {
      const byte = bytes[index] ?? 0;
      if (byte === LINE_FEED) break;
      if (isSpace(byte) || BYTE_ORDER_MARK.has(byte)) continue;
      lastInLine = base + index;
      if (firstInLine === null) beginText(byte, base + index);
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        open(byte === OPEN_LIST, base + index);
        return index + 1;
      }
    }
    return index;
  }

  function beginText(byte: number, place: number): void {
    firstInLine = place;
    if (place - lineStart <= (remainsIndent ?? 0) && !CLOSING.has(byte)) remainsIndent = null;
  }

  function takeValue(byte: number, place: number): void {
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) return open(byte === OPEN_LIST, place);
    if (byte === QUOTE) return beginString(place, false);
    const isNumber = byte === MINUS || (byte >= ZERO && byte <= NINE);
    const parent = stack.at(-1);
    if (isNumber) {
      state = 'number';
      if (parent?.key === 'hookline' && parent.kind === null) learn(parent, 'own');
    } else if (byte >= SMALL_A && byte <= SMALL_Z) {
      state = 'word';
      word = String.fromCharCode(byte);
    } else fail(place, byte === APOSTROPHE || (byte >= BIG_A && byte <= BIG_Z));
  }

  function learn(object: Open, kind: FoundKind): void {
    object.kind = kind;
    known += 1;
  }

  function beginString(place: number, name: boolean): void {
    state = 'string';
    stringStart = place + 1;
    isName = name;
    hasEscapes = false;
    hasQuotes = false;
  }

  function endString(place: number): void {
    const parent = stack.at(-1);
    state = isName ? 'colon' : 'after_value';
    if (parent === undefined || !held.has(stringStart)) return;
    if (isName) {
      parent.key = hasEscapes
        ? keyNamed(shortText(held.slice(stringStart, place)))
        : keyAt(held, stringStart, place);
      if (parent.key !== null) (parent.keys ??= new Set()).add(parent.key);
    } else if (!parent.isList && parent.key === 'object' && parent.kind === null) {
      const name = shortText(held.slice(stringStart, place));
      if (name !== null && EVENT_OBJECTS.has(name)) learn(parent, 'event');
      else {
        parent.object = name ?? '';
        if (candidate === stack.length - 1) findCandidate(stack.length);
      }
    } else if (known === 0 && nesting < MAX_NESTING) findWithin(place);
  }

  /** Looks into a string: bodies are often kept as the text that they were sent as. */
  function findWithin(place: number): void {
    const length = place - stringStart;
    if (length < SHORTEST_TEXT || !(hasQuotes || !hasEscapes)) return;
    const text = deps.textIn(held.slice(stringStart, place), hasQuotes);
    if (text === null) return;
    const nothing = (): void => undefined;
    const found = ({ kind, bytes }: FoundObject): void => add({ kind, line, bytes, start: stringStart });
    const { maxBytes, textIn } = deps;
    const within = { maxBytes, textIn, found, other: nothing, broken: nothing, text: nothing };
    const finder = createJsonFinder(within, nesting + 1);
    finder.push(text, 1, false);
    finder.end();
    if (candidate === null) flush();
  }

  function findCandidate(from: number): void {
    for (let index = from; index < stack.length; index++) {
      const one = stack[index];
      if (one === undefined || one.isList || one.isLost || (one.object !== null && one.kind === null))
        continue;
      candidate = index;
      return;
    }
    candidate = null;
    flush();
  }

  /** @returns the index of the byte to go on with */
  function take(bytes: Uint8Array, index: number, base: number): number {
    const byte = bytes[index] ?? 0;
    const failuresBefore = failures;
    switch (state) {
      case 'string': {
        const stop = endOfPlain(bytes, index);
        if (stop < bytes.byteLength) takeInString(bytes[stop] ?? 0, base + stop);
        else return stop;
        return failures === failuresBefore ? stop + 1 : stop;
      }
      case 'escape':
        state = 'string';
        hasEscapes = true;
        hasQuotes ||= byte === QUOTE;
        if (!ESCAPED.has(byte)) fail(base + index);
        break;
      case 'number':
        if (isOfNumber(byte)) return index + 1;
        state = 'after_value';
        return index;
      case 'word':
        if (byte >= SMALL_A && byte <= SMALL_Z && word.length < LONGEST_WORD) {
          word += String.fromCharCode(byte);
          return index + 1;
        }
        if (WORDS.has(word)) state = 'after_value';
        else fail(base + index, !isStartOfWord(word));
        return index;
      default:
        if (byte === LINE_FEED) endLine(base + index);
        else if (state === 'outside') return takeOutside(bytes, index, base);
        else if (!isSpace(byte)) takeStructure(byte, base + index);
    }
    // What breaks a value may begin another one.
    return failures === failuresBefore ? index + 1 : index;
  }

  function takeInString(byte: number, place: number): void {
    if (byte === QUOTE) endString(place);
    else if (byte === BACKSLASH) state = 'escape';
    else fail(place);
  }

  function takeStructure(byte: number, place: number): void {
    if (state === 'value' || (state === 'value_or_end' && byte !== CLOSE_LIST)) takeValue(byte, place);
    else if ((state === 'name' || state === 'name_or_end') && byte === QUOTE) beginString(place, true);
    else if (state === 'colon' && byte === COLON) {
      isJson = true;
      state = 'value';
    } else if (state === 'after_value' && byte === COMMA) {
      state = stack.at(-1)?.isList === true ? 'value' : 'name';
    } else if (state !== 'name' && state !== 'colon' && (byte === CLOSE_OBJECT || byte === CLOSE_LIST)) {
      close(byte === CLOSE_LIST, place);
    } else fail(place);
  }

  /** Lets go of what is no longer needed, and of what has become too long. */
  function letGo(): void {
    let needed = end;
    const isInString = state === 'string' || state === 'escape';
    if (isInString && end - stringStart <= largest) needed = stringStart;
    if (!lineHasValue && lineHead === null) {
      if (end - lineStart < HEAD_BYTES) needed = Math.min(needed, lineStart);
      else lineHead = held.slice(lineStart, lineStart + HEAD_BYTES);
    }
    while (candidate !== null) {
      const outermost = stack[candidate];
      if (outermost === undefined) break;
      if (end - outermost.start <= deps.maxBytes[outermost.kind ?? 'event']) {
        needed = Math.min(needed, outermost.start);
        break;
      }
      outermost.isLost = true;
      findCandidate(candidate + 1);
    }
    held.dropBefore(needed);
  }

  return {
    push(bytes, ofLine, hadPrefix) {
      const base = end;
      line = ofLine;
      if (hadPrefix) {
        lineStart = base;
        lineHadPrefix = true;
      }
      held.append(bytes);
      end += bytes.byteLength;
      for (let index = 0; index < bytes.byteLength;) index = take(bytes, index, base);
      letGo();
    },
    end() {
      if (stack.length > 0) fail(end);
      endLine(end);
    },
    isInValue: () => stack.length > 0,
    heldBytes: () => held.heldBytes() + pending.reduce((sum, { bytes }) => sum + (bytes?.byteLength ?? 0), 0),
  };
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Cut off, rather than a word of another notation. */
function isStartOfWord(word: string): boolean {
  return [...WORDS].some((whole) => whole.startsWith(word));
}

/** The parser decides later whether it is a number; here only its end is needed. */
function isOfNumber(byte: number): boolean {
  const isDigit = byte >= ZERO && byte <= NINE;
  return isDigit || byte === MINUS || byte === 0x2b || byte === 0x2e || byte === 0x45 || byte === 0x65;
}

/** @returns index of the first byte that a string does not take as it is */
function endOfPlain(bytes: Uint8Array, from: number): number {
  let index = from;
  for (; index < bytes.byteLength; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) break;
  }
  return index;
}

/** A spinner writes its line again and again, each time after a carriage return. */
function textOf(bytes: Uint8Array): string {
  const shown = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).split('\r');
  return shown.findLast((part) => part.trim() !== '')?.trimEnd() ?? '';
}

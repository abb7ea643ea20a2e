// Turns the bytes of a text file into UTF-8, whatever Unicode encoding the file has; UTF-8 itself passes through unchanged.

/** Begins of files that are no text, with the name people know them by. */
const BINARY_FORMATS: readonly (readonly [name: string, begin: string])[] = [
  ['ZIP', 'PK\u0003\u0004'],
  ['Zstandard', '\u0028\u00b5\u002f\u00fd'],
  ['bzip2', 'BZh'],
  ['xz', '\u00fd7zXZ'],
  ['7-Zip', '7z\u00bc\u00af'],
  ['SQLite', 'SQLite format 3\u0000'],
  ['PDF', '%PDF-'],
  ['PNG', '\u0089PNG'],
];
/** Enough for each of them, and for telling encodings apart. A first line is enough, too. */
const BEGIN_BYTES = 16;
const LEAST_BYTES = 4;
const LINE_FEED = 0x0a;

export interface Utf8Bytes {
  /** @returns the next bytes as UTF-8; nothing while too little has come to know the encoding */
  push(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
  /** The format of a file that is no text (`ZIP`, …, or `binary` when it is none of the known ones); then nothing is returned. */
  notText(): string | null;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export function createUtf8Bytes(): Utf8Bytes {
  let begin: Uint8Array | null = new Uint8Array(0);
  let binary: string | null = null;
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  const encoder = new TextEncoder();

  function decide(bytes: Uint8Array): Uint8Array {
    begin = null;
    binary = binaryFormatOf(bytes);
    const encoding = encodingOf(bytes);
    if (encoding !== 'utf-8') decoder = new TextDecoder(encoding);
    else if (binary === null && bytes.subarray(0, BEGIN_BYTES).includes(0)) binary = 'binary';
    return convert(startsWith(bytes, [0xef, 0xbb, 0xbf]) ? bytes.subarray(3) : bytes);
  }

  function convert(bytes: Uint8Array): Uint8Array {
    if (binary !== null) return new Uint8Array(0);
    return decoder === null ? bytes : encoder.encode(decoder.decode(bytes, { stream: true }));
  }

  return {
    push(bytes) {
      if (begin === null) return convert(bytes);
      begin = joined(begin, bytes);
      const isEnough = begin.byteLength >= BEGIN_BYTES || begin.includes(LINE_FEED, LEAST_BYTES - 1);
      return isEnough ? decide(begin) : new Uint8Array(0);
    },
    end() {
      const rest = begin === null ? new Uint8Array(0) : decide(begin);
      return decoder === null ? rest : joined(rest, encoder.encode(decoder.decode()));
    },
    notText: () => binary,
  };
}

/** By the byte order mark; without one, by the zeros that ASCII characters have in UTF-16. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const [first, second] = bytes;
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== undefined && second !== 0 ? 'utf-16be' : 'utf-8';
}

function binaryFormatOf(bytes: Uint8Array): string | null {
  const found = BINARY_FORMATS.find(([, begin]) =>
    startsWith(
      bytes,
      Array.from(begin, (mark) => mark.charCodeAt(0)),
    ),
  );
  return found?.[0] ?? null;
}

function startsWith(bytes: Uint8Array, begin: readonly number[]): boolean {
  return begin.every((byte, index) => bytes[index] === byte);
}

export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.byteLength === 0) return b;
  if (b.byteLength === 0) return a;
  const both = new Uint8Array(a.byteLength + b.byteLength);
  both.set(a);
  both.set(b, a.byteLength);
  return both;
}

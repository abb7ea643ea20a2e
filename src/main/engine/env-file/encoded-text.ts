// The text of a file and its bytes, so that writing an unchanged text gives exactly the bytes it was read from.
import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface EncodedText {
  /** With the byte order mark, if there is one. A byte that is no UTF-8 is the lone surrogate U+DC00 + byte. */
  text: string;
  encoding: TextEncoding;
}

/** @returns null when the bytes are no text */
export function decodeText(bytes: Buffer): EncodedText | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 'utf-16be');
  if (bytes.includes(0)) return decodeUnmarkedUtf16(bytes);
  return { text: isUtf8(bytes) ? bytes.toString() : decodeDamagedUtf8(bytes), encoding: 'utf-8' };
}

export function encodeText({ text, encoding }: EncodedText): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (text.isWellFormed()) return Buffer.from(text);
  // With the u flag, only surrogates that are half of no pair are found.
  const pieces = text.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    pieces.map((piece, index) =>
      index % 2 === 0 ? Buffer.from(piece) : Buffer.of(piece.charCodeAt(0) & 0xff),
    ),
  );
}

function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): EncodedText | null {
  if (bytes.length % 2 !== 0) return null;
  const little = encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16();
  const text = little.toString('utf16le');
  return text.includes('\0') ? null : { text, encoding };
}

/** Without a mark, the zero bytes of ASCII letters say which half comes first. */
function decodeUnmarkedUtf16(bytes: Buffer): EncodedText | null {
  const zeros = [0, 0];
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const decoded = decodeUtf16(bytes, odd > even ? 'utf-16le' : 'utf-16be');
  if (decoded === null || !decoded.text.isWellFormed() || /[^\P{Cc}\s]/u.test(decoded.text)) return null;
  return decoded;
}

function decodeDamagedUtf8(bytes: Buffer): string {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const sequence = bytes.subarray(index, index + sequenceLength(bytes[index] ?? 0));
    const isCharacter = sequence.length > 0 && isUtf8(sequence);
    text += isCharacter ? sequence.toString() : String.fromCharCode(0xdc00 + (bytes[index] ?? 0));
    index += isCharacter ? sequence.length : 1;
  }
  return text;
}

/** @returns how many bytes the character has by its first byte; 0 when none begins so */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

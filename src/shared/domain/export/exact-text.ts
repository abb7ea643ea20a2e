// Bytes as text where text can say them exactly, as base64 where it cannot.

export interface ExactText {
  text: string;
  /** What `text` is. */
  encoding: 'utf8' | 'base64';
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function exactText(bytes: Uint8Array): ExactText {
  const text = utf8Text(bytes);
  return text === null ? { text: toBase64(bytes), encoding: 'base64' } : { text, encoding: 'utf8' };
}

/** @returns null when the bytes are no valid UTF-8; encoding the text again gives the very bytes */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** @throws when `text` is said to be base64 and is not */
export function exactBytes({ text, encoding }: ExactText): Uint8Array {
  return encoding === 'utf8' ? encoder.encode(text) : fromBase64(text);
}

const CHUNK_BYTES = 8_192;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from(binary, (mark) => mark.charCodeAt(0));
}

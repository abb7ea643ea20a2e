// The names of members that say what a JSON object is.
import type { ByteWindow } from './byte-window.ts';

export const JSON_KEYS = [
  'object',
  'hookline',
  'id',
  'type',
  'data',
  'error',
  'log',
  'fixtures',
  'level',
  'msg',
  'message',
  'severity',
  'stream',
] as const;
export type JsonKey = (typeof JSON_KEYS)[number];

const BY_LENGTH = new Map<number, { key: JsonKey; bytes: Uint8Array }[]>();
for (const key of JSON_KEYS) {
  const named = { key, bytes: new TextEncoder().encode(key) };
  BY_LENGTH.set(key.length, [...(BY_LENGTH.get(key.length) ?? []), named]);
}

/** @returns null when what is written between the two places is none of the names */
export function keyAt(window: ByteWindow, start: number, end: number): JsonKey | null {
  return BY_LENGTH.get(end - start)?.find(({ bytes }) => window.isAt(start, bytes))?.key ?? null;
}

export function keyNamed(name: string | null): JsonKey | null {
  return JSON_KEYS.find((key) => key === name) ?? null;
}

const LONGEST_SHORT_TEXT = 100;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

/** @param written the bytes between the quotes @returns null when they are no text of JSON, or a long one */
export function shortText(written: Uint8Array): string | null {
  if (written.byteLength > LONGEST_SHORT_TEXT) return null;
  const text = decoder.decode(written);
  if (!written.includes(BACKSLASH)) return text;
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return null;
  }
}

// JSON that is written within a string of JSON: a body kept as text or as base64, as HAR files, queues and webhook inspectors have it.

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** What `{`, `[` and `POST` begin with in base64. */
const BASE64_BEGIN = /^(?:e[wy]|W[wy3]|UE9TV)/;

/**
 * @param written the bytes between the quotes
 * @param hasQuotes whether it has `\"`
 * @returns the text that may have an event in it, or null
 */
export function textInString(written: Uint8Array, hasQuotes: boolean): Uint8Array | null {
  if (!hasQuotes) return base64In(written);
  const text = new TextDecoder().decode(written);
  if (!text.includes('event\\') && !text.includes('hookline\\')) return null;
  try {
    return new TextEncoder().encode(JSON.parse(`"${text}"`) as string);
  } catch {
    return null;
  }
}

function base64In(written: Uint8Array): Uint8Array | null {
  const begin = new TextDecoder().decode(written.subarray(0, 8));
  if (written.byteLength % 4 !== 0 || !BASE64_BEGIN.test(begin)) return null;
  const text = new TextDecoder().decode(written);
  return BASE64.test(text) ? Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0)) : null;
}

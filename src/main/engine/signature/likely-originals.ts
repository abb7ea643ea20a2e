// Guesses what was signed when a signature does not fit the body: the same event as it may have been before something rewrote it.
import { asText } from './verified-bytes.ts';

/** Stripe's events are a few KiB, rarely some dozens. Whatever is larger is not guessed at: it would cost more than it tells. */
const MAX_BODY_LENGTH = 128 * 1024;
/** Indented JSON grows with the depth of its nesting, so it is bounded by that, too. Stripe's deepest events have about ten levels. */
const MAX_DEPTH = 64;
const MAX_CANDIDATE_LENGTH = 2 * MAX_BODY_LENGTH;

/**
 * What Stripe may have signed if something on the way re-wrote the body: Stripe's own two-space layout, compact JSON,
 * another line ending, a newline more or less. If one of these fits the signature, the body was changed.
 * Takes some milliseconds at most, whatever the text is.
 */
export function likelyOriginals(body: Uint8Array): Buffer[] {
  if (body.byteLength > MAX_BODY_LENGTH) return [];
  const text = asText(body);
  const trimmed = text.trim();
  const unixLines = text.replaceAll('\r\n', '\n');
  const candidates = new Set([trimmed, `${trimmed}\n`, unixLines, unixLines.replaceAll('\n', '\r\n')]);
  for (const json of layouts(text)) {
    candidates.add(json);
    candidates.add(`${json}\n`);
  }
  candidates.delete(text);
  return [...candidates].map((candidate) => Buffer.from(candidate));
}

function layouts(text: string): string[] {
  const { depth, lines } = measure(text);
  if (depth > MAX_DEPTH) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    // Each line is indented by its depth at most.
    const fits = (indent: number): boolean => text.length + lines * depth * indent <= MAX_CANDIDATE_LENGTH;
    return [0, 2, 4].filter(fits).map((indent) => JSON.stringify(parsed, null, indent));
  } catch {
    // Not JSON: only white space can be guessed at.
    return [];
  }
}

/** How deep brackets nest and how many lines an indented layout has, at most; those inside strings count as well. */
function measure(text: string): { depth: number; lines: number } {
  let open = 0;
  let depth = 0;
  let lines = 1;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x5b: // [
      case 0x7b: // {
        open += 1;
        if (open > depth) depth = open;
        lines += 2;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        open -= 1;
        break;
      case 0x2c: // ,
        lines += 1;
        break;
      default:
    }
  }
  return { depth, lines };
}

// Makes a backend's answer readable: HTML to text, and the one sentence a JSON, HTML or plain answer is about.

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Everything here is linear in the length of the text: an answer may be hostile, or 64 KiB of `<`. */
export function htmlToText(html: string): string {
  return decodeEntities(
    withoutElement(withoutElement(html, 'style'), 'script')
      .replaceAll(/<br ?\/?>|<\/(?:p|div|h\d|li|tr|pre|title|header)>/gi, '\n')
      .replaceAll(/<[^<>]*>/g, ''),
  );
}

export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

/** Takes `<style>…</style>` and the like out; an element that is never closed ends the text. */
export function withoutElement(html: string, tag: 'style' | 'script'): string {
  const lower = html.toLowerCase();
  // Lower case can change the length of exotic letters, and the positions with it.
  if (lower.length !== html.length) return html;
  const kept: string[] = [];
  let from = 0;
  for (;;) {
    const start = lower.indexOf(`<${tag}`, from);
    if (start === -1) return kept.join('') + html.slice(from);
    kept.push(html.slice(from, start));
    const end = lower.indexOf(`</${tag}>`, start);
    if (end === -1) return kept.join('');
    from = end + tag.length + 3;
  }
}

/** @returns null unless the body is a JSON object */
export function jsonObject(body: string): Record<string, unknown> | null {
  if (!body.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function looksLikeHtml(body: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,4000}?-->\s*)?<(?:!doctype html|html|head|body|h1|title|center)\b/i.test(
    body.slice(0, 5000),
  );
}

/**
 * What the answer says in its own words. Sources of the field names: Nest, Fastify, Spring (`message`), Express handlers
 * (`error`, `err`), FastAPI and DRF (`detail`), RFC 9457 (`detail`, `title`), Laravel and Rails (`errors`), and stripe-node's own
 * errors, whose enumerable fields hold the message under `raw` only.
 */
export function answerSentence(body: string): string {
  const json = jsonObject(body);
  if (json !== null) return sentenceOf(json).trim();
  if (looksLikeHtml(body)) return collapse(htmlToText(body));
  return body.trim();
}

const SENTENCE_FIELDS = [
  'message',
  'detail',
  'error_description',
  'error',
  'err',
  'raw',
  'title',
  'errors',
  'msg',
  'reason',
] as const;

function sentenceOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > 3) return '';
  if (Array.isArray(value)) {
    return value
      .slice(0, 3)
      .map((part) => sentenceOf(part, depth + 1))
      .filter((part) => part !== '')
      .join('; ');
  }
  if (!isRecord(value)) return '';
  // FastAPI and pydantic: {"type", "loc": ["body", "name"], "msg": "Field required"}.
  if (typeof value['msg'] === 'string' && Array.isArray(value['loc'])) {
    return `${value['loc'].map(String).join('.')}: ${value['msg']}`;
  }
  for (const field of SENTENCE_FIELDS) {
    const found = sentenceOf(value[field], depth + 1);
    if (found !== '') return found;
  }
  return '';
}

/** One line, at most `length` characters. */
export function collapse(text: string, length = 4000): string {
  const line = text
    .slice(0, length * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

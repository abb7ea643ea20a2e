// Puts lines together from parts cut anywhere, and pretty-printed JSON objects from their lines.
import type { ImportProblemCode } from './import-problem.ts';

export interface WholeText {
  /** Of its first line, counted from 1. */
  line: number;
  /** A line without its end and without colours, or the lines of an object. */
  text: string;
  broken: { code: ImportProblemCode; detail: string } | null;
}

export interface LineAssembler {
  push(part: string): WholeText[];
  end(): WholeText[];
}

/** More than any event with all its receipts takes. */
const MAX_LENGTH = 32 * 1024 * 1024;

// Colours, and the links that the Stripe CLI makes of ids.
const TERMINAL_CODES = new RegExp(
  String.raw`\u001b\[[\d;]*[A-Za-z]|\u001b\]8;;[^\u001b\u0007]*(?:\u001b\\|\u0007)`,
  'g',
);

export function createLineAssembler(): LineAssembler {
  let rest = '';
  let line = 0;
  /** The line that has become too long is skipped to its end. */
  let skipping = false;
  /** An object of several lines that has begun. */
  let open: { line: number; lines: string[]; length: number } | null = null;

  function takeLine(raw: string, found: WholeText[]): void {
    line += 1;
    const bare = line === 1 ? raw.replace(/^\ufeff/, '') : raw;
    const text = (bare.includes('\u001b') ? bare.replaceAll(TERMINAL_CODES, '') : bare).trimEnd();
    if (open !== null) {
      const indented = text === '' || /^\s/.test(text);
      if (indented || text === '}') {
        open.lines.push(text);
        open.length += text.length;
        if (text === '}') close(found);
        return;
      }
      // Whatever stands at the margin begins anew: what was open lost its end, and costs no other line.
      breakOff(found);
    }
    if (text === '{') open = { line, lines: [text], length: 0 };
    else found.push({ line, text: text.trim(), broken: null });
  }

  function close(found: WholeText[]): void {
    if (open === null) return;
    const tooLong = open.length > MAX_LENGTH;
    found.push({
      line: open.line,
      text: tooLong ? '' : open.lines.join('\n'),
      broken: tooLong ? tooLarge() : null,
    });
    open = null;
  }

  function breakOff(found: WholeText[]): void {
    if (open === null) return;
    found.push({ line: open.line, text: '', broken: { code: 'unclosed', detail: '' } });
    open = null;
  }

  function skipLine(found: WholeText[]): void {
    line += 1;
    skipping = false;
    found.push({ line, text: '', broken: tooLarge() });
  }

  return {
    push(part) {
      const found: WholeText[] = [];
      let from = 0;
      for (let end = part.indexOf('\n'); end !== -1; end = part.indexOf('\n', from)) {
        if (skipping) skipLine(found);
        else takeLine(rest + part.slice(from, end), found);
        rest = '';
        from = end + 1;
      }
      if (!skipping) rest += part.slice(from);
      if (rest.length > MAX_LENGTH) {
        skipping = true;
        rest = '';
      }
      return found;
    },
    end() {
      const found: WholeText[] = [];
      if (skipping) skipLine(found);
      else if (rest !== '') takeLine(rest, found);
      rest = '';
      breakOff(found);
      return found;
    },
  };
}

function tooLarge(): { code: ImportProblemCode; detail: string } {
  return { code: 'too_large', detail: String(MAX_LENGTH / 1024 / 1024) };
}

// Texts in columns of a terminal: how wide they are, cut and filled to a width, and without anything that would move the cursor.
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Names and types come from payloads, and could hold sequences that a terminal obeys or that turn a line round. */
export function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\u{fffd}');
}

export function widthOf(text: string): number {
  return stringWidth(text);
}

/** @param from which end goes when it is too long */
export function cut(text: string, width: number, from: 'start' | 'end'): string {
  if (widthOf(text) <= width) return text;
  const all = [...graphemes.segment(text)].map(({ segment }) => segment);
  const kept: string[] = [];
  let left = width - 1;
  for (const piece of from === 'end' ? all : all.toReversed()) {
    left -= widthOf(piece);
    if (left < 0) break;
    kept.push(piece);
  }
  return from === 'end' ? `${kept.join('')}…` : `…${kept.toReversed().join('')}`;
}

export function fill(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

// Characters that do not survive in source text: editors, terminals and languages change, drop or refuse them.

const UNUSUAL = /[\p{Cc}\u2028\u2029\ufeff]/gu;

/** @param kept controls that may stay, such as line feeds in a string of several lines */
export function hasUnusualMarks(text: string, kept = ''): boolean {
  for (const [mark] of text.matchAll(UNUSUAL)) if (!kept.includes(mark)) return true;
  return false;
}

/** @param write makes the escape of a code of at most four hexadecimal digits */
export function escapeUnusualMarks(text: string, write: (hex: string) => string, kept = ''): string {
  return text.replaceAll(UNUSUAL, (mark) =>
    kept !== '' && kept.includes(mark) ? mark : write(mark.charCodeAt(0).toString(16).padStart(4, '0')),
  );
}

// Of a few names the one that was probably meant.

/** Longer words are nothing anybody mistyped, and a distance costs the product of the lengths. */
const LONGEST = 100;

/** @returns null when none is near: at most two letters, or a third of them, are other, or it is the beginning of one */
export function nearestOf(typed: string, known: readonly string[]): string | null {
  if (typed.length > LONGEST) return null;
  const word = typed.toLowerCase();
  const allowed = Math.max(2, Math.floor(word.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const candidate = name.toLowerCase();
    // Who types the beginning of a name means that name, unless there is one that is nearer still.
    const begins = word !== '' && candidate.startsWith(word);
    const distance = begins ? Math.min(1, candidate.length - word.length) : editDistance(word, candidate);
    if (distance <= allowed && (best === null || distance < best.distance)) best = { name, distance };
  }
  return best?.name ?? null;
}

/** Levenshtein, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

// Medians, percentiles and the tables and verdicts a benchmark prints.

/** @param share 0 to 1; nearest rank */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The median of what `a` is to `b`, round by round: what slows a whole round down slows both. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, round) => value / (b[round] ?? Number.NaN)));
}

export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}

export interface Verdict {
  /** What was to be reached, with the figure it came to. */
  sentence: string;
  /** null = could not be measured. */
  passed: boolean | null;
}

/** Prints them; the process is to end with 1 when one failed. */
export function judge(verdicts: readonly Verdict[]): void {
  for (const { sentence, passed } of verdicts) {
    console.log(`${passed === null ? 'SKIPPED' : passed ? 'PASS' : 'FAIL'}  ${sentence}`);
    if (passed === false) process.exitCode = 1;
  }
}

// The answer of a query: the first column of its first row.
import type { RawAnswer } from './probe-failure.ts';

/** @param row null = there is none; values in the order of `columns` */
export function answerOfRow(columns: readonly string[], row: readonly unknown[] | null): RawAnswer {
  if (row === null) return { value: null, found: false, shown: 'no row' };
  const first = row[0] ?? null;
  // Of other columns only the names: `SELECT *` on a table of users brings along what nobody meant to show.
  const cells = columns.map((name, index) => `${name}: ${index === 0 ? wordFor(first) : '…'}`);
  return { value: first, found: true, shown: cells.join('\n') };
}

function wordFor(value: unknown): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

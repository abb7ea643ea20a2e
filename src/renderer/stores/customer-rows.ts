// The rows of the customers' list: as many as there are, of which only the pages that were looked at are known. Pure.
import type { CustomerSummary } from '#shared/contract/plans.ts';

export const CUSTOMERS_PER_PAGE = 100;

/** A row that was not read yet has only its place. */
export type CustomerRows = readonly (CustomerSummary | undefined)[];

export interface CustomerPage {
  page: number;
  items: readonly CustomerSummary[];
}

export const pageOf = (index: number): number => Math.floor(index / CUSTOMERS_PER_PAGE);

/** Everything anew: what was not read now is not known. */
export function rowsOf(total: number, pages: readonly CustomerPage[]): CustomerRows {
  const rows = Array.from<CustomerSummary | undefined>({ length: total });
  return withPages(rows, pages);
}

/** Fills pages in, and leaves the number of rows as it is. */
function withPages(rows: CustomerRows, pages: readonly CustomerPage[]): CustomerRows {
  const next = [...rows];
  for (const { page, items } of pages) {
    for (const [offset, item] of items.entries()) {
      const index = page * CUSTOMERS_PER_PAGE + offset;
      if (index < next.length) next[index] = item;
    }
  }
  return next;
}

/**
 * What is new about the rows that are there, each in its place: nothing moves, and what was not known yet is filled in.
 * @returns `moved`: in the engine's order they stand elsewhere, or there are more or fewer
 */
export function updatedInPlace(
  rows: CustomerRows,
  total: number,
  pages: readonly CustomerPage[],
): { rows: CustomerRows; moved: boolean } {
  const latest = new Map(pages.flatMap(({ items }) => items.map((item) => [item.id, item] as const)));
  const moved =
    total !== rows.length ||
    pages.some(({ page, items }) =>
      items.some(({ id }, offset) => {
        const there = rows[page * CUSTOMERS_PER_PAGE + offset];
        return there !== undefined && there.id !== id;
      }),
    );
  const known = rows.map((row) => (row === undefined ? row : (latest.get(row.id) ?? row)));
  const filled = withPages(rows, pages);
  return { rows: known.map((row, index) => row ?? filled[index]), moved };
}

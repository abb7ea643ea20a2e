// Values a filter can ask for, as the store knows them.
import type { FilterField } from '#shared/domain/filter/filter.ts';
import { engine } from './engine.ts';

export interface FilterValue {
  value: string;
  label: string | null;
  count: number | null;
}

/** Nothing when the engine cannot be asked now: suggestions are a help, not an answer. */
export async function findFilterValues(field: FilterField, text: string): Promise<FilterValue[]> {
  try {
    return await engine.query((api) => api.events.values({ field, text }));
  } catch {
    return [];
  }
}

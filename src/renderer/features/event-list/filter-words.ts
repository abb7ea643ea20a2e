// What is wrong with a filter, in words.
import type { TFunction } from 'i18next';
import type { FilterProblem } from '#shared/domain/filter/parse-filter.ts';

export function problemWords(t: TFunction, { code, text, field, nearest, at }: FilterProblem): string {
  const known = { text, field: field ?? '', nearest: nearest ?? '', n: at + 1 };
  if (code === 'bad_value') {
    const what =
      field === 'after' || field === 'before'
        ? t('filterProblem.bad_moment', known)
        : t('filterProblem.bad_value', known);
    return nearest === null ? what : `${what} ${t('filterProblem.nearest', known)}`;
  }
  const what = t(`filterProblem.${code}`, known);
  return nearest === null ? what : `${what} ${t('filterProblem.nearest', known)}`;
}

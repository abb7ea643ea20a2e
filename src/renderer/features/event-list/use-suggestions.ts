// Suggestions for the word that is being typed; values that only the store knows are asked for.
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterField } from '#shared/domain/filter/filter.ts';
import { findFilterValues } from '../../stores/filter-values-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import {
  fieldsLike,
  knownValuesLike,
  placesIn,
  placesLike,
  openWordOf,
  type OpenWord,
  type Suggestion,
} from './filter-suggestions.ts';

const MOST = 12;
const ASK_AFTER_MS = 80;

export function useSuggestions(
  text: string,
  open: boolean,
): { word: OpenWord; suggestions: readonly Suggestion[] } {
  const { t } = useTranslation();
  const word = useMemo(() => openWordOf(text), [text]);
  const [stored, setStored] = useState<{ for: string; values: readonly Suggestion[] }>({
    for: '',
    values: [],
  });
  const askFor = word.field ?? (word.value.length > 1 ? 'type' : null);
  const key = `${askFor} ${word.value}`;

  useEffect(() => {
    if (!open || askFor === null || !ASKED.includes(askFor)) return;
    let gone = false;
    const ask = async (field: FilterField, { field: named, value: typed }: OpenWord) => {
      const values = await findFilterValues(field, typed);
      if (gone) return;
      const of = (value: string): string => (named === null ? `${field}:${value}` : value);
      setStored({
        for: key,
        values: values.map(({ value, label, count }) => ({ text: of(value), label, count })),
      });
    };
    const timer = setTimeout(() => {
      void ask(askFor, word);
    }, ASK_AFTER_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [open, key, askFor, word]);

  const shown = useInspected((state) => state.payload?.text ?? null);
  const places = useMemo(() => (open && shown !== null ? placesIn(parsed(shown)) : []), [open, shown]);

  if (!open) return { word, suggestions: [] };
  const local =
    word.field === null ? fieldsLike(word, (field) => t(`filterField.${field}`)) : knownValuesLike(word);
  const fromStore = stored.for === key ? stored.values : [];
  // Of the payload on screen only some, so that the types that begin so are still seen.
  const ofPayload = placesLike(word, places).slice(0, MOST / 2);
  return { word, suggestions: [...local, ...ofPayload, ...fromStore].slice(0, MOST) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Fields whose values are what the store holds. */
const ASKED: readonly FilterField[] = ['type', 'customer', 'email', 'endpoint', 'account', 'api'];

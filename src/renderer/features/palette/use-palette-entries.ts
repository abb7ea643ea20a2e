// Everything the palette offers for what is typed.
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { findFilterValues, type FilterValue } from '../../stores/filter-values-store.ts';
import { loadScenarios, useScenarios } from '../../stores/scenarios-store.ts';
import { loadSettings, useSettings } from '../../stores/settings-store.ts';
import { loadRuns, loadTriggers, useTriggers } from '../../stores/triggers-store.ts';
import {
  commandEntries,
  copyEntries,
  endpointEntries,
  viewEntries,
  scenarioEntries,
} from './command-entries.ts';
import { recentEntries } from './recent-entries.ts';
import { triggerEntries } from './trigger-entries.ts';
import { customerEntries, searchEntries, typeEntries } from './found-entries.ts';
import { shownGroups, type ShownGroup } from './palette-entry.ts';

const ASK_AFTER_MS = 60;
/** While nothing is typed, only a taste of what the store holds. */
const MOST_AT_FIRST = 6;

interface Found {
  for: string;
  types: readonly FilterValue[];
  customers: readonly FilterValue[];
}

export function usePaletteEntries(typed: string): ShownGroup[] {
  const { t } = useTranslation();
  const format = useFormat();
  const settings = useSettings((state) => state.settings);
  const offer = useScenarios((state) => state.offer);
  const triggers = useTriggers((state) => state.offer);
  const runs = useTriggers((state) => state.runs);
  const found = useFound(typed);
  useEffect(() => {
    void loadSettings();
    if (useScenarios.getState().offer === null) void loadScenarios();
    if (useTriggers.getState().offer === null) void loadTriggers();
    if (useTriggers.getState().runs === null) void loadRuns();
  }, []);

  // As things stood when it was opened: nothing may change under the hand that is about to press Enter.
  const always = useMemo(
    () => [...commandEntries(t), ...viewEntries(t), ...endpointEntries(t)],
    // oxlint-disable-next-line react/exhaustive-deps -- the saved filters may be read only now
    [t, settings],
  );
  const whenTyped = useMemo(
    () =>
      [...copyEntries(t), ...scenarioEntries(t), ...triggerEntries(t)].map((one) => ({
        ...one,
        quiet: true,
      })),
    // oxlint-disable-next-line react/exhaustive-deps -- as above
    [t, offer, triggers, runs],
  );
  return useMemo(() => {
    const atFirst = typed.trim() === '';
    const most = atFirst ? MOST_AT_FIRST : undefined;
    return shownGroups(
      [
        ...recentEntries([...always, ...whenTyped]),
        ...always,
        ...whenTyped,
        ...customerEntries(found.customers.slice(0, most)),
        ...typeEntries(found.types.slice(0, most), format.number),
        ...searchEntries(t, typed),
      ],
      typed,
    );
  }, [always, whenTyped, found, format, t, typed]);
}

/** What was found for other letters is gone at once, lest it be chosen for these. */
function useFound(typed: string): Found {
  const text = typed.trim();
  const [found, setFound] = useState<Found>({ for: '', types: [], customers: [] });
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const [types, customers] = await Promise.all([
        findFilterValues('type', text),
        findFilterValues('customer', text),
      ]);
      if (!gone) setFound({ for: text, types, customers });
    };
    const timer = setTimeout(() => void ask(), ASK_AFTER_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return found.for === text ? found : NOTHING;
}

const NOTHING: Found = { for: '', types: [], customers: [] };

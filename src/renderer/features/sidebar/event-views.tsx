// The views of the events: those that wait for somebody, what is pinned, and the filters that were saved. Empty ones are left out.
import { Bookmark, CirclePause, CircleX, Clock, Pin, X, type LucideIcon } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandId } from '../../commands/commands.ts';
import { PINNED_FILTER, removeSavedFilter } from '../../commands/saved-filters.ts';
import { IconButton } from '../../components/button.tsx';
import { setFilter, useEventList } from '../../stores/event-list-store.ts';
import { loadSettings, useSettings } from '../../stores/settings-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { openView, useView } from '../../stores/view-store.ts';
import { Item } from './item.tsx';

interface EventView {
  of: 'failed' | 'held' | 'retrying' | 'pinned';
  filter: string;
  icon: LucideIcon;
  tone?: 'bad' | 'warn';
  command?: CommandId;
}

const EVENT_VIEWS: readonly EventView[] = [
  { of: 'failed', filter: 'status:failed', icon: CircleX, tone: 'bad', command: 'failedOnly' },
  { of: 'held', filter: 'status:held', icon: CirclePause, tone: 'warn', command: 'heldOnly' },
  { of: 'retrying', filter: 'status:retrying', icon: Clock, tone: 'warn' },
  { of: 'pinned', filter: PINNED_FILTER, icon: Pin },
];

export const INVALID_REQUESTS = 'status:rejected';

/** The filter whose entry is the current one: '' = that of all events; null = another view is open. */
export function useCurrentFilter(): string | null {
  const current = useEventList((state) => state.filter.filter ?? '');
  const onEvents = useView((state) => state.view === 'events');
  const saved = useSettings((state) => state.settings?.savedFilters ?? NONE);
  if (!onEvents) return null;
  const entries = [...EVENT_VIEWS, ...saved].map(({ filter }) => filter);
  return current === INVALID_REQUESTS || entries.includes(current) ? current : '';
}

export function showEvents(filter: string): void {
  openView('events');
  setFilter(filter === '' ? {} : { filter });
}

export function EventViews() {
  const { t } = useTranslation();
  const counts = useStatus((state) => state.status?.counts);
  const saved = useSettings((state) => state.settings?.savedFilters ?? NONE);
  const current = useCurrentFilter();
  useEffect(() => void loadSettings(), []);
  return (
    <ul aria-label={t('nav.views')} className="flex flex-col gap-px empty:hidden">
      {EVENT_VIEWS.filter(({ of, filter }) => (counts?.[of] ?? 0) > 0 || current === filter).map(
        ({ of, filter, icon, tone, command }) => (
          <li key={of}>
            <Item
              sub
              label={t(`nav.${of}`)}
              icon={icon}
              on={current === filter}
              count={counts?.[of]}
              countTestId={`${of}-count`}
              {...(tone !== undefined && { tone })}
              {...(command !== undefined && { command })}
              testId={`nav-${of}`}
              go={() => showEvents(filter)}
            />
          </li>
        ),
      )}
      {saved.map(({ name, filter }) => (
        <li key={name} className="group relative">
          <Item
            sub
            label={name}
            filter={filter}
            icon={Bookmark}
            on={current === filter}
            testId="saved-filter"
            go={() => showEvents(filter)}
          />
          <span className="absolute top-0.5 right-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-wide:hidden">
            <IconButton
              icon={<X size={13} aria-hidden />}
              label={t('savedFilter.remove', { name })}
              data-testid="remove-saved-filter"
              onClick={() => void removeSavedFilter(filter)}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}

const NONE: readonly { name: string; filter: string }[] = [];

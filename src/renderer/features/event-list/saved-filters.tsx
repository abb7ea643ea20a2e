// Saved filters: a star in the field keeps one, a small dialog names it, the sidebar lists them.
import { Bookmark, Pin, Star, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/commands.ts';
import { removeSavedFilter, saveFilter } from '../../commands/saved-filters.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { setFilter, useEventList } from '../../stores/event-list-store.ts';
import { loadSettings, useSettings } from '../../stores/settings-store.ts';
import { openView, useView } from '../../stores/view-store.ts';

export const PINNED_FILTER = 'is:pinned';

export function SaveFilterButton() {
  const { t } = useTranslation();
  const filter = useEventList((state) => state.filter.filter ?? '');
  const saved = useSettings((state) => state.settings?.savedFilters ?? []);
  if (filter === '' || filter === PINNED_FILTER) return null;
  const isSaved = saved.some((one) => one.filter === filter);
  return (
    <Tooltip
      text={t(isSaved ? 'savedFilter.saved' : 'savedFilter.save')}
      keys={isSaved ? undefined : keysOf('saveFilter')}
    >
      <button
        type="button"
        data-testid="save-filter"
        aria-pressed={isSaved}
        aria-label={t(isSaved ? 'savedFilter.saved' : 'savedFilter.save')}
        className={classNames(
          'flex size-5 shrink-0 items-center justify-center rounded-chip hover:text-text',
          isSaved ? 'text-accent' : 'text-text-2',
        )}
        onClick={() =>
          isSaved ? void removeSavedFilter(filter) : openDialog({ kind: 'saveFilter', filter })
        }
      >
        <Star size={13} aria-hidden fill={isSaved ? 'currentColor' : 'none'} />
      </button>
    </Tooltip>
  );
}

export function SaveFilterDialog({ filter, onClose }: { filter: string; onClose(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(filter.slice(0, 60));
  const { settings, busy, error } = useSettings();
  const keep = async () => {
    if (await saveFilter(name.trim(), filter)) onClose();
  };
  return (
    <DialogFrame
      title={t('savedFilter.save')}
      intro={t('savedFilter.intro')}
      closeLabel={t('action.close')}
      testId="save-filter-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('savedFilter.cancel')}</Button>
          <Button
            look="primary"
            data-testid="save-filter-confirm"
            disabled={name.trim() === '' || busy || settings === null}
            onClick={() => void keep()}
          >
            {t('savedFilter.keep')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void keep();
        }}
      >
        <code className="text-[12px] break-all">{filter}</code>
        <TextField
          label={t('savedFilter.name')}
          value={name}
          maxLength={60}
          data-first-focus
          data-testid="save-filter-name"
          error={error === null ? null : t('savedFilter.failed', { code: error })}
          onChange={setName}
        />
      </form>
    </DialogFrame>
  );
}

/** Beneath the events in the sidebar. */
export function SavedFilters() {
  const { t } = useTranslation();
  const saved = useSettings((state) => state.settings?.savedFilters ?? NONE);
  const current = useEventList((state) => state.filter.filter ?? '');
  const onEvents = useView((state) => state.view === 'events');
  useEffect(() => void loadSettings(), []);
  const all = [{ name: t('savedFilter.pinned'), filter: PINNED_FILTER }, ...saved];
  return (
    <ul aria-label={t('savedFilter.title')} className="flex flex-col gap-px">
      {all.map(({ name, filter }) => {
        const on = onEvents && current === filter;
        const Glyph = filter === PINNED_FILTER ? Pin : Bookmark;
        return (
          <li key={filter} className="group relative">
            <button
              type="button"
              data-testid="saved-filter"
              data-filter={filter}
              aria-current={on ? 'page' : undefined}
              title={filter}
              className={classNames(
                'flex h-[27px] w-full items-center gap-[9px] rounded-m pr-7 pl-7 text-left text-[12.5px] font-[420] max-wide:h-[34px] max-wide:justify-center max-wide:px-0',
                on ? 'bg-accent-soft text-accent' : 'text-text-2 hover:bg-sunken hover:text-text',
              )}
              onClick={() => {
                openView('events');
                setFilter({ filter });
              }}
            >
              <Glyph size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
              <span className="truncate max-wide:sr-only">{name}</span>
            </button>
            {filter !== PINNED_FILTER && (
              <span className="absolute top-0.5 right-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-wide:hidden">
                <IconButton
                  icon={<X size={13} aria-hidden />}
                  label={t('savedFilter.remove', { name })}
                  data-testid="remove-saved-filter"
                  onClick={() => void removeSavedFilter(filter)}
                />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const NONE: readonly { name: string; filter: string }[] = [];

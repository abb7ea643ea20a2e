// Saved filters: a star in the field keeps one, and a small dialog names it. The sidebar lists them.
import { Star } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../commands/commands.ts';
import { PINNED_FILTER, removeSavedFilter, saveFilter } from '../../commands/saved-filters.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { openDialog } from '../../stores/dialog-store.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { useSettings } from '../../stores/settings-store.ts';

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

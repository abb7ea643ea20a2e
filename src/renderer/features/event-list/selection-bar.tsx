// What can be done with the picked rows, and with everything that a filter matches.
import { GitCompareArrows, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { isFiltered, useEventList } from '../../stores/event-list-store.ts';
import { dropMarks, MAX_MARKS, useHiddenMarks, useMarks } from '../../stores/marks-store.ts';
import { ExportPickedButton } from '../transfer/transfer-buttons.tsx';

export function SelectionBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const count = useMarks((state) => state.ids.size);
  const hidden = useHiddenMarks();
  const filter = useEventList((state) => state.filter);
  const filtered = isFiltered(filter);
  if (count === 0) return null;
  const n = format.number(count);
  return (
    <div
      role="region"
      aria-label={t('bulk.bar')}
      data-testid="selection-bar"
      data-count={count}
      className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-3 py-1.5"
    >
      <p role="status" className="min-w-0 flex-1 basis-36 font-medium text-accent">
        {t('bulk.count', { count, n })}
        {hidden.size > 0 && (
          <span data-testid="hidden-marks" className="block font-normal text-text">
            {t('bulk.hidden', { count: hidden.size, n: format.number(hidden.size) })}
          </span>
        )}
        {count >= MAX_MARKS && (
          <span className="block font-normal text-text">
            {t('bulk.full', { n: format.number(MAX_MARKS) })}
          </span>
        )}
      </p>
      {hidden.size > 0 && (
        <Button small data-testid="unmark-hidden" onClick={() => dropMarks(hidden)}>
          {t('bulk.unpickHidden')}
        </Button>
      )}
      {count === 2 && (
        <Button
          small
          data-testid="compare-events"
          keys={keysOf('compare')}
          icon={<GitCompareArrows size={13} aria-hidden />}
          onClick={() => runCommand('compare')}
        >
          {t('bulk.compare')}
        </Button>
      )}
      {filtered && (
        <Button small data-testid="bulk-resend-filter" onClick={() => openDialog({ kind: 'bulk', filter })}>
          {t('bulk.resendFilter')}
        </Button>
      )}
      <ExportPickedButton />
      <Button
        small
        look="primary"
        data-testid="bulk-resend"
        keys={keysOf('resendTo')}
        icon={<RotateCw size={13} aria-hidden />}
        onClick={() => runCommand('resendTo')}
      >
        {t('bulk.resend', { count, n })}
      </Button>
      <IconButton
        label={t('bulk.clear')}
        keys={keysOf('back')}
        icon={<X size={14} aria-hidden />}
        onClick={() => runCommand('clearMarks')}
      />
    </div>
  );
}

/** Beside the filter, while there is one: all that it matches, also what is not loaded. */
export function ResendFilterButton() {
  const { t } = useTranslation();
  const filter = useEventList((state) => state.filter);
  if (!isFiltered(filter)) return null;
  return (
    <IconButton
      label={t('bulk.resendFilter')}
      data-testid="bulk-resend-all"
      icon={<RotateCw size={14} strokeWidth={1.75} aria-hidden />}
      className="my-0.5"
      onClick={() => openDialog({ kind: 'bulk', filter })}
    />
  );
}

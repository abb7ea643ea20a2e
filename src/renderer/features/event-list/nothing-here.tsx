// Why the list is empty, and the way on from there.
import { useTranslation } from 'react-i18next';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { isFiltered, useEventList } from '../../stores/event-list-store.ts';
import { PINNED_FILTER } from '../../commands/saved-filters.ts';

/** Filters of the sidebar: of these it is known what it means that nothing fits. */
const KNOWN = {
  'status:failed': 'failed',
  'status:held': 'held',
  'status:retrying': 'retrying',
  'status:rejected': 'rejected',
  [PINNED_FILTER]: 'pinned',
} as const;

export function NothingHere() {
  const { t } = useTranslation();
  const phase = useEventList((state) => state.phase);
  const filter = useEventList((state) => state.filter);
  if (phase === 'failed') return <Message title={t('list.failed')} text={t('emptyList.failing')} />;
  if (phase === 'loading') return <Message title={t('list.loading')} />;
  const text = filter.filter ?? '';
  const known = Object.entries(KNOWN).find(([one]) => one === text)?.[1];
  if (known !== undefined) {
    return (
      <Message title={t(`emptyList.${known}.title`)} text={t(`emptyList.${known}.text`)}>
        <ClearButton />
      </Message>
    );
  }
  return (
    <Message title={t('list.noMatch')} text={t('list.noMatchHint')}>
      {isFiltered(filter) && <ClearButton />}
      <Button small data-testid="open-filter-help" onClick={() => runCommand('filterHelp')}>
        {t('shortcut.filterHelp')}
      </Button>
    </Message>
  );
}

function ClearButton() {
  const { t } = useTranslation();
  return (
    <Button
      small
      look="primary"
      data-testid="clear-filter"
      keys={keysOf('clearFilter')}
      onClick={() => runCommand('clearFilter')}
    >
      {t('emptyList.all')}
    </Button>
  );
}

function Message({ title, text, children }: { title: string; text?: string; children?: React.ReactNode }) {
  return (
    <div
      className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 overflow-y-auto p-8 text-center"
      role="status"
      data-testid="nothing-here"
    >
      <p className="font-medium">{title}</p>
      {text !== undefined && (
        <p className="max-w-[46ch] text-text-2">
          <Prose text={text} />
        </p>
      )}
      <div className="mt-1 flex flex-wrap justify-center gap-2">{children}</div>
    </div>
  );
}

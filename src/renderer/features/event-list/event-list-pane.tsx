// The left pane of the events view: tools above, the list or the reason why there is none below.
import { Pause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { classNames } from '../../components/class-names.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { useEventList } from '../../stores/event-list-store.ts';
import { CatchUpStrip } from '../catch-up/catch-up-strip.tsx';
import { CauseStrip } from './cause-strip.tsx';
import { EventList } from './event-list.tsx';
import { GroupMenu } from './group-menu.tsx';
import { FilterField } from './filter-field.tsx';
import { HeldStrip } from './held-strip.tsx';
import { NothingHere } from './nothing-here.tsx';
import { JobStrip } from './job-strip.tsx';
import { ResendFilterButton, SelectionBar } from './selection-bar.tsx';
import { TransferMenu } from '../transfer/transfer-buttons.tsx';

export function EventListPane() {
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <div className="flex gap-2 border-b border-line px-2.5 py-[9px]">
        <FilterField />
        <GroupMenu />
        <ResendFilterButton />
        <LiveButton />
        <TransferMenu />
      </div>
      <SelectionBar />
      <CatchUpStrip />
      <JobStrip />
      <HeldStrip />
      <CauseStrip />
      <Body />
    </div>
  );
}

function LiveButton() {
  const { t } = useTranslation();
  const following = useEventList((state) => state.following);
  const reading = useEventList((state) => state.reading);
  return (
    <Tooltip
      text={t(!following ? 'list.pausedHint' : reading ? 'list.readingHint' : 'list.liveHint')}
      keys={keysOf('follow')}
    >
      <button
        type="button"
        aria-pressed={following}
        data-testid="live"
        onClick={() => runCommand('follow')}
        className={classNames(
          'inline-flex h-[30px] shrink-0 items-center gap-1.5 rounded-m border px-2.5 text-[12.5px] font-medium',
          following
            ? 'border-[color-mix(in_srgb,var(--ok)_40%,var(--line))] text-ok'
            : 'border-line text-text-2 hover:border-text-3',
        )}
      >
        {following ? (
          <i aria-hidden className="size-[7px] rounded-[9px] bg-ok" />
        ) : (
          <Pause size={12} strokeWidth={2} aria-hidden />
        )}
        {following ? t('list.live') : t('list.paused')}
      </button>
    </Tooltip>
  );
}

function Body() {
  const empty = useEventList(({ rows, held, heldMore }) => rows.length + held.length === 0 && !heldMore);
  // While a filter is being applied the old rows stay: no flicker with every letter.
  const failed = useEventList((state) => state.phase === 'failed');
  return empty || failed ? <NothingHere /> : <EventList />;
}

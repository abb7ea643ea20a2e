// What the inspector shows while a group is selected: its story.
import { ArrowLeft, ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { digestStory } from '#shared/domain/story/story-digest.ts';
import { keysOf, runCommand } from '../../commands/commands.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { eventsOfGroup, mayContinue } from '../../stores/list/grouping.ts';
import { toggleGroupMarks } from '../../stores/marks-store.ts';
import { StateChip } from './state-chip.tsx';
import { StoryPanel } from './story-panel.tsx';
import { moneyWords, sizeWords, titleWords } from './story-words.ts';

export function GroupPane({ groupKey }: { groupKey: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useEventList();
  const { by } = list;
  const events = eventsOfGroup(groupKey, list);
  const [newest] = events;
  const oldest = events.at(-1);
  if (newest === undefined || oldest === undefined || by === null) return null;
  const digest = digestStory(events);
  const facts = [
    by === 'customer' ? newest.customerId : digest.who,
    moneyWords(format, digest),
    sizeWords(t, format, digest, mayContinue(list, groupKey)),
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="group-pane">
      <header className="border-b border-line px-4 pt-3 pb-2.5">
        <div className="flex items-center gap-2">
          <span className="-ml-1.5 hidden max-panes:block">
            <IconButton
              label={t('inspector.back')}
              keys={keysOf('back')}
              icon={<ArrowLeft size={15} aria-hidden />}
              onClick={() => runCommand('back')}
            />
          </span>
          <h2 className="min-w-0 truncate text-[15px] font-[640] tracking-[-0.01em]">
            {titleWords(t, digest, by)}
          </h2>
          <StateChip digest={digest} />
          <span className="ml-auto" />
          <Button
            small
            data-testid="pick-group"
            keys={keysOf('mark')}
            icon={<ListChecks size={13} aria-hidden />}
            onClick={() => toggleGroupMarks(groupKey)}
          >
            {t('grouping.pickAll', { count: events.length, n: format.number(events.length) })}
          </Button>
        </div>
        <p className="mt-0.5 text-text-2">{facts.join(' · ')}</p>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3.5" data-scrolls tabIndex={-1}>
        {/* By the oldest: a newer event joins the story without making it another. */}
        <StoryPanel eventId={oldest.id} by={by} currentSeq={null} />
      </div>
    </div>
  );
}

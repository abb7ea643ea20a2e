// The inspector's tab: the story that this event is part of.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import { STORY_KINDS, storyIdOf, tellingKindOf, type StoryKind } from '#shared/domain/story/story-key.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { Choice, StoryPanel } from './story-panel.tsx';

export function StoryTab({ event }: { event: EventSummary }) {
  const { t } = useTranslation();
  const grouping = useEventList((state) => state.by);
  const [chosen, setChosen] = useState<StoryKind | null>(null);
  const has = (kind: StoryKind): boolean => storyIdOf(event, kind) !== null;
  const by = [chosen, grouping].find((kind) => kind !== null && has(kind)) ?? tellingKindOf(event);
  return (
    <div className="flex flex-col gap-2.5">
      {by !== null && (
        <Choice<StoryKind>
          label={t('story.by')}
          value={by}
          options={STORY_KINDS.map((kind) => ({
            value: kind,
            text: t(`story.kind.${kind}`),
            why: has(kind) ? undefined : t(`story.noKind.${kind}`),
          }))}
          onChange={setChosen}
        />
      )}
      <StoryPanel eventId={event.id} by={by ?? 'request'} currentSeq={event.seq} />
    </div>
  );
}

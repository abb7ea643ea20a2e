// The story on screen, asked for again whenever one of its events changes or another joins it.
import { create } from 'zustand';
import type { EventSummary } from '#shared/contract/events.ts';
import type { Story } from '#shared/contract/story.ts';
import { storyIdOf, storyKeyOf, type StoryKind } from '#shared/domain/story/story-key.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

interface StoryState {
  wanted: { eventId: string; by: StoryKind } | null;
  story: Story | null;
  /** Code of why it could not be loaded. */
  error: string | null;
}

export const useStory = create<StoryState>(() => ({ wanted: null, story: null, error: null }));

let loading = false;
/** Something changed while it was being loaded. */
let again = false;

/** What is on screen stays until the other story is there, if that has the same events. */
export function showStory(eventId: string, by: StoryKind): void {
  const { wanted, story } = useStory.getState();
  if (wanted?.eventId === eventId && wanted.by === by) return;
  const isSame = story?.by === by && story.events.some(({ event }) => event.id === eventId);
  useStory.setState({ wanted: { eventId, by }, story: isSame ? story : null, error: null });
  void load();
}

export function reloadStory(): void {
  void load();
}

export function hideStory(): void {
  useStory.setState({ wanted: null, story: null, error: null });
}

export function noteStoryChanges(changed: readonly { event: EventSummary }[]): void {
  const { wanted, story } = useStory.getState();
  if (wanted === null || story === null) return;
  const seqs = new Set(story.events.map(({ event }) => event.seq));
  const first = story.events[0]?.event;
  const key = first === undefined || storyIdOf(first, story.by) === null ? null : storyKeyOf(first, story.by);
  const concerns = ({ event }: { event: EventSummary }): boolean =>
    seqs.has(event.seq) || (key !== null && storyKeyOf(event, story.by) === key);
  if (changed.some(concerns)) void load();
}

async function load(): Promise<void> {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  do {
    again = false;
    const { wanted } = useStory.getState();
    if (wanted === null) break;
    try {
      const story = await engine.query((api) => api.events.story({ id: wanted.eventId, by: wanted.by }));
      if (useStory.getState().wanted === wanted) useStory.setState({ story, error: null });
      else again = true;
    } catch (error) {
      if (useStory.getState().wanted === wanted) useStory.setState({ error: errorCode(error) });
      else again = true;
    }
  } while (again);
  loading = false;
}

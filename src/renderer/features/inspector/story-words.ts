// An event's story in words: the sentence, and the notes beside it.
import type { EventSummary } from '#shared/contract/events.ts';
import type { EventStory, Note, WordName, Words } from '#shared/domain/event-story/story.ts';
import { valueWords, type Wording } from './value-words.ts';

/** Who it is about; a customer may be known from other events than this one. */
export function whoWords(
  { t }: Wording,
  story: EventStory,
  event: Pick<EventSummary, 'customerLabel' | 'customerId'> | null,
): string {
  return plain(
    event?.customerLabel ?? story.who.label ?? story.who.id ?? event?.customerId ?? t('eventStory.someone'),
  );
}

/** @returns a sentence for `Prose` */
export function storySentence(wording: Wording, story: EventStory, who: string): string {
  return wording.t(`eventStory.${story.code}`, { who, ...wordsOf(wording, story.words) });
}

export function noteWords(wording: Wording, { code, words }: Note): string {
  return wording.t(`eventNote.${code}`, wordsOf(wording, words));
}

function wordsOf(wording: Wording, words: Words): Partial<Record<WordName, string>> {
  return Object.fromEntries(
    Object.entries(words).map(([name, value]) => [name, plain(valueWords(wording, value))]),
  );
}

/** What comes from outside is no markup. */
const plain = (text: string): string => text.replaceAll('`', '’').replaceAll('**', '∗∗');

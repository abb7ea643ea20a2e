// An event in a sentence, with notes below it: at once from what the list knows, and in full once the payload is there.
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '#shared/contract/events.ts';
import type { EventStory } from '#shared/domain/event-story/story.ts';
import { isStripeId } from '#shared/domain/event-story/stripe-page.ts';
import { useFormat } from '../../i18n/format.ts';
import { CustomerLink } from './customer-link.tsx';
import { ObjectId } from './object-id.tsx';
import { noteWords, storySentence, whoWords } from './story-words.ts';
import { summarize } from './summary.ts';
import type { Wording } from './value-words.ts';

interface EventSentenceProps {
  event: EventSummary;
  /** null = the payload is not there yet, or is no event. */
  story: EventStory | null;
  wording: Wording;
}

export function EventSentence({ event, story, wording }: EventSentenceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = story === null ? null : whoWords(wording, story, event);
  const sentence =
    story === null || who === null ? summarize(t, format, event) : storySentence(wording, story, who);
  return (
    <div data-testid="event-story" data-code={story?.code}>
      <p className="text-[15px] tracking-[-0.005em] break-words [&_strong]:font-[640]">
        <Sentence text={sentence} who={who} event={event} />
      </p>
      {story !== null && story.notes.length > 0 && (
        <p className="mt-0.5 break-words text-text-2">
          {story.notes.map((note) => noteWords(wording, note)).join(' · ')}
        </p>
      )}
    </div>
  );
}

/** Like `Prose`, with the customer and the ids to click on. */
function Sentence({ text, who, event }: { text: string; who: string | null; event: EventSummary }) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    const inner = part.startsWith('`') ? part.slice(1, -1) : part.slice(2, -2);
    if (part.startsWith('`')) {
      return isStripeId(inner) ? (
        <ObjectId key={index} id={inner} event={event} />
      ) : (
        <code key={index}>{inner}</code>
      );
    }
    if (!part.startsWith('**')) return <Fragment key={index}>{part}</Fragment>;
    return (
      <strong key={index}>
        {inner === who && event.customerId !== null ? <CustomerLink event={event} name={inner} /> : inner}
      </strong>
    );
  });
}

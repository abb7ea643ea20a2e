// What a story of an event is made of: a sentence with its words, and notes beside it. How it is worded is the dashboard's.
import type { Json } from '../json-read.ts';
import type { NoteCode } from './note-codes.ts';
import type { StoryCode } from './story-codes.ts';
import type { Value } from './value.ts';

/** What sentences and notes may name, besides who. */
export type WordName =
  | 'account'
  | 'after'
  | 'before'
  | 'charge'
  | 'date'
  | 'feedback'
  | 'id'
  | 'invoice'
  | 'line'
  | 'message'
  | 'method'
  | 'money'
  | 'n'
  | 'name'
  | 'names'
  | 'number'
  | 'plan'
  | 'plans'
  | 'price'
  | 'product'
  | 'reason'
  | 'reference'
  | 'status'
  | 'text'
  | 'thing'
  | 'total'
  | 'what'
  | 'worth';
export type Words = Readonly<Partial<Record<WordName, Value>>>;
type WordsAtHand = Partial<Record<WordName, Value | null>>;

export interface EventStory {
  code: StoryCode;
  who: { id: string | null; label: string | null };
  /** What the sentence of this code names, besides who. */
  words: Words;
  notes: readonly Note[];
}

export interface Note {
  code: NoteCode;
  words: Words;
}

/** What a teller is given. */
export interface Occasion {
  /** Without the version in front of a thin event's type. */
  type: string;
  object: Json;
  /** The object as it was before this event, as far as the event tells. */
  former: Json;
  /** `data.previous_attributes`; empty where there are none. */
  previous: Json;
}

/** A word that is null makes the sentence impossible, and a plainer one is told instead. */
export interface Told {
  code: StoryCode;
  words?: WordsAtHand;
  notes?: readonly (Note | null)[];
}

export type Teller = (occasion: Occasion) => Told;

/** @returns null when a word is missing: half a note says nothing */
export function note(code: NoteCode, words: WordsAtHand = {}): Note | null {
  const complete = completeWords(words);
  return complete === null ? null : { code, words: complete };
}

export function completeWords(words: WordsAtHand): Words | null {
  return Object.values(words).some((word) => word === null) ? null : (words as Words);
}

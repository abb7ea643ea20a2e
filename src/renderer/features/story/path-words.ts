// The way of one event in words: for those who hear the picture, for the line beneath it, and for the table.
import type { TFunction } from 'i18next';
import type { StoryAttempt, StoryEvent } from '#shared/contract/story.ts';
import {
  createdAtOf,
  type EndpointStop,
  type PictureMark,
  type PictureRow,
  type StoryPicture,
} from '#shared/domain/story/story-picture.ts';
import type { Format } from '../../i18n/create-format.ts';
import { spanWords } from './story-words.ts';

export type Picture = StoryPicture<StoryEvent>;
export type Row = PictureRow<StoryEvent>;
export type Stop = EndpointStop<StoryAttempt>;
export type Mark = PictureMark<StoryAttempt>;

export interface Words {
  t: TFunction;
  format: Format;
}

export function plusWords({ t, format }: Words, ms: number): string {
  return t('story.plus', { time: spanWords(t, format, Math.max(0, ms)) });
}

/** Stripe's whole seconds are no milliseconds. */
export function createdWords(words: Words, picture: Picture, row: Row): string {
  const ms = createdAtOf(row.of) - picture.createdFrom;
  const { t, format } = words;
  if (ms < 120_000) {
    const seconds = t('grouping.span.s', { n: format.number(Math.floor(ms / 1000)) });
    return t('story.plus', { time: seconds });
  }
  return plusWords(words, ms);
}

export function receivedWords(words: Words, picture: Picture, row: Row): string {
  return plusWords(words, row.of.event.receivedAt - picture.receivedFrom);
}

export function answerWords({ t }: Words, { attempt }: Mark): string {
  return attempt.errorClass !== null ? t(`errorWord.${attempt.errorClass}`) : String(attempt.status ?? '–');
}

export function markWords(words: Words, mark: Mark): string {
  const { t, format } = words;
  const said = { kind: t(`story.mark.${mark.kind}`), answer: answerWords(words, mark) };
  const { durationMs } = mark.attempt;
  return durationMs === null
    ? t('story.part.attemptOpen', said)
    : t('story.part.attempt', { ...said, time: format.duration(durationMs) });
}

export function stopWords(words: Words, picture: Picture, stop: Stop, endpoint: string): string[] {
  const { t, format } = words;
  const good = stop.marks.find(({ ok }) => ok);
  const parts =
    stop.place === null || good === undefined
      ? [t('story.part.notDelivered', { endpoint, state: waitingWords(words, stop) })]
      : [
          t('story.part.delivered', {
            endpoint,
            place: stop.place,
            time: plusWords(words, good.attempt.startedAt - picture.receivedFrom),
          }),
        ];
  parts.push(...stopOrderWords(words, stop));
  if (stop.waitedMs !== null) parts.push(t('story.waited', { time: spanWords(t, format, stop.waitedMs) }));
  return [...parts, ...stop.marks.map((mark) => markWords(words, mark))];
}

/** What is odd about when it was delivered. */
export function stopOrderWords({ t, format }: Words, { ahead, behind }: Stop): string[] {
  return [
    ...(ahead > 0 ? [t('story.overtook', { count: ahead, n: format.number(ahead) })] : []),
    ...(behind > 0 ? [t('story.lateThere', { count: behind, n: format.number(behind) })] : []),
  ];
}

/** Where it stands with an endpoint, as long as it is not there. */
export function waitingWords({ t }: Words, { state }: Stop): string {
  return state === null || state === 'skipped' ? '–' : t(`story.waiting.${state}`);
}

/** What is odd about when it arrived. */
export function orderWords({ t, format }: Words, { received: { ahead, behind } }: Row): string[] {
  return [
    ...(ahead > 0 ? [t('story.early', { count: ahead, n: format.number(ahead) })] : []),
    ...(behind > 0 ? [t('story.late', { count: behind, n: format.number(behind) })] : []),
  ];
}

/** The whole way. */
export function pathWords(words: Words, picture: Picture, row: Row): string {
  const { t, format } = words;
  const { event, receipts } = row.of;
  const parts = [
    event.type,
    t('story.part.created', {
      place: row.created.place,
      time: createdWords(words, picture, row),
    }),
    t('story.part.received', { place: row.received.place, time: receivedWords(words, picture, row) }),
  ];
  parts.push(...orderWords(words, row));
  if (receipts.length > 1) parts.push(t('story.again', { n: format.number(receipts.length) }));
  row.stops.forEach((stop, index) => {
    const endpoint = picture.endpoints[index];
    if (stop !== null && endpoint !== undefined)
      parts.push(stopWords(words, picture, stop, endpoint.name).join(', '));
  });
  return parts.join(' · ');
}

// Dates, numbers and money in a language, by Intl.
import { formatMoney } from '#shared/domain/money.ts';
import type { Language } from '../stores/languages.ts';

export interface Format {
  /** `10:24:07.412`; with the day in front when it is before today. @param today when that began */
  clock(at: number, today?: number): string;
  /** The same to the second, for what Stripe itself knows no better. */
  clockSeconds(at: number): string;
  /** Day and time, to the second. */
  dateTime(at: number): string;
  date(at: number): string;
  number(value: number): string;
  /** `41 ms`, `2.14 s`, `30 s`, `10 min`, `1 h 5 min`. */
  duration(ms: number): string;
  /** `18:02–08:47`, with the days when it began more than a day before now; `18:02` when both are in one minute. */
  span(from: number, until: number, now: number): string;
  /** `12 s`, `4:05`, `2 h 03`: what is left of a wait. */
  countdown(seconds: number): string;
  bytes(count: number): string;
  money(amountMinor: number, currency: string): string;
  /** `3 minutes ago` */
  ago(at: number, now: number): string;
}

const SECOND_MS = 1000;
const TEN_SECONDS_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const SIZES = [
  ['KB', 1024],
  ['MB', 1024 ** 2],
  ['GB', 1024 ** 3],
] as const;

export function createFormat(language: Language): Format {
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const otherDay = new Intl.DateTimeFormat(language, {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const toTheSecond = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const minute = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dateTime = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const number = new Intl.NumberFormat(language);
  const small = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const precise = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const parts = (many: number, unit: string, rest: number, restUnit: string): string =>
    `${number.format(many)} ${unit}${rest === 0 ? '' : ` ${rest} ${restUnit}`}`;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

  return {
    clock: (at, today = startOfToday()) => (today <= at ? clock.format(at) : otherDay.format(at)),
    clockSeconds: (at) => (startOfToday() <= at ? toTheSecond : otherDay).format(at),
    dateTime: (at) => dateTime.format(at),
    date: (at) => date.format(at),
    number: (value) => number.format(value),
    duration(ms) {
      if (Math.round(ms) < SECOND_MS) return `${ms > 0 && ms < 1 ? '<1' : number.format(Math.round(ms))} ms`;
      if (ms < TEN_SECONDS_MS) return `${precise.format(ms / SECOND_MS)} s`;
      if (ms < MINUTE_MS - SECOND_MS / 2) return `${small.format(ms / SECOND_MS)} s`;
      const seconds = Math.round(ms / SECOND_MS);
      if (seconds < 3600) return parts(Math.floor(seconds / 60), 'min', seconds % 60, 's');
      const minutes = Math.round(seconds / 60);
      return parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
    },
    span(from, until, now) {
      // By hand: a range of hours that goes past midnight would be given with its dates.
      const format = now - from < DAY_MS ? minute : otherDay;
      const [begin, end] = [format.format(from), format.format(until)];
      return begin === end ? begin : `${begin}–${end}`;
    },
    countdown(seconds) {
      const two = (value: number) => String(value).padStart(2, '0');
      if (seconds < 60) return `${seconds} s`;
      if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
      return `${number.format(Math.floor(seconds / 3600))} h ${two(Math.floor((seconds % 3600) / 60))}`;
    },
    bytes(count) {
      if (count < 1024) return `${number.format(count)} B`;
      const [unit = 'GB', size = 1024 ** 3] =
        // Compared as it is shown, so that nothing reads `1,024 KB`.
        SIZES.find(([, one]) => Math.round((count / one) * 10) < 10_240) ?? [];
      return `${small.format(count / size)} ${unit}`;
    },
    money: (amountMinor, currency) => formatMoney(amountMinor, currency, language),
    ago(at, now) {
      const seconds = Math.max(0, Math.round((now - at) / 1000));
      if (seconds < 60) return relative.format(-seconds, 'second');
      // Rounded first, so that nothing is 60 minutes ago.
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return relative.format(-minutes, 'minute');
      const hours = Math.round(minutes / 60);
      return hours < 24 ? relative.format(-hours, 'hour') : relative.format(-Math.round(hours / 24), 'day');
    },
  };
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}

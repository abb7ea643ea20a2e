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
  /** `41 ms`, `2,140 ms`, `30 s`. */
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

const TEN_SECONDS_MS = 10_000;
const DAY_MS = 86_400_000;

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
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

  return {
    clock: (at, today = startOfToday()) => (today <= at ? clock.format(at) : otherDay.format(at)),
    clockSeconds: (at) => (startOfToday() <= at ? toTheSecond : otherDay).format(at),
    dateTime: (at) => dateTime.format(at),
    date: (at) => date.format(at),
    number: (value) => number.format(value),
    duration(ms) {
      if (ms >= TEN_SECONDS_MS) return `${small.format(ms / 1000)} s`;
      return `${ms > 0 && ms < 1 ? '<1' : number.format(Math.round(ms))} ms`;
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
      if (count < 1024 * 1024) return `${small.format(count / 1024)} KB`;
      return `${small.format(count / 1024 / 1024)} MB`;
    },
    money: (amountMinor, currency) => formatMoney(amountMinor, currency, language),
    ago(at, now) {
      const seconds = Math.round((at - now) / 1000);
      if (seconds > -60) return relative.format(Math.min(0, seconds), 'second');
      if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute');
      if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), 'hour');
      return relative.format(Math.round(seconds / 86_400), 'day');
    },
  };
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}

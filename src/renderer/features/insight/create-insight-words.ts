// Shares, moments and stretches of time as insight writes them, by Intl.
import type { Language } from '../../stores/languages.ts';

export interface InsightWords {
  /** `98.2 %`; all and nothing only when it is all and nothing. */
  share(part: number, of: number): string;
  /** Beside a chart: `500 ms`, `2 s`. */
  magnitude(ms: number): string;
  /** Beneath a chart, where a mark stands for this many seconds. */
  tick(atS: number, everyS: number): string;
  /** `10:20–10:30`, with the day where one day is not all there is. */
  span(fromMs: number, toMs: number): string;
}

const DAY_S = 86_400;

export function createInsightWords(language: Language): InsightWords {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(language, { month: 'numeric', day: 'numeric' });
  const moment = new Intl.DateTimeFormat(language, {
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return {
    share(part, of) {
      if (of === 0) return '–';
      const share = part / of;
      // 9,999 of 10,000 are not all of them, and one is not none.
      if (part < of && share > 0.999) return percent.format(0.999);
      if (part > 0 && share < 0.001) return percent.format(0.001);
      return percent.format(share);
    },
    magnitude: (ms) => (ms < 1000 ? `${number.format(ms)} ms` : `${number.format(ms / 1000)} s`),
    tick(atS, everyS) {
      const at = new Date(atS * 1000);
      const midnight = at.getHours() === 0 && at.getMinutes() === 0;
      return everyS >= DAY_S || midnight ? day.format(at) : time.format(at);
    },
    span(fromMs, toMs) {
      const isToday = new Date(fromMs).toDateString() === new Date().toDateString();
      return (toMs - fromMs >= DAY_S * 1000 ? day : isToday ? time : moment).formatRange(fromMs, toMs);
    },
  };
}

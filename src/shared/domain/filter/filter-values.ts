// What the values of each field can be.
import { DELIVERY_ERROR_CLASSES, DELIVERY_STATES } from '../delivery.ts';
import { SIGNATURE_STATES } from '../signature.ts';
import type { FilterField } from './filter.ts';
import { nearestOf } from '../nearest.ts';

/** Answers by their hundreds. */
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
export const IS_VALUES = ['pinned', 'redelivered', 'resent', 'version-differs'] as const;

/** Fields that know all their values. Those of `status` also take a code such as 404. */
export const KNOWN_VALUES: Partial<Record<FilterField, readonly string[]>> = {
  status: [...DELIVERY_STATES, ...STATUS_CLASSES, ...DELIVERY_ERROR_CLASSES],
  source: ['cli', 'direct', 'synthetic', 'import', 'backfill'],
  kind: ['snapshot', 'thin', 'rejected'],
  mode: ['test', 'live'],
  signature: SIGNATURE_STATES,
  is: IS_VALUES,
};

export interface ValueCheck {
  ok: boolean;
  /** What may have been meant. */
  nearest: string | null;
}

const FINE: ValueCheck = { ok: true, nearest: null };

export function checkValue(field: FilterField, value: string): ValueCheck {
  if (field === 'after' || field === 'before') {
    return readMoment(value) === null ? { ok: false, nearest: null } : FINE;
  }
  if (field === 'status' && /^[1-5]\d\d$/.test(value)) return FINE;
  const known = KNOWN_VALUES[field];
  if (known === undefined || known.includes(value)) return FINE;
  return { ok: false, nearest: nearestOf(value, known) };
}

export type Moment =
  /** So long ago. */
  | { kind: 'ago'; ms: number }
  /** On the clock and calendar of whoever asks; without a date it is the last time it was so late. */
  | { kind: 'local'; date: string | null; time: string | null }
  | { kind: 'absolute'; at: number };

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `10m`, `2d`; `18:02`; `2026-11-26`, `2026-11-26T18:02`; the same with a zone, as `2026-11-26T18:02:00Z`. */
export function readMoment(value: string): Moment | null {
  const ago = /^(\d{1,6})([smhdw])$/.exec(value);
  if (ago !== null) return { kind: 'ago', ms: Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS] };
  const written =
    /^(\d{4}-\d\d-\d\d)?(?:(?:^|T)(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?(Z|[+-]\d\d:\d\d)?$/.exec(value);
  const [, date = null, time = null, zone] = written ?? [];
  if (written === null || (date === null && time === null)) return null;
  // JavaScript turns the 31st of February into a day of March.
  const day = new Date(`${date ?? '2000-01-01'}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== (date ?? '2000-01-01')) return null;
  if (Number.isNaN(Date.parse(`2000-01-01T${time ?? '00:00'}Z`))) return null;
  if (zone === undefined) return { kind: 'local', date, time };
  if (date === null || time === null) return null;
  const at = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(at) ? null : { kind: 'absolute', at };
}

/** @param now Unix milliseconds @returns Unix milliseconds */
export function momentAt(moment: Moment, now: number): number {
  if (moment.kind === 'ago') return now - moment.ms;
  if (moment.kind === 'absolute') return moment.at;
  if (moment.date !== null) return new Date(`${moment.date}T${moment.time ?? '00:00'}`).getTime();
  const today = new Date(now);
  const pad = (number: number): string => String(number).padStart(2, '0');
  const date = `${today.getFullYear()}-${pad(today.getMonth() + 1)}-${pad(today.getDate())}`;
  const at = new Date(`${date}T${moment.time ?? '00:00'}`);
  if (at.getTime() > now) at.setDate(at.getDate() - 1);
  return at.getTime();
}

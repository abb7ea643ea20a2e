// The picture in pixels: where the lanes stand, and the line of an event through them.
import type { Picture, Row } from './path-words.ts';

export const ROW_PX = 26;
/** From the left edge of a stop to the middle of its number, and the room the number takes. */
const DOT_PX = 10;
const DOT_ROOM_PX = 22;

const LEAST_LABEL_PX = 150;
const MOST_LABEL_PX = 280;
/** Left of the picture. */
const EDGE_PX = 12;

export interface Measure {
  label: number;
  stripe: number;
  hookline: number;
  endpoint: number;
  /** Between two lanes, where the lines run. */
  gap: number;
  endpoints: number;
  width: number;
}

/** @param room what there is; more of it goes to the names, less of it is scrolled through */
export function measure(picture: Picture, room: number): Measure {
  const most = picture.rows.flatMap(({ stops }) =>
    stops.map((stop) => Math.min(3, stop?.marks.length ?? 0) + Number(stop?.waitedMs != null)),
  );
  const marks = most.reduce((a, b) => Math.max(a, b), 1);
  // With one mark there is its time beside it.
  const size = { stripe: 58, hookline: 92, endpoint: Math.max(118, 30 + marks * 42), gap: 40 };
  const endpoints = picture.endpoints.length;
  const lanes = size.stripe + size.gap + size.hookline + endpoints * (size.gap + size.endpoint);
  const label = Math.max(LEAST_LABEL_PX, Math.min(MOST_LABEL_PX, room - lanes - EDGE_PX));
  return { ...size, label, endpoints, width: label + lanes };
}

export interface LaneLefts {
  stripe: number;
  hookline: number;
  endpoints: number[];
}

export function laneLefts({ label, stripe, hookline, endpoint, gap, endpoints }: Measure): LaneLefts {
  const hooklineLeft = label + stripe + gap;
  return {
    stripe: label,
    hookline: hooklineLeft,
    endpoints: Array.from(
      { length: endpoints },
      (_, index) => hooklineLeft + hookline + gap + index * (gap + endpoint),
    ),
  };
}

/** Pieces from lane to lane; they run between what is written in the lanes. `waiting`: it has not got there yet. */
export function linePath(row: Row, size: Measure): { d: string; waiting: boolean }[] {
  const lefts = laneLefts(size);
  const y = (slot: number): number => slot * ROW_PX + ROW_PX / 2;
  const pieces = [
    piece(lefts.stripe + size.stripe, y(row.created.slot), lefts.hookline, y(row.received.slot), false),
  ];
  let [fromX, fromSlot] = [lefts.hookline + size.hookline, row.received.slot];
  row.stops.forEach((stop, index) => {
    const left = lefts.endpoints[index];
    if (stop === null || left === undefined) return;
    pieces.push(piece(fromX, y(fromSlot), left, y(stop.slot), stop.marks.length === 0));
    [fromX, fromSlot] = [left + size.endpoint, stop.slot];
  });
  return pieces;
}

/** Level at both ends, so that it is plain where it comes from and goes to. */
function piece(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  waiting: boolean,
): { d: string; waiting: boolean } {
  const middle = (x1 + x2) / 2;
  return {
    d: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2 + DOT_PX - DOT_ROOM_PX / 2} ${y2}`,
    waiting,
  };
}

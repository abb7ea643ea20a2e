// Which pictures are made of build/icon.svg, and how each differs from it.
import { TRAY_STATES, type TrayState } from '../src/main/app/tray-icon.ts';

export interface Picture {
  /** Width and height in pixels. */
  size: number;
  /** The whole SVG. */
  svg: string;
}

/** A file of one picture, by its path below build/. */
export interface PictureFile extends Picture {
  path: string;
}

export const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
export const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256] as const;
/** Type codes of the ICNS container, with the pixels that each is for. */
export const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;
/** Electron takes the one that fits the display, by its suffix. */
export const TRAY_SCALES = [
  ['', 16],
  ['@1.5x', 24],
  ['@2x', 32],
] as const;

/** Below these a line of the drawing's own width is thinner than one pixel, or than the two that a line in the middle touches. */
const SMALL = 48;
const TINY = 24;

/** For Windows and Linux: the plate fills the picture. */
export function appPicture(source: string, size: number): Picture {
  return { size, svg: size < SMALL ? bold(source, size) : source };
}

/** For macOS, whose icons keep a margin: the plate is 824 of 1024. */
export function macPicture(source: string, size: number): Picture {
  const margin = Math.round((1024 * (1024 / 824 - 1)) / 2);
  const box = `${-margin} ${-margin} ${1024 + 2 * margin} ${1024 + 2 * margin}`;
  return { size, svg: appPicture(source, size).svg.replace('viewBox="0 0 1024 1024"', `viewBox="${box}"`) };
}

export function pictureFiles(source: string): PictureFile[] {
  return [
    ...LINUX_SIZES.map((size) => ({ path: `icons/${size}x${size}.png`, ...appPicture(source, size) })),
    // For the window on Linux, which takes it from no executable.
    { path: 'icon.png', ...appPicture(source, 256) },
    ...TRAY_STATES.flatMap((state) =>
      TRAY_SCALES.flatMap(([suffix, size]) => [
        { path: `tray/${state}${suffix}.png`, size, svg: traySvg(source, state, size) },
        { path: `tray/${state}Template${suffix}.png`, size, svg: templateSvg(source, state, size) },
      ]),
    ),
  ];
}

function bold(source: string, size: number): string {
  const width = size < TINY ? 3.1 : 2.6;
  return source.replace('stroke-width="2"', `stroke-width="${width}"`).replace('scale(29)', 'scale(34)');
}

const MARK = { up: '#fff', trouble: '#fff', live: '#fff', off: '#d5dbe0' } as const;
const PLATE = { up: '#0d7890', trouble: '#0d7890', live: '#c4281f', off: '#68747e' } as const;

const TRIANGLE = '<path d="M745 500 1000 980H490Z" stroke-linejoin="round"/>';

/** Each state has a shape besides its colour: a dot, a triangle, a round plate, or none of them. */
const BADGE: Readonly<Record<TrayState, { shape: string; fill: string } | null>> = {
  up: { shape: '<circle cx="772" cy="772" r="226"/>', fill: '#37c871' },
  trouble: { shape: TRIANGLE, fill: '#ffb02e' },
  live: null,
  off: null,
};

/** For the panels of Windows and Linux. */
function traySvg(source: string, state: TrayState, size: number): string {
  const mark = markOf(source, size).replace('#fff', MARK[state]);
  const plate = `<rect width="1024" height="1024" rx="${state === 'live' ? 512 : 228}" fill="${PLATE[state]}"/>`;
  const badge = BADGE[state];
  if (badge === null) return document(plate + mark);
  // Set off by a gap, because panels are light or dark.
  return document(
    `${holeFor(badge.shape)}<g mask="url(#hole)">${plate}${mark}</g><g fill="${badge.fill}">${badge.shape}</g>`,
  );
}

function hole(inside: string): string {
  return `<mask id="hole"><rect width="1024" height="1024" fill="#fff"/>${inside}</mask>`;
}

function holeFor(badge: string): string {
  return hole(`<g fill="#000" stroke="#000" stroke-width="150">${badge}</g>`);
}

/** For the menu bar of macOS, which gives shapes its own colour: only what is opaque counts. */
function templateSvg(source: string, state: TrayState, size: number): string {
  const plain = markOf(source, size).replace('#fff', '#000');
  const mark = plain.replace('scale(34)', 'scale(42)');
  switch (state) {
    case 'up':
      return document(mark);
    case 'trouble':
      return document(`${holeFor(TRIANGLE)}<g mask="url(#hole)">${mark}</g>${TRIANGLE}`);
    case 'live':
      return document(`${hole(plain)}<rect width="1024" height="1024" rx="228" mask="url(#hole)"/>`);
    case 'off': {
      const line = (width: number): string =>
        `<path d="M120 120 904 904" stroke="#000" stroke-width="${width}" stroke-linecap="round"/>`;
      return document(`${hole(line(230))}<g mask="url(#hole)">${mark}</g>${line(90)}`);
    }
  }
}

/** The mark as it is drawn small. @throws Error when the drawing has none */
function markOf(source: string, size: number): string {
  const mark = /<g id="mark"[\s\S]*?<\/g>/.exec(bold(source, size))?.[0];
  if (mark === undefined) throw new Error('build/icon.svg has no <g id="mark">.');
  return mark.replace('id="mark" ', '');
}

function document(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024">${content}</svg>`;
}

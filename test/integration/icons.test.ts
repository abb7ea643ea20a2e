// The committed icons are what `npm run icons` makes of build/icon.svg today: sizes, containers, and the pictures themselves,
// painted anew and compared by eye's measure, because no two versions of Chromium smooth an edge alike.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIcns, readIco, type Pixels } from '../../scripts/icon-containers.ts';
import {
  appPicture,
  ICNS_TYPES,
  ICO_SIZES,
  macPicture,
  pictureFiles,
  type Picture,
} from '../../scripts/icon-list.ts';
import { openPainter, type Painter } from '../../scripts/icon-painter.ts';
import { resourcesDir, TRAY_STATES, trayIconPath, windowIconPath } from '../../src/main/app/tray-icon.ts';

const rootDir = resolve(import.meta.dirname, '../..');
const buildDir = join(rootDir, 'build');
const read = (path: string): Buffer => readFileSync(join(buildDir, path));
const source = read('icon.svg').toString('utf8');

/** Mean difference of a channel, of 255. Another smoothing stays below it, a missing line does not. */
const LIKENESS = 1.5;

let painter: Painter;
beforeAll(async () => {
  painter = await openPainter();
}, 60_000);
afterAll(() => painter.close());

function difference(a: Pixels, b: Pixels): number {
  expect(a.size).toBe(b.size);
  let sum = 0;
  for (let at = 0; at < a.rgba.length; at += 4) {
    const [alphaA, alphaB] = [(a.rgba[at + 3] ?? 0) / 255, (b.rgba[at + 3] ?? 0) / 255];
    // What is not there has no colour.
    for (let channel = 0; channel < 3; channel += 1)
      sum += Math.abs((a.rgba[at + channel] ?? 0) * alphaA - (b.rgba[at + channel] ?? 0) * alphaB);
    sum += Math.abs(alphaA - alphaB) * 255;
  }
  return sum / a.rgba.length;
}

async function expectLikeness(committed: Buffer, picture: Picture): Promise<void> {
  const [there, fresh] = [await painter.read(committed), await painter.paint(picture)];
  expect(difference(there, fresh)).toBeLessThan(LIKENESS);
}

describe('icons made of build/icon.svg', () => {
  test.each(pictureFiles(source).map((picture) => [picture.path, picture] as const))(
    '%s',
    async (path, picture) => {
      const png = read(path);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([picture.size, picture.size]);
      await expectLikeness(png, picture);
    },
  );

  test('icon.ico: bitmaps, and PNG at 256', async () => {
    const pictures = readIco(read('icon.ico'));
    expect(pictures.map(({ size }) => size)).toEqual([...ICO_SIZES]);
    for (const { size, data } of pictures) {
      if (size === 256) {
        await expectLikeness(data, appPicture(source, size));
        continue;
      }
      expect(data.readUInt32LE(0)).toBe(40);
      expect([data.readInt32LE(4), data.readInt32LE(8), data.readUInt16LE(14)]).toEqual([size, size * 2, 32]);
      const fresh = await painter.paint(appPicture(source, size));
      expect(difference({ ...fresh, rgba: fromBitmap(data, size) }, fresh)).toBeLessThan(LIKENESS);
    }
  });

  test('icon.icns: every size that macOS asks for, with its margin', async () => {
    const pictures = readIcns(read('icon.icns'));
    expect(pictures.map(({ type }) => type)).toEqual(ICNS_TYPES.map(([type]) => type));
    for (const [index, [, size]] of ICNS_TYPES.entries()) {
      const { data } = pictures[index] ?? { data: Buffer.alloc(0) };
      expect(data.readUInt32BE(16)).toBe(size);
      await expectLikeness(data, macPicture(source, size));
    }
  });

  test('nothing else lies there: what is no longer made is gone', () => {
    const made = pictureFiles(source).map(({ path }) => path);
    for (const folder of ['icons', 'tray']) {
      const there = readdirSync(join(buildDir, folder)).map((name) => `${folder}/${name}`);
      expect(there.toSorted()).toEqual(made.filter((path) => path.startsWith(`${folder}/`)).toSorted());
    }
  });

  test('the comparison tells another drawing', async () => {
    const other = source.replace('<path d="M9 11h6"/>', '');
    const [a, b] = [await painter.paint(appPicture(source, 32)), await painter.paint(appPicture(other, 32))];
    expect(difference(a, b)).toBeGreaterThan(LIKENESS);
  });

  test('the mark is the one of the page', () => {
    const page = readFileSync(join(rootDir, 'src/renderer/public/hookline.svg'), 'utf8');
    const shapes = (svg: string): string[] => svg.match(/<(?:path|circle)[^>]*>/g) ?? [];
    expect(shapes(source)).toEqual(shapes(page));
  });
});

describe('for the tray', () => {
  const inCheckout = resourcesDir({ isPackaged: false, resourcesPath: '/electron/resources', rootDir });

  test.each(TRAY_STATES)('%s: a picture for panels, a shape for the menu bar of macOS', (state) => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const path = trayIconPath(inCheckout, state, platform);
      expect(existsSync(path)).toBe(true);
      expect(path.endsWith('Template.png')).toBe(platform === 'darwin');
      for (const scale of ['@1.5x', '@2x'])
        expect(existsSync(path.replace('.png', `${scale}.png`))).toBe(true);
    }
  });

  test.each(['linux', 'darwin'] as const)('no two states look alike on %s', async (platform) => {
    const pictures = await Promise.all(
      TRAY_STATES.map((state) => painter.read(readFileSync(trayIconPath(inCheckout, state, platform)))),
    );
    for (const [index, one] of pictures.entries())
      for (const other of pictures.slice(index + 1)) expect(difference(one, other)).toBeGreaterThan(LIKENESS);
  });

  test('templates are black: macOS colours them', async () => {
    for (const state of TRAY_STATES) {
      const { rgba } = await painter.read(readFileSync(trayIconPath(inCheckout, state, 'darwin')));
      for (let at = 0; at < rgba.length; at += 4)
        if ((rgba[at + 3] ?? 0) > 0) expect([...rgba.subarray(at, at + 3)]).toEqual([0, 0, 0]);
    }
  });

  test('the packaged app finds them in its resources', () => {
    const packaged = resourcesDir({ isPackaged: true, resourcesPath: '/opt/Hookline/resources', rootDir });
    expect(trayIconPath(packaged, 'up', 'linux')).toBe(join('/opt/Hookline/resources', 'tray', 'up.png'));
    expect(windowIconPath(packaged)).toBe(join('/opt/Hookline/resources', 'icon.png'));
    expect(existsSync(windowIconPath(inCheckout))).toBe(true);
  });
});

function fromBitmap(data: Buffer, size: number): Buffer {
  const rgba = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const from = 40 + ((size - 1 - row) * size + column) * 4;
      const bgra = data.subarray(from, from + 4);
      rgba.set([bgra[2] ?? 0, bgra[1] ?? 0, bgra[0] ?? 0, bgra[3] ?? 0], (row * size + column) * 4);
    }
  }
  return rgba;
}

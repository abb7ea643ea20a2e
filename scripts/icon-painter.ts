// Paints SVG into pixels with the Chromium of the tests.
import { chromium } from '@playwright/test';
import { findBrowser } from '../test/support/browser.ts';
import type { Pixels } from './icon-containers.ts';
import type { Picture } from './icon-list.ts';

export interface Painter {
  paint(picture: Picture): Promise<Pixels>;
  /** The pixels of a PNG, for comparison. */
  read(png: Buffer): Promise<Pixels>;
  close(): Promise<void>;
}

/** @throws Error when no browser is found */
export async function openPainter(): Promise<Painter> {
  const found = await findBrowser();
  if ('missing' in found) throw new Error(found.missing);
  const { executablePath, args, env } = found;
  const browser = await chromium.launch({ executablePath, args, env });
  const page = await browser.newPage();

  /** In the page; size null = the picture's own. */
  async function draw(url: string, wanted: number | null): Promise<Pixels> {
    // Text, because a function would carry names of this file into the page.
    const [size, png, rgba] = await page.evaluate<[number, string, string]>(`(async () => {
      const image = new Image();
      image.src = ${JSON.stringify(url)};
      await image.decode();
      const size = ${wanted ?? 'image.naturalWidth'};
      const canvas = new OffscreenCanvas(size, size);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0, size, size);
      const base64 = (bytes) => new Uint8Array(bytes).toBase64();
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      return [size, base64(await blob.arrayBuffer()), base64(context.getImageData(0, 0, size, size).data.buffer)];
    })()`);
    return { size, png: Buffer.from(png, 'base64'), rgba: Buffer.from(rgba, 'base64') };
  }

  return {
    paint: ({ svg, size }) =>
      // With a size of its own an SVG is painted at that one, and not scaled from the default.
      draw(dataUrl('image/svg+xml', svg.replace('<svg ', `<svg width="${size}" height="${size}" `)), size),
    read: (png) => draw(dataUrl('image/png', png), null),
    close: () => browser.close(),
  };
}

function dataUrl(type: string, content: string | Buffer): string {
  return `data:${type};base64,${Buffer.from(content).toString('base64')}`;
}

// Drags an event out of the window as a file. Whoever takes it may read it much later, so it stays until the app quits.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NativeImage, WebContents } from 'electron';

const MOST_NAME = 120;
/** Windows opens devices by these, whatever the extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export interface DragOut {
  /** Rejects when the file cannot be written. */
  drag(contents: Pick<WebContents, 'startDrag'>, name: string, content: Uint8Array): Promise<void>;
  /** Removes what was dragged. */
  dispose(): Promise<void>;
}

export interface DragOutDeps {
  /** Electron's temp. */
  tempDir: string;
  /** Under the pointer; macOS wants one that is not empty. */
  icon: () => NativeImage;
}

export function createDragOut({ tempDir, icon }: DragOutDeps): DragOut {
  let made: Promise<string> | null = null;

  /** One for this run, which nobody else may read; in it one a drag, so that names may repeat. */
  async function freshDir(): Promise<string> {
    made ??= mkdtemp(join(tempDir, 'hookline-drag-'));
    const dir = await mkdtemp(join(await made, 'event-'));
    await chmod(dir, 0o700);
    return dir;
  }

  return {
    async drag(contents, name, content) {
      const file = join(await freshDir(), safeFileName(name));
      await writeFile(file, content, { mode: 0o600 });
      contents.startDrag({ file, icon: icon() });
    },
    async dispose() {
      const dir = await made?.catch(() => null);
      made = null;
      if (dir != null) await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A name that is one on every system, and no path. */
export function safeFileName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^[.-]+/, '');
  const dot = plain.lastIndexOf('.');
  const extension = dot > 0 && plain.length - dot <= 10 ? plain.slice(dot) : '';
  const stem = plain.slice(0, plain.length - extension.length).slice(0, MOST_NAME - extension.length);
  // Windows drops dots at the end.
  const whole = (stem + extension).replace(/\.+$/, '');
  if (whole === '') return 'event.json';
  return DEVICE.test(whole) ? `_${whole}` : whole;
}

// The window comes back where it was, but never where nobody can reach it.
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createWindowState,
  fitToDisplays,
  WINDOW_STATE_FILE,
  type WindowState,
  type WindowStateBook,
  type WindowStateDeps,
} from '#hosts/electron/window-state.ts';
import { tempDir } from '../../support/temp-dir.ts';

type Display = ReturnType<WindowStateDeps['screen']['getPrimaryDisplay']>;
type FollowedWindow = Parameters<WindowStateBook['follow']>[0];

const area = (x: number, y: number, width: number, height: number) =>
  ({ workArea: { x, y, width, height } }) as Display;
const primary = area(0, 24, 1440, 876);
const second = area(1440, 0, 1920, 1080);
const at = (x: number, y: number, width = 1000, height = 700): WindowState => ({
  bounds: { x, y, width, height },
  maximized: false,
  fullScreen: false,
});

describe('a window', () => {
  it('opens the first time in the middle of the primary screen', () => {
    expect(fitToDisplays(null, [second, primary], primary).bounds).toEqual({
      x: 80,
      y: 52,
      width: 1280,
      height: 820,
    });
  });

  it('comes back where it was, on any screen, partly over the edge too', () => {
    for (const state of [at(100, 100), at(1800, 200), at(1300, 300), at(-900, 60)]) {
      expect(fitToDisplays(state, [primary, second], primary)).toEqual(state);
    }
  });

  it.each([
    ['on a screen that is gone', at(1800, 200)],
    ['above the screen, where its upper edge cannot be seen', at(100, -300)],
    ['below it', at(100, 895)],
    ['beside it but for a sliver', at(-950, 100)],
  ])('that was %s comes to the middle of the primary one', (_where, state) => {
    expect(fitToDisplays(state, [primary], primary).bounds).toEqual({
      x: 220,
      y: 112,
      width: 1000,
      height: 700,
    });
  });

  it('is as large as the screen at most, and as the page needs at least', () => {
    expect(fitToDisplays(at(0, 24, 5000, 4000), [primary], primary).bounds).toMatchObject({
      width: 1440,
      height: 876,
    });
    expect(fitToDisplays(at(10, 30, 20, 20), [primary], primary).bounds).toMatchObject({ width: 560 });
    const tiny = area(0, 0, 400, 300);
    expect(fitToDisplays(null, [tiny], tiny).bounds).toEqual({ x: 0, y: 0, width: 560, height: 480 });
  });

  it('stays maximised or full screen', () => {
    const state = { ...at(9000, 9000), maximized: true, fullScreen: true };
    expect(fitToDisplays(state, [primary], primary)).toMatchObject({ maximized: true, fullScreen: true });
  });
});

describe('what becomes of the window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function followed() {
    const directory = tempDir();
    const screen = { getAllDisplays: () => [primary], getPrimaryDisplay: () => primary };
    const errors: unknown[] = [];
    const setAside: (string | null)[] = [];
    const book = createWindowState({
      directory,
      screen,
      onSetAside: (to) => setAside.push(to),
      onError: (error) => errors.push(error),
    });
    const now = { bounds: at(50, 60).bounds, maximized: false, fullScreen: false, gone: false };
    const window = Object.assign(new EventEmitter(), {
      getNormalBounds() {
        // As Electron does.
        if (now.gone) throw new TypeError('Object has been destroyed');
        return now.bounds;
      },
      isMaximized: () => now.maximized,
      isFullScreen: () => now.fullScreen,
    } satisfies Partial<FollowedWindow>);
    book.follow(window as unknown as FollowedWindow);
    const path = join(directory, WINDOW_STATE_FILE);
    const kept = (): WindowState | null =>
      existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as WindowState) : null;
    return { book, window, now, kept, path, errors, setAside };
  }

  it('is kept once it has settled', () => {
    const { book, window, now, kept } = followed();
    for (let x = 0; x < 20; x += 1) {
      now.bounds = at(x, 60).bounds;
      window.emit('move');
      vi.advanceTimersByTime(50);
    }
    expect(kept()).toBeNull();
    vi.advanceTimersByTime(400);
    expect(kept()).toEqual(at(19, 60));
    expect(book.restore()).toEqual(at(19, 60));
  });

  it.each(['resize', 'maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen'])(
    'is kept after %s',
    (event) => {
      const { window, now, kept } = followed();
      now.maximized = true;
      window.emit(event);
      vi.advanceTimersByTime(400);
      expect(kept()).toMatchObject({ maximized: true });
    },
  );

  it('is kept when it closes, and the gone window is not asked again', () => {
    const { window, now, kept, errors } = followed();
    window.emit('close');
    expect(kept()).toEqual(at(50, 60));
    window.emit('resize');
    now.gone = true;
    window.emit('closed');
    vi.advanceTimersByTime(1_000);
    expect(errors).toEqual([]);
  });

  it('is forgotten when the file makes no sense', () => {
    const { book, path, setAside } = followed();
    writeFileSync(path, '{"bounds":{"x":"left"}}');
    expect(book.restore().bounds.width).toBe(1280);
    expect(setAside).toEqual([`${path}.bad`]);
  });
});

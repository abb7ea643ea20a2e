// Where the window was and how large, for the next start: kept as it changes, and fitted to the displays that are there then.
import { join } from 'node:path';
import type { BrowserWindow, Display, Rectangle, Screen } from 'electron';
import { z } from 'zod';
import { createKeptJson } from './kept-json.ts';

export const WINDOW_STATE_FILE = 'window-state.json';
export const LEAST_SIZE = { width: 560, height: 480 } as const;
const FIRST_SIZE = { width: 1280, height: 820 } as const;

/** So much of its upper edge must be on a screen that the window can be taken hold of. */
const GRIP = { width: 80, height: 24 } as const;
const SETTLED_MS = 400;

const px = z.number().int().min(-100_000).max(100_000);
const WindowStateSchema = z.object({
  /** Of the window when it is neither maximised nor full screen. */
  bounds: z.object({ x: px, y: px, width: px.positive(), height: px.positive() }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof WindowStateSchema>;

type Area = Pick<Display, 'workArea'>;

/** @param kept null = the first start */
export function fitToDisplays(
  kept: WindowState | null,
  displays: readonly Area[],
  primary: Area,
): WindowState {
  const { bounds, maximized, fullScreen } = kept ?? {
    bounds: null,
    maximized: false,
    fullScreen: false,
  };
  const home = bounds === null ? undefined : displays.find(({ workArea }) => canBeGripped(bounds, workArea));
  if (bounds !== null && home !== undefined) {
    return { bounds: { ...bounds, ...clampSize(bounds, home.workArea) }, maximized, fullScreen };
  }
  const { workArea } = primary;
  const size = clampSize(bounds ?? FIRST_SIZE, workArea);
  return {
    bounds: {
      x: Math.round(workArea.x + Math.max(0, workArea.width - size.width) / 2),
      y: Math.round(workArea.y + Math.max(0, workArea.height - size.height) / 2),
      ...size,
    },
    maximized,
    fullScreen,
  };
}

function canBeGripped(bounds: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return shown >= GRIP.width && bounds.y >= area.y - 1 && bounds.y + GRIP.height <= area.y + area.height;
}

/** On a screen smaller than the least size the window hangs over rather than be unusable. */
function clampSize(
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  area: Rectangle,
): Pick<Rectangle, 'width' | 'height'> {
  return {
    width: Math.max(LEAST_SIZE.width, Math.min(width, area.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(height, area.height)),
  };
}

export interface WindowStateBook {
  /** For the window that is about to be opened. */
  restore(): WindowState;
  /** Keeps what becomes of this window; ends with it. */
  follow(window: FollowedWindow): void;
}

type FollowedWindow = Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized' | 'isFullScreen'>;

export interface WindowStateDeps {
  /** Electron's userData. */
  directory: string;
  screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  onSetAside: (to: string | null) => void;
  onError: (error: unknown) => void;
}

export function createWindowState({
  directory,
  screen,
  onSetAside,
  onError,
}: WindowStateDeps): WindowStateBook {
  const file = createKeptJson<WindowState>({
    path: join(directory, WINDOW_STATE_FILE),
    parse: (value) => WindowStateSchema.parse(value),
    onSetAside,
  });

  return {
    restore: () => fitToDisplays(file.read(), screen.getAllDisplays(), screen.getPrimaryDisplay()),
    follow(window) {
      let timer: NodeJS.Timeout | undefined;
      const save = (): void => {
        clearTimeout(timer);
        try {
          file.write({
            bounds: window.getNormalBounds(),
            maximized: window.isMaximized(),
            fullScreen: window.isFullScreen(),
          });
        } catch (error) {
          onError(error);
        }
      };
      const saveSoon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(save, SETTLED_MS);
      };
      window.on('resize', saveSoon);
      window.on('move', saveSoon);
      window.on('maximize', saveSoon);
      window.on('unmaximize', saveSoon);
      window.on('enter-full-screen', saveSoon);
      window.on('leave-full-screen', saveSoon);
      window.on('close', save);
      window.on('closed', () => clearTimeout(timer));
    },
  };
}

// Where the pictures for tray and window lie. They are outside the asar, because some panels open the file themselves.
import { join } from 'node:path';

/** What the tray tells at a glance: events flow, something needs a hand, live mode, or the forwarder is not running. */
export const TRAY_STATES = ['up', 'trouble', 'live', 'off'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** @param resourcesPath process.resourcesPath; that of an app that is not packaged is Electron's own */
export function resourcesDir(app: { isPackaged: boolean; resourcesPath: string; rootDir: string }): string {
  return app.isPackaged ? app.resourcesPath : join(app.rootDir, 'build');
}

/** Electron finds the @1.5x and @2x beside it by itself, and takes …Template.png for a shape to be coloured by macOS. */
export function trayIconPath(resources: string, state: TrayState, platform: NodeJS.Platform): string {
  return join(resources, 'tray', platform === 'darwin' ? `${state}Template.png` : `${state}.png`);
}

/** For windows on Linux, where an executable has no icon. */
export function windowIconPath(resources: string): string {
  return join(resources, 'icon.png');
}

// The name of the world a preload runs in.

export const DESKTOP_WORLD = 'electron-double-preload';

// A double of the `electron` module for machines without its binary: just what Hookline's desktop app uses of it. Windows are pages of a
// real Chromium, with the built preload in a world of its own; the rest is as near as plain Node comes. Names that the real module does
// not have fail to compile in register.ts.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu, MenuItem, Tray } from './menus.ts';
import { MessageChannelMain } from './ports.ts';
import { protocol, session } from './protocol.ts';
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
} from './system.ts';
import { utilityProcess } from './utility-process.ts';
import { allWebContents } from './web-contents.ts';

const webContents = { getAllWebContents: allWebContents };

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

// What pages send to the main process.
import { EventEmitter } from 'node:events';

export const ipcMain = new EventEmitter();

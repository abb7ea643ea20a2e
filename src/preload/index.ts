// Hands one MessagePort from the engine to the page; nothing else passes through here.
import { contextBridge, ipcRenderer } from 'electron';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';

/** The page's window as far as this file needs it: it is type-checked with the Node part, which has no DOM. */
interface PageWindow {
  location: { origin: string };
  addEventListener(type: 'message', listener: (event: { source: unknown; data: unknown }) => void): void;
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
}
declare const window: PageWindow;

contextBridge.exposeInMainWorld(DESKTOP_PORT.flag, true);

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === DESKTOP_PORT.want) ipcRenderer.send(DESKTOP_PORT.want);
});

ipcRenderer.on(DESKTOP_PORT.given, (event) => {
  // A port cannot cross the context bridge; posting it to the page's own origin is the way Electron documents.
  window.postMessage(DESKTOP_PORT.given, window.location.origin, event.ports);
});

// What the API needs of the host it runs in: the desktop around the page, where there is one.
import type { DesktopMenu, DesktopRequest, DesktopSettings, DesktopState } from '#shared/contract/desktop.ts';

export interface Desktop {
  state(): DesktopState;
  update(change: Partial<DesktopSettings>): DesktopState;
  /** What is asked of the page from now on. Each subscriber gets every request; ends with the signal. */
  requests(signal: AbortSignal | undefined): AsyncGenerator<DesktopRequest, void, void>;
  setMenu(menu: DesktopMenu): void;
  /** Begins to drag a file with this content; the button of the mouse is down. */
  dragFile(name: string, content: Uint8Array): Promise<void>;
  /** Brings the window to the front, from the tray too. */
  show(): void;
}

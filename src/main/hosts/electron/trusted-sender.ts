// Says whether a message to the main process comes from our own page: the top frame of a window we opened, showing our
// own origin. Everything else (a frame inside it, a page that got in somehow, a frame already gone) is refused.
import { APP_ORIGIN } from './app-origin.ts';

export interface Sender {
  /** null when the frame was gone by the time the message was read. */
  frameUrl: string | null;
  isTopFrame: boolean;
  webContentsId: number;
}

export function isTrustedSender(sender: Sender, ourWindowIds: ReadonlySet<number>): boolean {
  if (sender.frameUrl === null || !sender.isTopFrame || !ourWindowIds.has(sender.webContentsId)) return false;
  return isOurPage(sender.frameUrl);
}

/** Compares the parsed origin: a prefix test would take app://hookline.evil and app://hookline@evil for ours. */
export function isOurPage(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  // `origin` is the string "null" for schemes Node does not know, so it is put together here.
  return `${parsed.protocol}//${parsed.host}` === APP_ORIGIN;
}

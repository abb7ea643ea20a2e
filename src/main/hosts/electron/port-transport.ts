// The MessagePort door: gives a window that asks for it, and is ours, a port with the engine's API behind it.
import { RPCHandler } from '@orpc/server/message-port';
import type { IpcMain, IpcMainEvent, MessageChannelMain, MessagePortMain } from 'electron';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface PortTransportDeps {
  ipcMain: IpcMain;
  MessageChannelMain: new () => MessageChannelMain;
  router: Router;
  /** WebContents ids of the windows we opened and that are still there. */
  ourWindowIds: () => ReadonlySet<number>;
  logger: Logger;
}

/** @returns the way to stop: closes every port */
export function servePorts({
  ipcMain,
  MessageChannelMain,
  router,
  ourWindowIds,
  logger,
}: PortTransportDeps): () => void {
  const handler = new RPCHandler(router);
  const ports = new Map<number, MessagePortMain>();

  const closePort = (webContentsId: number): void => {
    ports.get(webContentsId)?.close();
    ports.delete(webContentsId);
  };

  const onWantPort = (event: IpcMainEvent): void => {
    const { sender, senderFrame } = event;
    const frameUrl = senderFrame?.url ?? null;
    const isTopFrame = senderFrame !== null && senderFrame.parent === null;
    if (
      !senderFrame ||
      !isTrustedSender({ frameUrl, isTopFrame, webContentsId: sender.id }, ourWindowIds())
    ) {
      logger.warn(
        `A page that is not ours asked for the engine and was refused: ${frameUrl ?? 'a frame already gone'}.`,
      );
      return;
    }
    // One port per window: a reload leaves the old one open on our side, with its subscriptions.
    closePort(sender.id);
    const { port1, port2 } = new MessageChannelMain();
    ports.set(sender.id, port1);
    handler.upgrade(port1);
    port1.start();
    sender.once('destroyed', () => closePort(sender.id));
    senderFrame.postMessage(DESKTOP_PORT.given, null, [port2]);
  };

  ipcMain.on(DESKTOP_PORT.want, onWantPort);
  return () => {
    ipcMain.off(DESKTOP_PORT.want, onWantPort);
    for (const id of ports.keys()) closePort(id);
  };
}

// The desktop app's door: oRPC over the MessagePort that the preload hands over.
import { RPCLink } from '@orpc/client/message-port';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';
import { createApiClient } from './client.ts';
import type { Door } from './door.ts';
import { ConnectionLostError } from './errors.ts';

const PORT_TIMEOUT_MS = 5000;

declare global {
  interface Window {
    /** Set by the preload of the desktop app; the name is `DESKTOP_PORT.flag`. */
    hooklineDesktop?: boolean;
  }
}

export function isDesktop(): boolean {
  return window[DESKTOP_PORT.flag] === true;
}

export async function openPortDoor(): Promise<Door> {
  const port = await requestPort();
  const { promise: closed, resolve: markClosed } = Promise.withResolvers<void>();
  port.addEventListener('close', () => markClosed(), { once: true });
  const link = new RPCLink({ port });
  port.start();
  return {
    client: createApiClient(link),
    closed,
    close() {
      // Closing one's own end fires no event here.
      port.close();
      markClosed();
    },
  };
}

async function requestPort(): Promise<MessagePort> {
  return await new Promise((resolve, reject) => {
    const done = () => {
      window.removeEventListener('message', onMessage);
      clearTimeout(timer);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== DESKTOP_PORT.given || port === undefined) return;
      done();
      resolve(port);
    };
    const timer = setTimeout(() => {
      done();
      reject(new ConnectionLostError());
    }, PORT_TIMEOUT_MS);
    window.addEventListener('message', onMessage);
    window.postMessage(DESKTOP_PORT.want, '*');
  });
}

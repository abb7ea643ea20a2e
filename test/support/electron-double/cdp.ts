// The DevTools protocol on one WebSocket: commands with answers, events of a session.
import { EventEmitter } from 'node:events';
import WebSocket from 'ws';

export type CdpEvent = Record<string, unknown>;

export interface CdpSession {
  send<Answer = CdpEvent>(method: string, params?: object): Promise<Answer>;
  on(method: string, listener: (event: CdpEvent) => void): void;
}

export interface Cdp extends CdpSession {
  session(sessionId: string): CdpSession;
  close(): void;
}

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
  method: string;
}

/** @param url of the browser itself, `ws://…/devtools/browser/…` */
export async function openCdp(url: string): Promise<Cdp> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<number, Waiting>();
  const events = new EventEmitter();
  events.setMaxListeners(0);
  let nextId = 1;

  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as {
      id?: number;
      result?: never;
      error?: { message: string };
      method?: string;
      params?: CdpEvent;
      sessionId?: string;
    };
    if (message.id === undefined) {
      events.emit(`${message.sessionId ?? ''} ${message.method}`, message.params ?? {});
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.resolve(message.result as never);
    else asked?.reject(new Error(`${asked.method}: ${message.error.message}`));
  });
  socket.on('close', () => {
    for (const { reject, method } of waiting.values()) reject(new Error(`${method}: the browser is gone.`));
    waiting.clear();
  });
  socket.on('error', () => undefined);

  const sessionOf = (sessionId: string | undefined): CdpSession => ({
    send: <Answer>(method: string, params: object = {}) =>
      new Promise<Answer>((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser is gone.`));
        const id = nextId++;
        waiting.set(id, { resolve, reject, method });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
      }),
    on: (method, listener) => void events.on(`${sessionId ?? ''} ${method}`, listener),
  });
  return { ...sessionOf(undefined), session: sessionOf, close: () => socket.close() };
}

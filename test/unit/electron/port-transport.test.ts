// The MessagePort door: one port for a window of ours, none for anybody else.
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { os, type RouterClient } from '@orpc/server';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import { servePorts, type PortTransportDeps } from '#hosts/electron/port-transport.ts';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';

/** Node's MessagePort has the face of Electron's MessagePortMain: on('message', { data }), start, close. */
class ChannelOfNode {
  readonly port1: unknown;
  readonly port2: MessagePort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = {
      on: (name: string, listener: (event?: { data: unknown }) => void) =>
        port1.on(name, (data: unknown) => listener(name === 'message' ? { data } : undefined)),
      postMessage: (data: unknown) => port1.postMessage(data),
      start: () => port1.start(),
      close: () => port1.close(),
    };
    this.port2 = port2;
  }
}

const router = { ping: os.handler(() => 'pong') };
type Client = RouterClient<typeof router>;

let stop = (): void => undefined;
afterEach(() => stop());

function serve() {
  const ipcMain = new EventEmitter();
  const given: MessagePort[] = [];
  const warnings: string[] = [];
  const sender = Object.assign(new EventEmitter(), { id: 7 });
  const frame = {
    url: 'app://hookline/index.html',
    parent: null as unknown,
    postMessage: (_channel: string, _message: unknown, [port]: [MessagePort]) => given.push(port),
  };
  stop = servePorts({
    // Electron's own objects are not to be had without its binary.
    ipcMain: ipcMain as unknown as PortTransportDeps['ipcMain'],
    MessageChannelMain: ChannelOfNode as unknown as PortTransportDeps['MessageChannelMain'],
    router: router as never,
    ourWindowIds: () => new Set([7]),
    logger: { info() {}, warn: (line) => warnings.push(line), error() {} },
  });
  return { ipcMain, given, warnings, sender, frame };
}

const clientOn = (port: MessagePort): Client => createORPCClient(new RPCLink({ port: port as never }));
const closed = (port: MessagePort): Promise<unknown> => new Promise((resolve) => port.once('close', resolve));

describe('asking for a port', () => {
  it('gives one that answers', async () => {
    const { ipcMain, given, sender, frame } = serve();
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: frame });
    expect(given).toHaveLength(1);
    expect(await clientOn(given[0]!).ping()).toBe('pong');
  });

  it('closes the first one when asked again, as after a reload', async () => {
    const { ipcMain, given, sender, frame } = serve();
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: frame });
    const firstClosed = closed(given[0]!);
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: frame });
    await firstClosed;
    expect(await clientOn(given[1]!).ping()).toBe('pong');
  });

  it('closes it with the window', async () => {
    const { ipcMain, given, sender, frame } = serve();
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: frame });
    const gone = closed(given[0]!);
    sender.emit('destroyed');
    await gone;
  });

  it.each([
    ['a page elsewhere', { url: 'https://evil.example/' }],
    ['a frame inside ours', { parent: {} }],
  ])('gives none to %s', (_name, over) => {
    const { ipcMain, given, warnings, sender, frame } = serve();
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: { ...frame, ...over } });
    expect(given).toHaveLength(0);
    expect(warnings).toHaveLength(1);
  });

  it('gives none to a frame that is gone', () => {
    const { ipcMain, given, warnings, sender } = serve();
    ipcMain.emit(DESKTOP_PORT.want, { sender, senderFrame: null });
    expect(given).toHaveLength(0);
    expect(warnings).toEqual([expect.stringContaining('a frame already gone')]);
  });
});

// MessageChannelMain: two ports in the main process; one of them can be given to a page.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Transport = { post(data: unknown): void; close(): void };

/** Messages wait until `start`, as with every MessagePort, and are copies: what cannot be cloned throws here already. */
export class MessagePortMain
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  #started = false;
  #closed = false;
  #waiting: unknown[] = [];
  #transport: Transport | null = null;

  postMessage(message: unknown): void {
    const copy: unknown = structuredClone(message);
    if (!this.#closed) this.#transport?.post(copy);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#closed) return;
    this.#transport?.close();
    this.closedFromAfar();
  }

  /** For the double: where messages of this port go. */
  connect(transport: Transport): void {
    this.#transport = transport;
  }

  /** For the double: a message has come in. */
  deliver(data: unknown): void {
    if (this.#closed) return;
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  /** For the double: the other end is gone. */
  closedFromAfar(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close');
  }
}

export class MessageChannelMain implements Record<keyof Electron.MessageChannelMain, MessagePortMain> {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    const later = (task: () => void): void => void setImmediate(task);
    const { port1, port2 } = this;
    port1.connect({
      post: (data) => later(() => port2.deliver(data)),
      close: () => later(() => port2.closedFromAfar()),
    });
    port2.connect({
      post: (data) => later(() => port1.deliver(data)),
      close: () => later(() => port1.closedFromAfar()),
    });
  }
}

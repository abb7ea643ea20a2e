// WebContents on a page of a real Chromium: navigation, the preload's world, messages, and what a page may be refused.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { inward, outward } from './addresses.ts';
import type { Cdp, CdpSession } from './cdp.ts';
import { chromium } from './chromium.ts';
import { ipcMain } from './ipc-main.ts';
import { FROM_MAIN, PAGE_WORLD, preloadWorld, TO_MAIN } from './page-world.ts';
import type { MessagePortMain } from './ports.ts';
import { answerFor } from './protocol.ts';
import { DESKTOP_WORLD } from './world-name.ts';

interface Paused {
  requestId: string;
  request: { url: string; method: string; headers: Record<string, string> };
  resourceType: string;
  frameId: string;
}

type FromPage =
  | { what: 'ipc'; channel: string; args: unknown[] }
  | { what: 'port'; id: number; data: Packed }
  | { what: 'port-closed'; id: number };
type Packed = { text: string } | { buffer: string } | { bytes: string } | { json: unknown };

let nextId = 1;
let nextPort = 1;
const all = new Set<WebContents>();
export const allWebContents = (): WebContents[] => [...all];

type Face = Pick<
  Electron.WebContents,
  | 'id'
  | 'isDestroyed'
  | 'reload'
  | 'getURL'
  | 'startDrag'
  | 'forcefullyCrashRenderer'
  | 'openDevTools'
  | 'isCrashed'
  | 'isFocused'
>;

export class WebContents extends EventEmitter implements Face {
  readonly id = nextId++;
  readonly ready: Promise<CdpSession>;
  /** What was dragged out, for the test. */
  readonly dragged: Electron.Item[] = [];
  focused = false;
  #url = 'about:blank';
  #destroyed = false;
  #crashed = false;
  #targetId = '';
  #mainFrameId = '';
  #worldId: number | null = null;
  /** What a `loadURL` asked for, which no fence is asked about. */
  #expected: string | null = null;
  #ports = new Map<number, MessagePortMain>();
  #windowOpen: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  readonly #preload: string;

  constructor(preloadPath: string | undefined) {
    super();
    this.#preload = preloadPath === undefined ? '' : readFileSync(preloadPath, 'utf8');
    all.add(this);
    this.ready = this.#open();
    this.ready.catch(() => undefined);
  }

  async #open(): Promise<CdpSession> {
    const browser = await chromium();
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
    });
    this.#targetId = targetId;
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    const page = browser.session(sessionId);
    this.#listen(browser, page);
    const { frameTree } = await page.send<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
    this.#mainFrameId = frameTree.frame.id;
    await Promise.all([
      page.send('Page.enable'),
      page.send('Runtime.enable'),
      page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: PAGE_WORLD }),
      page.send('Runtime.addBinding', { name: TO_MAIN, executionContextName: DESKTOP_WORLD }),
      page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadWorld(this.#preload),
        worldName: DESKTOP_WORLD,
      }),
      browser.send('Target.setDiscoverTargets', { discover: true }),
    ]);
    this.emit('did-attach');
    return page;
  }

  #listen(browser: Cdp, page: CdpSession): void {
    page.on('Fetch.requestPaused', (event) => {
      this.#answer(page, event as unknown as Paused).catch(() => undefined);
    });
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const { id, name, auxData } = context as { id: number; name: string; auxData: { frameId: string } };
      if (name === DESKTOP_WORLD && auxData.frameId === this.#mainFrameId) this.#worldId = id;
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#worldId) this.#leaveWorld();
    });
    page.on('Runtime.executionContextsCleared', () => this.#leaveWorld());
    page.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === TO_MAIN) this.#hear(JSON.parse(String(payload)) as FromPage);
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      const { parentId, url } = frame as { parentId?: string; url: string };
      if (parentId !== undefined) return;
      this.#url = inward(url);
      this.emit('did-navigate', {}, this.#url);
    });
    page.on('Page.loadEventFired', () => this.emit('did-finish-load'));
    page.on('Page.windowOpen', ({ url }) => {
      this.#windowOpen?.({ url: inward(String(url)) } as Electron.HandlerDetails);
    });
    browser.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === this.#targetId) this.destroy();
    });
  }

  async #answer(page: CdpSession, { requestId, request, resourceType, frameId }: Paused): Promise<void> {
    const url = inward(request.url);
    if (resourceType === 'Document' && !this.#mayGo(url, frameId === this.#mainFrameId)) {
      await page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const answer = await answerFor(url, request.method);
    if (answer === null) {
      await page.send('Fetch.failRequest', { requestId, errorReason: 'NameNotResolved' });
      return;
    }
    await page.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
    });
  }

  #mayGo(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#expected !== null && url === this.#expected) {
      this.#expected = null;
      return true;
    }
    let prevented = false;
    const event = { url, isMainFrame, preventDefault: () => void (prevented = true) };
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url);
    return !prevented;
  }

  #hear(message: FromPage): void {
    if (message.what === 'port') this.#ports.get(message.id)?.postMessage(unpack(message.data));
    else if (message.what === 'port-closed') this.#ports.get(message.id)?.close();
    else {
      const event = { sender: this, senderFrame: this.#frame(), ports: [] };
      ipcMain.emit(message.channel, event, ...message.args);
    }
  }

  #frame() {
    return {
      url: this.#url,
      parent: null,
      postMessage: (channel: string, message: unknown, transfer: MessagePortMain[] = []) => {
        const ids = transfer.map((port) => this.#adopt(port));
        this.#say({ what: 'message', channel, args: [structuredClone(message)], ports: ids });
      },
    };
  }

  /** The port's other end is in the page from now on. */
  #adopt(port: MessagePortMain): number {
    const id = nextPort++;
    this.#ports.set(id, port);
    port.on('message', ({ data }: { data: unknown }) => this.#say({ what: 'port', id, data: pack(data) }));
    port.on('close', () => {
      this.#ports.delete(id);
      this.#say({ what: 'port-closed', id });
    });
    port.start();
    return id;
  }

  #say(message: object): void {
    const contextId = this.#worldId;
    if (contextId === null || this.#destroyed) return;
    const expression = `globalThis.${FROM_MAIN}(${JSON.stringify(message)})`;
    this.ready
      .then((page) => page.send('Runtime.evaluate', { expression, contextId }))
      .catch(() => undefined);
  }

  /** A document went, and with it its world and the ends of its ports. */
  #leaveWorld(): void {
    this.#worldId = null;
    for (const port of Array.from(this.#ports.values())) port.close();
    this.#ports.clear();
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.ready;
    this.#expected = url;
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await page.send<{ errorText?: string }>('Page.navigate', { url: outward(url) });
    if (errorText !== undefined) throw new Error(`${errorText} (loading '${url}')`);
    await loaded;
  }

  reload(): void {
    this.#crashed = false;
    this.#expected = this.#url;
    this.ready.then((page) => page.send('Page.navigate', { url: outward(this.#url) })).catch(() => undefined);
  }

  /** The nearest thing: the document is gone at once, and Electron's event says why. */
  forcefullyCrashRenderer(): void {
    this.#crashed = true;
    const was = this.#url;
    this.#expected = 'about:blank';
    const crash = async (): Promise<void> => {
      const page = await this.ready;
      await page.send('Page.navigate', { url: 'about:blank' });
      this.#url = was;
      this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
    };
    crash().catch(() => undefined);
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#windowOpen = handler;
  }

  startDrag(item: Electron.Item): void {
    this.dragged.push(item);
  }
  openDevTools(): void {
    // There is nobody to look at them.
  }
  getURL = (): string => this.#url;
  isDestroyed = (): boolean => this.#destroyed;
  isCrashed = (): boolean => this.#crashed;
  isFocused = (): boolean => this.focused;

  /** For the double. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this);
    this.#leaveWorld();
    this.emit('destroyed');
  }

  /** For the double: takes the page away. */
  async closePage(): Promise<void> {
    await this.ready.catch(() => undefined);
    const browser = await chromium();
    await browser.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => undefined);
    this.destroy();
  }
}

function pack(data: unknown): Packed {
  if (typeof data === 'string') return { text: data };
  if (data instanceof ArrayBuffer) return { buffer: Buffer.from(data).toString('base64') };
  if (ArrayBuffer.isView(data)) {
    return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
  }
  return { json: data ?? null };
}

function unpack(packed: Packed): unknown {
  if ('text' in packed) return packed.text;
  if ('buffer' in packed) return new Uint8Array(Buffer.from(packed.buffer, 'base64')).buffer;
  if ('bytes' in packed) return new Uint8Array(Buffer.from(packed.bytes, 'base64'));
  return packed.json;
}

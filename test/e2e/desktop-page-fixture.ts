// The dashboard as the desktop app shows it, in a browser: its door is a MessagePort, and what is around it is a stand-in.
// The engine, its API and the page are the real ones. How Electron plays its part is tested in desktop/.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { test as base, expect, type Page } from '@playwright/test';
import {
  DEFAULT_DESKTOP_SETTINGS,
  type DesktopMenu,
  type DesktopRequest,
  type DesktopState,
} from '#shared/contract/desktop.ts';
import { SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX, type ApiClient } from '#shared/contract/index.ts';
import { DESKTOP_PORT } from '#shared/domain/desktop-port.ts';
import { createRouter } from '#engine/api/router.ts';
import type { Desktop } from '#engine/api/host.ts';
import { createEngine, type Engine } from '#engine/engine.ts';
import { systemClock } from '#engine/ports.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import { createRequests } from '#hosts/electron/requests.ts';
import { createAccess } from '../../src/main/api-server/access.ts';
import { startApiServer } from '../../src/main/api-server/api-server.ts';
import { createFileSecretStore } from '../../src/main/app/file-secret-store.ts';
import { locateRoot } from '../../src/main/locate-root.ts';
import { startBackend, type Backend } from '../support/backend.ts';

export { expect };

const SECRET = 'whsec_desktop_0123456789abcdef';

export interface Around {
  /** As the page last heard of it, or changed it. */
  state: DesktopState;
  /** How often anything was asked of the app. */
  asked: string[];
  menus: DesktopMenu[];
  dragged: { name: string; content: string }[];
  /** Changing a setting and dragging fail. */
  failing: boolean;
  ask(request: DesktopRequest): void;
}

export interface Hookline {
  engine: Engine;
  client: ApiClient;
  backend: Backend;
  dataDir: string;
  /** The dashboard's address with its token. */
  openUrl: string;
  around: Around;
  post(body: string): Promise<void>;
}

interface Fixtures {
  hookline: Hookline;
  /** The dashboard in the desktop app. */
  page: Page;
  dashboard: Page;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
  hookline: async ({}, use) => {
    const root = locateRoot();
    const dataDir = mkdtempSync(join(tmpdir(), 'hookline-desktop-page-'));
    const backend = await startBackend();
    const engine = await createEngine(
      {
        version: root.version,
        dataDir,
        receiverPort: 0,
        forwardTo: backend.url,
        storeWorkers: root.storeWorkers,
        exportWorkerUrl: root.exportWorkerUrl,
        editorWorkerUrl: root.editorWorkerUrl,
        sqliteWorkerUrl: root.sqliteWorkerUrl,
        forwarder: { listen: false, binPath: null, apiBase: null, events: [], apiKey: null },
      },
      { clock: systemClock, logger: silent, secretStore: createFileSecretStore(dataDir) },
    );
    const { around, desktop } = standIn();
    const router = createRouter(engine, desktop);
    const access = createAccess(dataDir);
    const server = await startApiServer({
      port: 0,
      router,
      access,
      rendererDir: root.rendererDir,
      version: root.version,
      logger: silent,
    });
    const client = createRouterClient(router, { context: {} });
    await client.endpoints.update({ id: 'local', signing: 'own', secret: SECRET });

    await use({
      engine,
      client,
      backend,
      dataDir,
      openUrl: `${server.url}/#token=${access.token}`,
      around,
      async post(body) {
        const bytes = Buffer.from(body);
        const answer = await fetch(`${engine.receiverUrl}/anything`, {
          method: 'POST',
          body: bytes,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'stripe-signature': signBody(bytes, SECRET, Date.now()),
          },
        });
        await answer.arrayBuffer();
        expect(answer.status).toBe(200);
      },
    });

    await server.dispose();
    await engine.dispose();
    await backend.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  },

  dashboard: async ({ page, hookline }, use) => {
    const { origin, hash } = new URL(hookline.openUrl);
    await page.addInitScript(preload(hash.replace('#token=', '')));
    await page.goto(origin);
    await expect(page.getByTestId('hop-hookline')).toBeVisible();
    await use(page);
  },
});

const silent = { info() {}, warn() {}, error() {} };

function standIn(): { around: Around; desktop: Desktop } {
  const requests = createRequests();
  const around: Around = {
    state: {
      settings: structuredClone(DEFAULT_DESKTOP_SETTINGS),
      platform: 'linux',
      secrets: 'system',
      shortcutTaken: false,
      canStartAtLogin: true,
      canUpdate: true,
    },
    asked: [],
    menus: [],
    dragged: [],
    failing: false,
    ask: (request) => requests.ask(request),
  };
  const desktop: Desktop = {
    state() {
      around.asked.push('state');
      return around.state;
    },
    update(change) {
      around.asked.push('update');
      if (around.failing) throw new Error('The disk is full.');
      around.state = { ...around.state, settings: { ...around.state.settings, ...change } };
      return around.state;
    },
    requests(signal) {
      around.asked.push('requests');
      return requests.subscribe(signal);
    },
    setMenu(menu) {
      around.asked.push('setMenu');
      around.menus.push(menu);
    },
    dragFile(name, content) {
      around.asked.push('dragFile');
      if (around.failing) return Promise.reject(new Error('The disk is full.'));
      around.dragged.push({ name, content: Buffer.from(content).toString('utf8') });
      return Promise.resolve();
    },
    show: () => undefined,
  };
  return { around, desktop };
}

/** What the preload does, with a socket in place of the main process: both carry the same messages. Runs in the page. */
function preload(token: string): string {
  const protocols = [SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX + token];
  return `
    window[${JSON.stringify(DESKTOP_PORT.flag)}] = true;
    let handed;
    window.addEventListener('message', ({ source, data, ports }) => {
      if (source === window && data === ${JSON.stringify(DESKTOP_PORT.given)}) handed = ports[0];
      if (source !== window || data !== ${JSON.stringify(DESKTOP_PORT.want)}) return;
      const { port1, port2 } = new MessageChannel();
      const socket = new WebSocket('ws://' + location.host + ${JSON.stringify(SOCKET_PATH)}, ${JSON.stringify(protocols)});
      socket.binaryType = 'arraybuffer';
      window.breakPort = () => socket.close();
      socket.addEventListener('open', () => {
        port1.onmessage = (event) => socket.send(event.data);
        window.postMessage(${JSON.stringify(DESKTOP_PORT.given)}, location.origin, [port2]);
      });
      socket.addEventListener('message', (event) => port1.postMessage(event.data));
      // Electron's ports have this event, the web's have not.
      socket.addEventListener('close', () => handed?.dispatchEvent(new Event('close')));
    });
  `;
}

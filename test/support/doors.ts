// The API through each of its doors, for tests that must hold whatever the transport.
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createRouterClient } from '@orpc/server';
import { RPCHandler as MessagePortHandler } from '@orpc/server/message-port';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  contract,
  SOCKET_PATH,
  SOCKET_PROTOCOL,
  SOCKET_TOKEN_PREFIX,
  type ApiClient,
} from '#shared/contract/index.ts';
import { createRouter } from '#engine/api/router.ts';
import type { Engine } from '#engine/engine.ts';
import { createAccess } from '../../src/main/api-server/access.ts';
import { startApiServer, type ApiServer } from '../../src/main/api-server/api-server.ts';
import { silentLogger } from './engine.ts';
import { tempDir } from './temp-dir.ts';

export interface TestServer extends ApiServer {
  token: string;
}

export async function startTestServer(engine: Engine, rendererDir = tempDir()): Promise<TestServer> {
  const access = createAccess(tempDir());
  const server = await startApiServer({
    port: 0,
    router: createRouter(engine),
    access,
    rendererDir,
    version: '0.0.0-test',
    logger: silentLogger,
  });
  onTestFinished(() => server.dispose());
  return { ...server, token: access.token };
}

export function openSocket(server: TestServer): WebSocket {
  return new WebSocket(`${server.url.replace('http', 'ws')}${SOCKET_PATH}`, [
    SOCKET_PROTOCOL,
    `${SOCKET_TOKEN_PREFIX}${server.token}`,
  ]);
}

export const DOORS: readonly (readonly [name: string, open: (engine: Engine) => Promise<ApiClient>])[] = [
  ['in process', (engine) => Promise.resolve(createRouterClient(createRouter(engine), { context: {} }))],
  [
    'MessagePort',
    (engine) => {
      const { port1, port2 } = new MessageChannel();
      new MessagePortHandler(createRouter(engine)).upgrade(port1, { context: {} });
      port1.start();
      port2.start();
      onTestFinished(() => {
        port1.close();
        port2.close();
      });
      return Promise.resolve(createORPCClient(new MessagePortLink({ port: port2 })));
    },
  ],
  [
    'WebSocket',
    async (engine) => {
      const server = await startTestServer(engine);
      const socket = openSocket(server);
      onTestFinished(() => socket.close());
      return createORPCClient(new SocketLink({ websocket: socket }));
    },
  ],
  [
    'REST',
    async (engine) => {
      const server = await startTestServer(engine);
      const link = new OpenAPILink(contract, {
        url: `${server.url}/api/v1`,
        headers: { authorization: `Bearer ${server.token}` },
      });
      return createORPCClient(link);
    },
  ],
];

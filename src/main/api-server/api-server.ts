// The loopback HTTP server: the dashboard's files, the API as REST, and the way in for WebSockets. Threat model in access.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_PREFIX, SOCKET_PATH } from '#shared/contract/index.ts';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import { bearerOf, refusal, type Access } from './access.ts';
import { createRestTransport } from './rest-transport.ts';
import { createSocketTransport } from './socket-transport.ts';
import { createStaticFiles, SECURITY_HEADERS } from './static-files.ts';

export interface ApiServerDeps {
  port: number;
  router: Router;
  access: Access;
  /** The built dashboard. */
  rendererDir: string;
  version: string;
  logger: Logger;
}

export interface ApiServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  dispose(): Promise<void>;
}

/** Binds 127.0.0.1. Rejects with the system's error when the port cannot be had. */
export async function startApiServer(deps: ApiServerDeps): Promise<ApiServer> {
  const { access, logger } = deps;
  const files = createStaticFiles(deps.rendererDir);
  const rest = createRestTransport(deps.router, deps.version, logger);
  const sockets = createSocketTransport(deps.router, access, logger);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const refused = refusal(request.headers);
    if (refused !== null) return sendError(response, 403, 'FORBIDDEN', refused);
    const { pathname } = new URL(request.url ?? '/', 'http://hookline.invalid');

    if (pathname === '/session' && request.method === 'POST') {
      request.resume();
      if (!access.allowsToken(bearerOf(request.headers))) return sendUnauthorized(response);
      return sendJson(response, 200, { session: access.issueSession() });
    }
    if (pathname === API_PREFIX || pathname.startsWith(`${API_PREFIX}/`)) {
      if (!access.allows(bearerOf(request.headers))) return sendUnauthorized(response);
      if (await rest.handle(request, response, pathname)) return;
      return sendError(
        response,
        404,
        'NOT_FOUND',
        `There is no ${request.method} ${pathname}; see ${API_PREFIX}/openapi.json.`,
      );
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendError(
        response,
        405,
        'METHOD_NOT_SUPPORTED',
        'Webhooks go to the receiver, on another port.',
      );
    }
    if (!files.serve(pathname, response)) sendError(response, 404, 'NOT_FOUND', 'There is no such page.');
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      logger.error('A request to the dashboard’s server failed.', error);
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'Hookline failed to answer; its log says why.');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const refused = refusal(request.headers);
    const known = new URL(request.url ?? '/', 'http://hookline.invalid').pathname === SOCKET_PATH;
    if (refused === null && known) sockets.upgrade(request, socket, head);
    else
      socket.end(
        `HTTP/1.1 ${refused === null ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    dispose: () =>
      new Promise((resolve) => {
        sockets.dispose();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** The shape oRPC gives its errors. */
function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { defined: false, code, status, message });
}

function sendUnauthorized(response: ServerResponse): void {
  response.setHeader('www-authenticate', 'Bearer');
  sendError(
    response,
    401,
    'UNAUTHORIZED',
    'This needs “Authorization: Bearer <token>”. The token is printed when Hookline starts (with --json: in the first line).',
  );
}

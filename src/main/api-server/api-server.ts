// The loopback HTTP server: the dashboard's files, the API as REST, and the way in for WebSockets. Threat model in access.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { INVALID_INPUT } from '#shared/contract/errors.ts';
import { API_PREFIX, SOCKET_PATH } from '#shared/contract/index.ts';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import { bearerOf, refusal, type Access } from './access.ts';
import { readTarget } from './request-target.ts';
import { createRestTransport } from './rest-transport.ts';
import { createSocketTransport, refuseUpgrade } from './socket-transport.ts';
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
    const target = readTarget(request.url);
    if (target === null)
      return sendError(response, 400, 'BAD_REQUEST', 'The address of this request names no path.');
    const { pathname, search } = target;

    if (pathname === '/session' && request.method === 'POST') {
      request.resume();
      if (!access.allowsToken(bearerOf(request.headers))) return sendUnauthorized(response);
      return sendJson(response, 200, { session: access.issueSession() });
    }
    if (pathname === API_PREFIX || pathname.startsWith(`${API_PREFIX}/`)) {
      if (!access.allows(bearerOf(request.headers))) return sendUnauthorized(response);
      const [stray] = isReadAsQuery(request.method) ? [] : new URLSearchParams(search).keys();
      if (stray !== undefined) {
        const message = `Unknown query parameter “${stray}”: ${request.method} takes its input as JSON in the body.`;
        return sendError(response, 422, INVALID_INPUT, message);
      }
      // Also a target in absolute form is then read as the path it names.
      request.url = `${pathname}${search}`;
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
    // A client that goes away in the middle is no fault of ours.
    response.on('error', ignore);
    route(request, response).catch((error: unknown) => {
      logger.error('A request to the dashboard’s server failed.', error);
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'Hookline failed to answer; its log says why.');
    });
  });
  // Node gives a socket that is upgraded back without a listener, and one reset would then end the process.
  server.on('connection', (socket) => socket.on('error', ignore));
  server.on('upgrade', (request, socket, head) => {
    const refused = refusal(request.headers);
    if (refused !== null) return refuseUpgrade(socket, '403 Forbidden');
    if (readTarget(request.url)?.pathname !== SOCKET_PATH) return refuseUpgrade(socket, '404 Not Found');
    sockets.upgrade(request, socket, head);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, '127.0.0.1', () => {
      server.off('error', reject);
      // Too many open files, say: this one connection is lost, the next may work.
      server.on('error', (error) =>
        logger.error('The dashboard’s server could not take a connection.', error),
      );
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

function ignore(): void {
  // Its owner sees the connection close.
}

/** Where the input of a procedure stands in the query; else it is the body. */
function isReadAsQuery(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
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

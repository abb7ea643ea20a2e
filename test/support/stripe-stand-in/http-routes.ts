// The HTTP side of the stand-in: which handler answers which path, and a record of every request.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';

export interface ApiRequest {
  /** Unix milliseconds. */
  at: number;
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The bearer token, null when there was none. */
  key: string | null;
  body: string;
  /** The body read as a form; Stripe's v1 API takes nothing else. */
  form: URLSearchParams;
}

export interface ApiReply {
  status: number;
  /** A string goes out as it is, anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
}

/** `hang` never answers, `destroy` cuts the connection. */
export type Answer = ApiReply | 'hang' | 'destroy';
export type ApiHandler = (request: ApiRequest) => Answer | Promise<Answer>;

export interface HttpRoutes {
  server: Server;
  /** Everything that was asked, in order of arrival. */
  requests: readonly ApiRequest[];
  /** A later route for the same method and path wins. A RegExp is matched against the path. */
  route(method: string, path: string | RegExp, handler: ApiHandler): void;
}

/** An error body as Stripe writes it. */
export function apiError(
  message: string,
  fields: Record<string, unknown> = {},
): { error: Record<string, unknown> } {
  return { error: { message, type: 'invalid_request_error', ...fields } };
}

export function createHttpRoutes(): HttpRoutes {
  const routes: { method: string; path: string | RegExp; handler: ApiHandler }[] = [];
  const requests: ApiRequest[] = [];

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    requests.push(request);
    const route = routes.findLast(
      ({ method, path }) =>
        method === request.method &&
        (typeof path === 'string' ? path === request.path : path.test(request.path)),
    );
    const reply = route
      ? await route.handler(request)
      : { status: 404, body: apiError(`Unrecognized request URL (${request.method}: ${request.path}).`) };
    if (reply === 'hang') return;
    if (reply === 'destroy') {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    // Stripe's bodies are pretty-printed; the CLI puts them raw, newlines and all, into its error line.
    outgoing.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body, null, 2));
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  return {
    server,
    requests,
    route: (method, path, handler) => {
      routes.push({ method, path, handler });
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    at: Date.now(),
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    key: /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null,
    body,
    form: new URLSearchParams(body),
  };
}

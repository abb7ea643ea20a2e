// A developer's backend: a real HTTP server that answers as it is told and remembers what it got.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  /** In the order sent. */
  headers: [string, string][];
  header(name: string): string | undefined;
  body: Buffer;
  /** Number of the connection it came on, from 1. */
  connection: number;
}

export type Behaviour = (request: SeenRequest, response: ServerResponse, raw: IncomingMessage) => void;

export interface Backend {
  url: string;
  port: number;
  seen: SeenRequest[];
  /** From the next request on. */
  behave(behaviour: Behaviour): void;
  /** Answers every request with this status. */
  answer(status: number, body?: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

/** @param port 0 = any free one; give the port of a closed backend to bring it back */
export async function startBackend(port = 0, host = '127.0.0.1'): Promise<Backend> {
  const seen: SeenRequest[] = [];
  const connections = new Map<Socket, number>();
  let behaviour: Behaviour = (_request, response) => response.end('ok');

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers: [string, string][] = [];
      for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
        headers.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
      }
      const one: SeenRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers,
        header: (name) => headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1],
        body: Buffer.concat(chunks),
        connection: connections.get(request.socket) ?? 0,
      };
      seen.push(one);
      behaviour(one, response, request);
    });
  });
  server.on('connection', (socket) => {
    connections.set(socket, connections.size + 1);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/api/stripe/webhook`,
    port: address.port,
    seen,
    behave(next) {
      behaviour = next;
    },
    answer(status, body = '', headers = {}) {
      behaviour = (_request, response) => {
        response.writeHead(status, headers);
        response.end(body);
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// The yardstick: a reverse proxy of Node's own parts that stores nothing. Streams both bodies, keeps its connections alive.
import { Agent, createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerQuestions } from './child.ts';

export interface ProxyQuestion {
  backendPort: number;
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host', 'date']);

answerQuestions(async ({ backendPort }: ProxyQuestion) => {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const outgoing = send(
      {
        agent,
        host: '127.0.0.1',
        port: backendPort,
        method: request.method,
        path: request.url,
        headers: ['Host', `127.0.0.1:${backendPort}`, 'Connection', 'keep-alive', ...passedOn(request)],
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, passedOn(answer));
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
    request.pipe(outgoing);
  });
  return new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
});

/** Names and values in turn, as Node takes them. */
function passedOn({ rawHeaders }: IncomingMessage): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}

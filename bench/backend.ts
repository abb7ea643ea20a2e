// The developer's backend, in a process of its own: answers at once and remembers which events it was sent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerQuestions } from './child.ts';

export const BACKEND_PATH = '/api/stripe/webhook';

export type BackendQuestion = { ask: 'port' } | { ask: 'take ids' };

const ANSWER = JSON.stringify({ received: true });
let ids: string[] = [];

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const start = Buffer.concat(chunks).toString('latin1', 0, 120);
    ids.push(/"id": ?"([^"]+)"/.exec(start)?.[1] ?? 'none');
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': ANSWER.length,
    });
    response.end(ANSWER);
  });
});

if (process.send !== undefined) {
  const listening = new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    // In a burst the CLI opens thousands of connections at once; a shorter queue would lose events on its own account.
    server.listen(0, '127.0.0.1', 4096, () => resolve((server.address() as AddressInfo).port));
  });
  answerQuestions(async ({ ask }: BackendQuestion) => {
    if (ask === 'port') return listening;
    const taken = ids;
    ids = [];
    return taken;
  });
}

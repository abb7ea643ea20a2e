// One attempt over HTTP: sends exact bytes, follows no redirect, records everything that happened and how long it took.
import type { HeaderList } from '#shared/contract/events.ts';
import { areWritable } from '../network/whole-message.ts';
import { createConnections } from './connections.ts';
import type { Outgoing, SendRequest, SendResult } from './exchange.ts';
import { createNodeExchange } from './node-exchange.ts';
import { exchangePlainly } from './plain-exchange.ts';

export interface Sender {
  send(request: SendRequest): Promise<SendResult>;
  dispose(): void;
}

export function createSender(): Sender {
  const connections = createConnections();
  const node = createNodeExchange();
  /** Origins that were seen to answer otherwise than in one plain piece. */
  const elaborate = new Set<string>();

  async function sendOnce(outgoing: Outgoing): Promise<SendResult> {
    const { target, allowSelfSigned } = outgoing;
    const origin = `${target.origin} ${allowSelfSigned}`;
    if (elaborate.has(origin) || !areWritable(outgoing.requestHeaders)) return await node.send(outgoing);
    return await exchangePlainly(outgoing, connections, (heard, begun) => {
      elaborate.add(origin);
      return node.hear(outgoing, heard, begun);
    });
  }

  return {
    async send(request) {
      const outgoing = prepare(request);
      const first = await sendOnce(outgoing);
      // A kept-alive connection that the backend closed just as we used it says nothing about the backend: try a new one.
      const closedWhileIdle = first.errorClass === 'reset' && first.reusedConnection && first.status === null;
      return closedWhileIdle ? await sendOnce(outgoing) : first;
    },
    dispose() {
      connections.dispose();
      node.dispose();
    },
  };
}

function prepare(request: SendRequest): Outgoing {
  const target = new URL(request.url);
  const { headers, body } = request;
  const given = (wanted: string): boolean => headers.some(([name]) => name.toLowerCase() === wanted);
  const requestHeaders: HeaderList = [];
  if (!given('host')) requestHeaders.push(['Host', target.host]);
  if (target.username !== '' && !given('authorization')) {
    const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
    requestHeaders.push(['Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`]);
  }
  requestHeaders.push(...headers, ['Content-Length', String(body.byteLength)], ['Connection', 'keep-alive']);
  return { ...request, target, requestHeaders };
}

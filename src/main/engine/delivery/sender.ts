// One attempt over HTTP: sends exact bytes, follows no redirect, records everything that happened and how long it took.
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { AttemptTimings } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';
import { localLookup } from './local-lookup.ts';
import { classifySendError } from './send-error.ts';

export const MAX_KEPT_RESPONSE_BYTES = 1024 * 1024;

export interface SendRequest {
  url: string;
  /** All headers but Content-Length and the connection's own, which are set here. Host is set here unless it is among them. */
  headers: HeaderList;
  body: Buffer;
  /** null = wait as long as it takes. */
  timeoutMs: number | null;
  /** Take an https endpoint's certificate unseen. */
  allowSelfSigned: boolean;
  /** Aborting ends the attempt without a result: send() rejects with the signal's reason. */
  signal: AbortSignal;
}

export interface SendResult {
  requestHeaders: HeaderList;
  reusedConnection: boolean;
  status: number | null;
  responseHeaders: HeaderList;
  responseBody: Buffer;
  responseSizeBytes: number;
  responseTruncated: boolean;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  timings: AttemptTimings;
}

export interface Sender {
  send(request: SendRequest): Promise<SendResult>;
  dispose(): void;
}

class TimeoutError extends Error {
  readonly code = 'HOOKLINE_TIMEOUT';
}

export function createSender(): Sender {
  // As many connections as there are events under way: the CLI forwards without a limit as well.
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: 64 }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: 64 }),
    unverified: new HttpsAgent({ keepAlive: true, maxFreeSockets: 64, rejectUnauthorized: false }),
  };

  return {
    async send(request) {
      const first = await sendOnce(request, agents);
      // A kept-alive connection that the backend closed just as we used it says nothing about the backend: try a new one.
      const closedWhileIdle = first.errorClass === 'reset' && first.reusedConnection && first.status === null;
      return closedWhileIdle ? await sendOnce(request, agents) : first;
    },
    dispose() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

type Agents = { 'http:': HttpAgent; 'https:': HttpsAgent; unverified: HttpsAgent };

function sendOnce(
  { url, headers, body, timeoutMs, allowSelfSigned, signal }: SendRequest,
  agents: Agents,
): Promise<SendResult> {
  const target = new URL(url);
  const secure = target.protocol === 'https:';
  const hostGiven = headers.some(([name]) => name.toLowerCase() === 'host');
  const requestHeaders: HeaderList = [
    ...(hostGiven ? [] : [['Host', target.host] satisfies HeaderList[number]]),
    ...headers,
    ['Content-Length', String(body.byteLength)],
    ['Connection', 'keep-alive'],
  ];
  const startedAt = performance.now();
  const elapsed = (): number => Math.round((performance.now() - startedAt) * 1000) / 1000;
  const timings: AttemptTimings = {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    firstByteMs: null,
    totalMs: null,
  };

  return new Promise((resolve, reject) => {
    let response: IncomingMessage | null = null;
    const kept: Buffer[] = [];
    let keptBytes = 0;
    let sizeBytes = 0;
    let settled = false;

    const options = {
      method: 'POST',
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port || (secure ? 443 : 80),
      path: target.pathname + target.search,
      auth:
        target.username === ''
          ? undefined
          : `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`,
      headers: requestHeaders.flat(),
      setHost: false,
      lookup: localLookup,
      signal,
    };
    const outgoing: ClientRequest = secure
      ? httpsRequest({ ...options, agent: allowSelfSigned ? agents.unverified : agents['https:'] })
      : httpRequest({ ...options, agent: agents['http:'] });
    const timer =
      timeoutMs === null
        ? null
        : setTimeout(() => {
            const error = new TimeoutError(`No complete answer within ${timeoutMs / 1000} s.`);
            // Before the answer the request reports the error, afterwards only the response does.
            (response ?? outgoing).destroy(error);
          }, timeoutMs);

    function finish(error: Error | null): void {
      if (settled) return;
      settled = true;
      if (timer !== null) clearTimeout(timer);
      if (signal.aborted) {
        reject(signal.reason instanceof Error ? signal.reason : new Error('The attempt was called off.'));
        return;
      }
      timings.totalMs = elapsed();
      const problem = error === null ? null : classifySendError(error);
      resolve({
        requestHeaders,
        reusedConnection: outgoing.reusedSocket,
        status: response?.statusCode ?? null,
        responseHeaders: response === null ? [] : pairs(response.rawHeaders),
        responseBody: Buffer.concat(kept, keptBytes),
        responseSizeBytes: sizeBytes,
        responseTruncated: sizeBytes > keptBytes,
        errorClass: problem?.errorClass ?? null,
        errorMessage: problem?.message ?? null,
        timings,
      });
    }

    outgoing.on('socket', (socket: Socket) => {
      if (!socket.connecting) return;
      socket.once('lookup', () => (timings.dnsMs = elapsed()));
      socket.once('connect', () => (timings.connectMs = elapsed()));
      socket.once('secureConnect', () => (timings.tlsMs = elapsed()));
    });
    outgoing.on('response', (incoming) => {
      response = incoming;
      timings.firstByteMs = elapsed();
      incoming.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.byteLength;
        const room = MAX_KEPT_RESPONSE_BYTES - keptBytes;
        if (room <= 0) return;
        const part = chunk.byteLength > room ? chunk.subarray(0, room) : chunk;
        kept.push(part);
        keptBytes += part.byteLength;
      });
      incoming.on('end', () => finish(null));
      incoming.on('error', finish);
      incoming.on('close', () => finish(new Error('The answer broke off before its end.')));
    });
    outgoing.on('error', finish);
    outgoing.on('close', () => {
      if (response === null) finish(new Error('The connection was closed without an answer.'));
    });
    outgoing.end(body);
  });
}

function pairs(raw: readonly string[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return list;
}

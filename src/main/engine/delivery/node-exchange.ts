// The thorough way to send: Node's HTTP client, which knows every kind of answer.
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { HeaderList } from '#shared/contract/events.ts';
import { ownBytes } from '../store/own-bytes.ts';
import { startAttemptClock, TimeoutError } from './attempt-clock.ts';
import { MAX_KEPT_RESPONSE_BYTES, type Begun, type Outgoing, type SendResult } from './exchange.ts';
import { localLookup } from '../network/local-lookup.ts';
import { classifySendError } from './send-error.ts';

export interface NodeExchange {
  /** Rejects with the signal's reason when called off; every other end is a result. */
  send(outgoing: Outgoing): Promise<SendResult>;
  /** The answer to a request that is out already. */
  hear(outgoing: Outgoing, heard: Duplex, begun: Begun): Promise<SendResult>;
  dispose(): void;
}

export function createNodeExchange(): NodeExchange {
  // As many connections as there are events under way: the CLI forwards without a limit as well.
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: 64 }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: 64 }),
    unverified: new HttpsAgent({ keepAlive: true, maxFreeSockets: 64, rejectUnauthorized: false }),
  };

  return {
    send: (outgoing) =>
      exchange(outgoing, null, () => {
        const { target, requestHeaders, body, allowSelfSigned, signal } = outgoing;
        const secure = target.protocol === 'https:';
        const options = {
          method: 'POST',
          host: target.hostname.replace(/^\[|\]$/g, ''),
          port: target.port || (secure ? 443 : 80),
          path: target.pathname + target.search,
          headers: requestHeaders.flat(),
          setHost: false,
          lookup: localLookup,
          signal,
        };
        const request = secure
          ? httpsRequest({ ...options, agent: allowSelfSigned ? agents.unverified : agents['https:'] })
          : httpRequest({ ...options, agent: agents['http:'] });
        request.end(body);
        return request;
      }),
    hear: (outgoing, heard, begun) =>
      exchange(outgoing, begun, () => {
        // Not to be sent, as all of it was: it only makes the client expect the answer to a POST.
        const request = httpRequest({
          method: 'POST',
          headers: { 'content-length': 0 },
          createConnection: () => heard,
          signal: outgoing.signal,
        });
        request.end();
        return request;
      }),
    dispose() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function exchange(
  { requestHeaders, timeoutMs, signal }: Outgoing,
  begun: Begun | null,
  start: () => ClientRequest,
): Promise<SendResult> {
  const clock = begun?.clock ?? startAttemptClock();
  const { timings, elapsed } = clock;

  return new Promise((resolve, reject) => {
    let response: IncomingMessage | null = null;
    const kept: Buffer[] = [];
    let keptBytes = 0;
    let sizeBytes = 0;
    let settled = false;

    const outgoing = start();
    const timer =
      timeoutMs === null
        ? null
        : setTimeout(
            () => {
              // Before the answer the request reports the error, afterwards only the response does.
              (response ?? outgoing).destroy(new TimeoutError(timeoutMs));
            },
            Math.max(1, timeoutMs - elapsed()),
          );

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
        reusedConnection: begun?.reused ?? outgoing.reusedSocket,
        status: response?.statusCode ?? null,
        responseHeaders: response === null ? [] : pairs(response.rawHeaders),
        responseBody: ownBytes(Buffer.concat(kept, keptBytes)),
        responseSizeBytes: sizeBytes,
        responseTruncated: sizeBytes > keptBytes,
        errorClass: problem?.errorClass ?? null,
        errorMessage: problem?.message ?? null,
        timings,
      });
    }

    if (begun === null) outgoing.on('socket', (socket) => clock.watch(socket));
    outgoing.on('response', (incoming) => {
      response = incoming;
      timings.firstByteMs ??= elapsed();
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
  });
}

function pairs(raw: readonly string[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return list;
}

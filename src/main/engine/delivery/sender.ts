// One attempt over HTTP: one request with exact bytes, no redirect followed, and a result for whatever happens.
import type { HeaderList } from '#shared/contract/events.ts';
import { basicAuthorization, headersProblem } from '#shared/domain/request-rules.ts';
import { startAttemptClock } from './attempt-clock.ts';
import { createConnections } from './connections.ts';
import { withoutResponse, type Outgoing, type SendRequest, type SendResult } from './exchange.ts';
import { classifySendError, InvalidRequestError } from './send-error.ts';
import { exchangeOnWire } from './wire-exchange.ts';

export interface Sender {
  /**
   * Sends one request, once. Rejects only with the reason of an aborted signal: every other outcome, exceptions included, is a
   * result, so that the attempt can be recorded.
   */
  send(request: SendRequest): Promise<SendResult>;
  dispose(): void;
}

export function createSender(): Sender {
  const connections = createConnections();
  return {
    async send(request) {
      request.signal.throwIfAborted();
      const clock = startAttemptClock();
      let outgoing: Outgoing | null = null;
      try {
        outgoing = prepare(request);
        return await exchangeOnWire(outgoing, connections, clock);
      } catch (error) {
        request.signal.throwIfAborted();
        // Nothing below rejects once the request is on its way: what is thrown was thrown before.
        const { errorClass, message } = classifySendError(asInvalidRequest(error));
        clock.timings.totalMs = clock.elapsed();
        const headers = outgoing?.requestHeaders ?? request.headers;
        return withoutResponse(headers, errorClass, message, clock.timings);
      }
    },
    dispose: () => connections.dispose(),
  };
}

function asInvalidRequest(error: unknown): InvalidRequestError {
  if (error instanceof InvalidRequestError) return error;
  return new InvalidRequestError(
    `The request could not be sent: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** @throws InvalidRequestError when it cannot be written as HTTP */
function prepare(request: SendRequest): Outgoing {
  const { headers, body } = request;
  const target = URL.parse(request.url);
  if (target === null || !['http:', 'https:'].includes(target.protocol) || target.hostname === '')
    throw new InvalidRequestError(`“${request.url}” is not an http or https address.`);
  const problem = headersProblem(headers);
  if (problem !== null) throw new InvalidRequestError(problem);
  const given = (wanted: string): boolean => headers.some(([name]) => name.toLowerCase() === wanted);
  const requestHeaders: HeaderList = [];
  if (!given('host')) requestHeaders.push(['Host', target.host]);
  const authorization = basicAuthorization(target);
  if (authorization !== null && !given('authorization'))
    requestHeaders.push(['Authorization', authorization]);
  requestHeaders.push(...headers, ['Content-Length', String(body.byteLength)], ['Connection', 'keep-alive']);
  return { ...request, target, requestHeaders };
}

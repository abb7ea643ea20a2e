// The HTTP endpoint webhooks arrive at. Reads, bounds and answers requests; what they mean is decided in intake.ts.
//
// Threat model: anything on this machine, and any web page in its browser, can send requests here. They are harmless by being
// checked for Stripe's signature before they are delivered; sizes and times are bounded so that they cannot exhaust us either,
// and what web pages send is turned away at the door (door.ts).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HeaderList } from '#shared/contract/events.ts';
import type { DeliveryOutcome } from '../delivery/delivery.ts';
import type { Clock, Logger } from '../ports.ts';
import { isTemporary, kindOf } from '../store/store-error.ts';
import type { Door } from './door.ts';
import type { IncomingRequest, Intake, IntakeResult } from './intake.ts';
import { describeRejection, TOO_LARGE } from './rejection.ts';
import { servePlainRequests } from '../network/http/plain-requests.ts';
import { sendableReply, type Reply } from '../network/http/reply.ts';
import { KEEP_ALIVE_MS, MAX_BODY_BYTES } from './reply.ts';

/** Where the CLI is told to forward to. Tells its requests from those other programs send here directly. */
export const CLI_PATH = '/stripe-listen';

/** Where made-up events are sent, so that they are marked for what they are. */
export const SYNTHETIC_PATH = '/hookline-synthetic';

const SOURCES: Readonly<Record<string, IncomingRequest['source']>> = {
  [CLI_PATH]: 'cli',
  [SYNTHETIC_PATH]: 'synthetic',
};

/** The CLI gives up after 30 s; answering before that keeps the delivery to the backend going. */
export const ANSWER_WITHIN_MS = 25_000;

export interface ReceiverDeps {
  port: number;
  clock: Clock;
  logger: Logger;
  /** Asked before a body is read. */
  door: Door;
  intake: Intake;
  /** Delivers an accepted event to its endpoints; resolves with what to tell the sender. */
  deliver: (event: Extract<IntakeResult, { accepted: true }>) => Promise<DeliveryOutcome>;
  /** Why events of the CLI's cannot be taken now, in a sentence; null = they can. */
  refusal?: () => string | null;
  /** Whether the backend's real answer may go to the CLI. */
  shareResponse: () => boolean;
  limits?: Partial<ReceiverLimits>;
}

export interface ReceiverLimits {
  /** A sender that has not finished its headers by then is cut off. */
  headersTimeoutMs: number;
  /** A sender that has not finished its body by then is cut off. */
  requestTimeoutMs: number;
  answerWithinMs: number;
}

const DEFAULT_LIMITS: ReceiverLimits = {
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
  answerWithinMs: ANSWER_WITHIN_MS,
};

export interface Receiver {
  url: string;
  port: number;
  /** Refuses new requests at once; resolves when the open connections are closed. */
  dispose(): Promise<void>;
}

/** Binds 127.0.0.1 only. Rejects with the system's error when the port cannot be had. */
export async function startReceiver(deps: ReceiverDeps): Promise<Receiver> {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const take = async (about: About, body: Buffer): Promise<Reply> => {
    try {
      return await takeRequest(about, body, deps, limits);
    } catch (error) {
      deps.logger.error('A request could not be stored.', error);
      // 507 and 503: nothing is wrong with the request, it can be sent again later.
      const status = kindOf(error) === 'full' ? 507 : isTemporary(error) ? 503 : 500;
      return words(status, {
        hookline: 'not stored',
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  };
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => {
      handle(request, response, deps, take).catch((error: unknown) => {
        deps.logger.error('A request could not be answered.', error);
        response.destroy();
      });
    },
  );
  const plain = servePlainRequests(server, {
    async take({ path, headers, body }) {
      const refusal = deps.door.refuse(headers);
      if (refusal !== null) return words(refusal.status, refusal.body);
      return await take(aboutOf(deps.clock.now(), path, headers), body);
    },
    maxBodyBytes: MAX_BODY_BYTES,
    keepAliveMs: KEEP_ALIVE_MS,
  });
  await listen(server, deps.port);
  // A connection that could not be accepted, for want of file descriptors, say.
  server.on('error', (error) => deps.logger.error('The receiver could not accept a connection.', error));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        plain.closeAll();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The CLI opens a connection for each event of a burst at once; with the usual 511 the system would turn some away.
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

type About = Omit<IncomingRequest, 'body'>;

function aboutOf(receivedAt: number, path: string, headers: HeaderList): About {
  const source = SOURCES[path.split('?', 1)[0] ?? ''] ?? 'direct';
  return { receivedAt, source, method: 'POST', path, headers };
}

/** A request as Node's parser gives it: all those that do not come in one plain piece. */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  deps: ReceiverDeps,
  take: (about: About, body: Buffer) => Promise<Reply>,
): Promise<void> {
  const receivedAt = deps.clock.now();
  const headers = headerList(request);
  const refusal = deps.door.refuse(headers);
  if (refusal !== null) {
    // The body is not read; the connection cannot be used again.
    response.setHeader('connection', 'close');
    answer(response, words(refusal.status, refusal.body));
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    request.resume();
    answer(
      response,
      words(405, {
        hookline: 'not accepted',
        reason: 'This is Hookline’s receiver: it takes webhooks by POST. The dashboard is on another port.',
      }),
    );
    return;
  }
  const about = aboutOf(receivedAt, request.url ?? '/', headers);
  const read = await readBody(request);
  if (read.kind === 'aborted') return;
  if (read.kind === 'too_large') {
    await deps.intake.noteTooLarge(about, read.sizeBytes);
    // The rest of the body is not read; the connection cannot be used again.
    response.setHeader('connection', 'close');
    answer(response, words(413, { hookline: 'rejected', reason: TOO_LARGE }));
    return;
  }
  answer(response, await take(about, read.body));
}

/** Stores a request, has it delivered and says how that went. */
async function takeRequest(
  about: About,
  body: Buffer,
  deps: ReceiverDeps,
  limits: ReceiverLimits,
): Promise<Reply> {
  const refusal = about.source === 'cli' ? (deps.refusal?.() ?? null) : null;
  if (refusal !== null) return words(503, { hookline: 'not stored', reason: refusal });
  const result = await deps.intake.take({ ...about, body });
  if (!result.accepted) {
    return words(400, {
      hookline: 'rejected',
      reason: describeRejection(result.reason, result.signature, about.headers),
      signature: result.signature.problem ?? undefined,
    });
  }
  const outcome = await withDeadline(deps.deliver(result), limits.answerWithinMs);
  if (outcome === null)
    return words(202, { hookline: 'stored, the backend is still working', event: result.id });
  const { status, contentType } = outcome;
  if (outcome.body !== null && deps.shareResponse()) return { status, contentType, body: outcome.body };
  return words(status, { hookline: 'forwarded', event: result.id, status });
}

function words(status: number, body: Record<string, unknown>): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

type ReadBody =
  | { kind: 'whole'; body: Buffer }
  | { kind: 'too_large'; sizeBytes: number }
  | { kind: 'aborted' };

function readBody(request: IncomingMessage): Promise<ReadBody> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > MAX_BODY_BYTES) return Promise.resolve({ kind: 'too_large', sizeBytes: announced });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_BODY_BYTES) {
        request.pause();
        resolve({ kind: 'too_large', sizeBytes });
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve({ kind: 'whole', body: Buffer.concat(chunks, sizeBytes) }));
    // The sender went away or was cut off for being slow: there is nobody to answer and nothing whole to keep.
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}

/** Resolves with null when the deadline passes first; the promise goes on, its owner has recorded the outcome by then. */
function withDeadline<T>(promise: Promise<T>, withinMs: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), withinMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function headerList(request: IncomingMessage): HeaderList {
  const list: HeaderList = [];
  const raw = request.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return list;
}

function answer(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const { status, contentType, body } = sendableReply(reply);
  response.statusCode = status;
  if (contentType !== null) response.setHeader('content-type', contentType);
  response.end(body ?? undefined);
}

// Stands between the CLI and Stripe's API for one trigger, to learn which calls it makes: the CLI prints neither request nor object ids.
// Each call is passed on as it came, and its answer as it was given.
import { createServer, request as requestHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';

export interface RelayedCall {
  method: string;
  path: string;
  /** As it was sent, a form. */
  sent: string;
  status: number;
  requestId: string | null;
  /** The answer as text. */
  body: string;
}

export interface CallRelay {
  /** `http://127.0.0.1:PORT`, for the CLI's `--api-base`. */
  url: string;
  /** Why Stripe could not be asked, in the system's words. */
  unreachable(): string | null;
  close(): Promise<void>;
}

export interface CallRelayDeps {
  /** Stripe's API, or its stand-in. */
  upstream: string;
  env: NodeJS.ProcessEnv;
  /** Before the CLI has the answer. */
  onCall: (call: RelayedCall) => void;
}

const CHECK_MS = 3_000;
const CALL_MS = 60_000;
/** An answer that no recipe gets. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Ways to the network that the CLI knows and Node does not go by itself. */
const DETOURS = [
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
  'STRIPE_CLI_UNIX_SOCKET',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** @returns null when the CLI had better go its own way: by a proxy, or where Node cannot reach Stripe */
export async function startCallRelay({ upstream, env, onCall }: CallRelayDeps): Promise<CallRelay | null> {
  const target = new URL(upstream);
  const isSecure = target.protocol === 'https:';
  if (isSecure && DETOURS.some((name) => (env[name] ?? '') !== '')) return null;
  if (isSecure && !(await canReach(target.hostname, Number(target.port || 443)))) return null;
  let unreachable: string | null = null;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await wholeOf(incoming);
    const { host: _, connection: __, ...headers } = incoming.headers;
    const answer = await ask(new URL(incoming.url ?? '/', target), incoming.method ?? 'GET', headers, sent);
    const requestId = answer.headers['request-id'];
    onCall({
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      sent: sent.toString('utf8'),
      status: answer.status,
      requestId: typeof requestId === 'string' ? requestId : null,
      body: answer.body.toString('utf8'),
    });
    const { connection: ___, 'transfer-encoding': ____, ...rest } = answer.headers;
    outgoing.writeHead(answer.status, {
      ...rest,
      'content-length': String(answer.body.length),
      connection: 'close',
    });
    outgoing.end(answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((error: unknown) => {
      // To the CLI the network has failed, as it has.
      unreachable = error instanceof Error ? error.message : String(error);
      incoming.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A connection that could not be taken: the CLI sees the network fail.
  server.on('error', (error) => (unreachable = error.message));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    unreachable: () => unreachable,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function ask(url: URL, method: string, headers: IncomingMessage['headers'], body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    // One connection a call: what is left open would hold up the end.
    const call = start(url, { method, headers, agent: false, timeout: CALL_MS }, (response) => {
      wholeOf(response).then(
        (whole) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: whole }),
        reject,
      );
    });
    call.once('timeout', () => call.destroy(new Error(`no answer within ${CALL_MS / 1_000} s`)));
    call.once('error', reject);
    call.end(body);
  });
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) throw new Error('the message is too large');
  }
  return Buffer.concat(chunks);
}

function canReach(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: host, timeout: CHECK_MS });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('secureConnect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

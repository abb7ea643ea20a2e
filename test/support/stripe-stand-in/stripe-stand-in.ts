// A loopback stand-in for Stripe, spoken to by the real Stripe CLI: sessions, the WebSocket and signed events.
// Protocol as observed with CLI 1.43 to 1.52. Only the far side of the network is made up; the CLI is the real one.
import type { AddressInfo } from 'node:net';
import { archiveEvents } from './event-archive.ts';
import { createHttpRoutes } from './http-routes.ts';
import type { Answer, ApiHandler, ApiRequest } from './http-routes.ts';
import { createSentEvents } from './sent-events.ts';
import type { EventAck, SendOptions, SentEvent, WebhookResponse } from './sent-events.ts';
import { createSessionDesk } from './session.ts';
import type { SessionSettings } from './session.ts';
import { createSocketDesk } from './socket.ts';
import type { Connection, Refusal } from './socket.ts';

export interface StripeStandIn {
  /** `http://127.0.0.1:PORT`, for the CLI's `--api-base`. */
  url: string;
  port: number;
  /** Secret, account and versions of sessions to come; assign to change them. */
  settings: SessionSettings;
  /** Every HTTP request, oldest first. */
  requests: readonly ApiRequest[];
  /** Requests for a session, refused ones too. */
  sessionRequests: readonly ApiRequest[];
  /** The Websocket-Id of every upgrade asked for, refused ones too. */
  upgradeIds: readonly string[];
  acks: readonly EventAck[];
  responses: readonly WebhookResponse[];
  connections(): Connection[];

  /** Sends an event to every open connection, signed with its session's secret; text goes out verbatim. */
  sendEvent(event: string | object, options?: SendOptions): Promise<SentEvent>;
  /** Any frame to every connection. */
  sendRaw(text: string): void;
  /** A connection that is open now or opens later. */
  waitForConnection(timeoutMs?: number): Promise<Connection>;
  /** The next connection opened from now on. */
  waitForNewConnection(timeoutMs?: number): Promise<Connection>;
  onConnection(listener: (connection: Connection) => void): void;

  /** Answers the next session requests so instead of normally; see `sessionAnswers`. */
  answerNextSessions(answer: Answer, times?: number): void;
  /** Answers every session request so, until null. */
  answerAllSessions(answer: Answer | null): void;
  refuseUpgrades(how: Refusal): void;
  /** The next upgrades meet "Unknown WebSocket ID.", as when a session has expired. */
  expireNextUpgrades(times?: number): void;
  answerPings(yes: boolean): void;
  dropSockets(): void;
  closeSockets(code?: number): void;
  /** Adds an API route; a later one wins over an earlier one. */
  route(method: string, path: string | RegExp, handler: ApiHandler): void;

  close(): Promise<void>;
}

export interface StandInOptions extends Partial<SessionSettings> {
  /** 0 = any free port. */
  port?: number;
}

export async function createStripeStandIn(options: StandInOptions = {}): Promise<StripeStandIn> {
  const { port: wantedPort = 0, ...given } = options;
  const settings: SessionSettings = {
    accountId: 'acct_1StandIn0000001',
    secret: 'whsec_5f0c1d2e3a4b59687786a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
    defaultVersion: '2026-10-28.endive',
    reconnectDelay: 3600,
    ...given,
  };
  const routes = createHttpRoutes();
  await new Promise<void>((resolve, reject) => {
    routes.server.once('error', reject);
    routes.server.listen(wantedPort, '127.0.0.1', resolve);
  });
  const { port } = routes.server.address() as AddressInfo;

  const sessions = createSessionDesk(settings, () => `ws://127.0.0.1:${port}`);
  const events = createSentEvents(() => sockets.connections());
  const sockets = createSocketDesk({
    server: routes.server,
    findSession: sessions.find,
    onFrame: events.take,
  });
  routes.route('POST', '/v1/stripecli/sessions', sessions.handle);
  archiveEvents(routes);

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    settings,
    requests: routes.requests,
    sessionRequests: sessions.requests,
    upgradeIds: sockets.upgradeIds,
    acks: events.acks,
    responses: events.responses,
    connections: sockets.connections,
    sendEvent: events.send,
    sendRaw: (text) => {
      for (const { socket } of sockets.connections()) socket.send(text);
    },
    waitForConnection: sockets.waitForConnection,
    waitForNewConnection: sockets.waitForNewConnection,
    onConnection: sockets.onConnection,
    answerNextSessions: sessions.answerNext,
    answerAllSessions: sessions.answerAll,
    refuseUpgrades: sockets.refuse,
    expireNextUpgrades: sockets.expireNext,
    answerPings: sockets.answerPings,
    dropSockets: sockets.drop,
    closeSockets: sockets.closeAll,
    route: routes.route,
    close: async () => {
      sockets.dispose();
      routes.server.closeAllConnections();
      await new Promise<void>((resolve) => {
        routes.server.close(() => resolve());
      });
    },
  };
}

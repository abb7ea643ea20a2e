// POST /v1/stripecli/sessions: hands out session ids and secrets, or fails as it was told to.
import type { Answer, ApiRequest } from './http-routes.ts';
import { apiError } from './http-routes.ts';

export interface Session {
  id: string;
  /** The secret events on this session's socket are signed with. */
  secret: string;
  request: ApiRequest;
}

export interface SessionDesk {
  handle(request: ApiRequest): Answer;
  find(id: string): Session | undefined;
  /** Every request, refused ones too. */
  requests: readonly ApiRequest[];
  /** Answers the next `times` session requests so instead of normally. */
  answerNext(answer: Answer, times?: number): void;
  /** Answers every session request so until called with null; comes after answerNext. */
  answerAll(answer: Answer | null): void;
  settings: SessionSettings;
}

export interface SessionSettings {
  accountId: string;
  secret: string;
  /** The API version of the Ready line; empty = the line names none. */
  defaultVersion: string;
  /** Seconds after which the CLI resets its connection by itself. */
  reconnectDelay: number;
}

/** Answers the CLI is known to meet. Texts: Stripe's own where known. */
export const sessionAnswers = {
  invalidKey: {
    status: 401,
    body: apiError('Invalid API Key provided: sk_test_************cdef'),
  },
  expiredKey: {
    status: 401,
    body: apiError('Expired API Key provided: rk_test_*********************cdef', {
      code: 'api_key_expired',
    }),
  },
  missingPermission: {
    status: 403,
    body: apiError(
      "The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'.",
      { code: 'more_permissions_required' },
    ),
  },
  tooManySessions: {
    status: 429,
    body: apiError('Too many sessions', { code: 'rate_limit' }),
  },
  outage: { status: 500, body: apiError('An unknown error occurred', { type: 'api_error' }) },
  /** Accepted by the CLI, which then dials an empty URL for ever and says nothing. */
  emptyObject: { status: 200, body: {} },
} satisfies Record<string, Answer>;

export function createSessionDesk(settings: SessionSettings, socketUrl: () => string): SessionDesk {
  const sessions = new Map<string, Session>();
  const requests: ApiRequest[] = [];
  const queue: Answer[] = [];
  let standing: Answer | null = null;

  return {
    settings,
    requests,
    find: (id) => sessions.get(id),
    answerNext: (answer, times = 1) => {
      for (let i = 0; i < times; i += 1) queue.push(answer);
    },
    answerAll: (answer) => {
      standing = answer;
    },
    handle: (request) => {
      requests.push(request);
      const scripted = queue.shift() ?? standing;
      if (scripted !== null) return scripted;
      const id = `wsid_${sessions.size + 1}`;
      sessions.set(id, { id, secret: settings.secret, request });
      const features = request.form.getAll('websocket_features[]');
      return {
        status: 200,
        body: {
          websocket_url: `${socketUrl()}/subscribe/${settings.accountId}`,
          websocket_id: id,
          websocket_authorized_feature: features.includes('webhooks')
            ? 'webhooks'
            : (features[0] ?? 'webhooks'),
          reconnect_delay: settings.reconnectDelay,
          secret: settings.secret,
          default_version: settings.defaultVersion,
          latest_version: '2026-10-28.endive',
          device_token: 'device_token_1',
          display_connect_filter_warning: false,
        },
      };
    },
  };
}

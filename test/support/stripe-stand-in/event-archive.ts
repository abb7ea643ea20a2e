// What Stripe keeps of events: GET /v1/events with its filters and pages, one event by id, connected accounts, and their limits.
import { apiError } from './http-routes.ts';
import type { Answer, ApiHandler, ApiRequest, HttpRoutes } from './http-routes.ts';

export interface EventArchive {
  /** Keeps an event, text as it is. @param account whose list it stands in; null = the own one */
  keep(event: string | object, account?: string | null): void;
  keepThin(event: string | object): void;
  forget(id: string): void;
  /** Requests for events, refused ones too. */
  requests(): ApiRequest[];
  /** Answers the next requests for events with "too many requests". */
  limitNext(times: number, retryAfterSeconds?: number): void;
  /** Answers all requests of this account so, until null. @param account null = the own one */
  answerAll(answer: Answer | null, account?: string | null): void;
  /** Connected accounts that can be listed; null = the key may not. */
  accounts: string[] | null;
  /** false = thin events may not be listed. */
  thin: boolean;
}

interface Kept {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  pendingWebhooks: number;
  text: string;
}

export interface ArchiveOptions {
  /** Stripe's clock, Unix milliseconds: the `Date` of every response; what is older than 30 days is gone. */
  now?: () => number;
  /** Whether a connected account's own list names the account in its events. */
  namesAccount?: boolean;
  /** At most so many events in one page, whatever is asked for. */
  pageSize?: number;
}

const RETENTION_SECONDS = 30 * 86_400;

/** Takes the place of an earlier archive. A stand-in begins with an empty one. */
export function archiveEvents(
  stripe: Pick<HttpRoutes, 'route'>,
  { now = Date.now, namesAccount = false, pageSize = 100 }: ArchiveOptions = {},
): EventArchive {
  const kept = new Map<string, Kept[]>();
  const thinEvents: string[] = [];
  const requests: ApiRequest[] = [];
  const refusals: Answer[] = [];
  const standing = new Map<string, Answer>();

  const archive: EventArchive = {
    accounts: [],
    thin: true,
    keep(event, account = null) {
      const text = typeof event === 'string' ? event : JSON.stringify(event, null, 2);
      const {
        id,
        type,
        created,
        pending_webhooks: pending,
      } = JSON.parse(text) as {
        id: string;
        type: string;
        created: number;
        pending_webhooks?: number;
      };
      const own = account === null || namesAccount ? text : text.replace(/\n {2}"account": "[^"]*",/, '');
      const list = kept.get(account ?? '') ?? [];
      list.push({ id, type, created, pendingWebhooks: pending ?? 0, text: own });
      // Newest first; of one second the later kept is the newer.
      list.sort((a, b) => b.created - a.created || list.indexOf(b) - list.indexOf(a));
      kept.set(account ?? '', list);
    },
    keepThin(event) {
      thinEvents.unshift(typeof event === 'string' ? event : JSON.stringify(event, null, 2));
    },
    forget(id) {
      for (const [account, list] of kept)
        kept.set(
          account,
          list.filter((one) => one.id !== id),
        );
    },
    requests: () => [...requests],
    limitNext(times, retryAfterSeconds) {
      const body = apiError('Request rate limit exceeded.', { code: 'rate_limit' });
      const headers: Record<string, string> =
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      for (let index = 0; index < times; index += 1) refusals.push({ status: 429, body, headers });
    },
    answerAll(answer, account = null) {
      if (answer === null) standing.delete(account ?? '');
      else standing.set(account ?? '', answer);
    },
  };

  /** Every response of Stripe's carries its time. */
  const route = (path: string | RegExp, handler: (request: ApiRequest) => Answer): void => {
    const dated: ApiHandler = (request) => {
      const answer = handler(request);
      if (typeof answer === 'string') return answer;
      return { ...answer, headers: { date: new Date(now()).toUTCString(), ...answer.headers } };
    };
    stripe.route('GET', path, dated);
  };

  function ofAccount(request: ApiRequest): Kept[] {
    const oldest = now() / 1_000 - RETENTION_SECONDS;
    return (kept.get(accountOf(request)) ?? []).filter(({ created }) => created >= oldest);
  }

  function refusal(request: ApiRequest): Answer | null {
    requests.push(request);
    return refusals.shift() ?? standing.get(accountOf(request)) ?? null;
  }

  route('/v1/events', (request) => {
    const refused = refusal(request);
    if (refused !== null) return refused;
    const { query } = request;
    const limit = Number(query.get('limit') ?? 10);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      return { status: 400, body: apiError(`Invalid integer: ${query.get('limit')}`, { param: 'limit' }) };
    const all = ofAccount(request);
    const found = all.filter((event) => fits(event, query));
    const after = query.get('starting_after');
    const place = after === null ? -1 : all.findIndex(({ id }) => id === after);
    if (after !== null && place === -1)
      return { status: 400, body: apiError(`No such event: '${after}'`, { code: 'resource_missing' }) };
    const rest = found.filter((event) => all.indexOf(event) > place);
    const page = rest.slice(0, Math.min(limit, pageSize));
    return {
      status: 200,
      body: listText(
        page.map(({ text }) => text),
        rest.length > page.length,
      ),
    };
  });

  route(/^\/v1\/events\/[^/]+$/, (request) => {
    const refused = refusal(request);
    if (refused !== null) return refused;
    const id = decodeURIComponent(request.path.slice('/v1/events/'.length));
    const event = ofAccount(request).find((one) => one.id === id);
    return event === undefined
      ? { status: 404, body: apiError(`No such event: '${id}'`, { code: 'resource_missing' }) }
      : { status: 200, body: event.text };
  });

  route('/v2/core/events', (request) => {
    requests.push(request);
    if (!archive.thin)
      return {
        status: 403,
        body: apiError('This key may not read thin events.', { code: 'more_permissions_required' }),
      };
    const from = Number(request.query.get('page') ?? 0);
    const limit = Number(request.query.get('limit') ?? 20);
    const next =
      from + limit < thinEvents.length ? `/v2/core/events?limit=${limit}&page=${from + limit}` : null;
    const data = thinEvents.slice(from, from + limit).map(indented);
    const body = `{\n  "data": [\n${data.join(',\n')}\n  ],\n  "next_page_url": ${JSON.stringify(next)},\n  "previous_page_url": null\n}`;
    return { status: 200, body };
  });

  route('/v1/accounts', ({ query }) => {
    if (archive.accounts === null)
      return {
        status: 403,
        body: apiError('This key may not list accounts.', { code: 'more_permissions_required' }),
      };
    const limit = Number(query.get('limit') ?? 10);
    const from = archive.accounts.indexOf(query.get('starting_after') ?? '') + 1;
    const page = archive.accounts.slice(from, from + limit);
    return {
      status: 200,
      body: {
        object: 'list',
        data: page.map((id) => ({ id, object: 'account' })),
        has_more: archive.accounts.length > from + limit,
      },
    };
  });

  return archive;
}

function accountOf({ headers }: ApiRequest): string {
  const header = headers['stripe-account'];
  return typeof header === 'string' ? header : '';
}

function fits({ type, created, pendingWebhooks }: Kept, query: URLSearchParams): boolean {
  const bounds: [string, (bound: number) => boolean][] = [
    ['created', (bound) => created === bound],
    ['created[gt]', (bound) => created > bound],
    ['created[gte]', (bound) => created >= bound],
    ['created[lt]', (bound) => created < bound],
    ['created[lte]', (bound) => created <= bound],
  ];
  for (const [name, holds] of bounds) {
    const bound = query.get(name);
    if (bound !== null && !holds(Number(bound))) return false;
  }
  const wanted = query.get('type');
  if (wanted !== null && !(wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted))
    return false;
  const types = [...query].flatMap(([name, value]) => (/^types\[\d*\]$/.test(name) ? [value] : []));
  if (types.length > 0 && !types.includes(type)) return false;
  const delivered = query.get('delivery_success');
  return delivered === null || (pendingWebhooks === 0) === (delivered === 'true');
}

/** As Stripe writes a list: pretty, with each event indented by its depth. */
function listText(events: readonly string[], hasMore: boolean): string {
  const data = events.length === 0 ? '[]' : `[\n${events.map(indented).join(',\n')}\n  ]`;
  return `{\n  "object": "list",\n  "data": ${data},\n  "has_more": ${hasMore},\n  "url": "/v1/events"\n}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

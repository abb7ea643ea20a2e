// From the endpoint form to what is sent: only what was changed, and checked where no server is needed to know.
import type { Endpoint, EndpointChange, EndpointSettings, NewEndpoint } from '#shared/contract/endpoints.ts';
import { readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { headersProblem } from '#shared/domain/request-rules.ts';
import { MAX_TIMEOUT_MS } from '../../api/doors.ts';
import { backendOf } from '../versions/backend-draft.ts';
import { draftOf, type EndpointDraft } from './endpoint-draft.ts';
import { readDuration, readHeaders, readList, readWholeNumber } from './field-text.ts';

const SHORTEST_TIMEOUT_MS = 100;
const LONGEST_NAME = 80;
const DAY_MS = 86_400_000;

/** The groups of the form, in their order; a wrong field opens its group. */
export const FORM_GROUPS = ['address', 'filter', 'sending', 'signing', 'hold', 'retry', 'backend'] as const;
export type FormGroup = (typeof FORM_GROUPS)[number];

export const FIELD_GROUPS = {
  name: 'address',
  url: 'address',
  types: 'filter',
  condition: 'filter',
  timeout: 'sending',
  concurrency: 'sending',
  headers: 'sending',
  secret: 'signing',
  askAfter: 'hold',
  drainConcurrency: 'hold',
  probePath: 'hold',
  retryEvery: 'retry',
  retryFirst: 'retry',
  retryMax: 'retry',
  retryTimes: 'retry',
  backendApi: 'backend',
  backendRelease: 'backend',
  backendFolder: 'backend',
} as const satisfies Record<string, FormGroup>;
export type EndpointField = keyof typeof FIELD_GROUPS;

export const DRAFT_CODES = [
  'BAD_NAME',
  'BAD_TYPES',
  'BAD_CONDITION',
  'BAD_TIMEOUT',
  'BAD_CONCURRENCY',
  'BAD_HEADERS',
  'UNSENDABLE_HEADERS',
  'NO_OWN_SECRET',
  'BAD_ASK_AFTER',
  'BAD_DRAIN',
  'BAD_PROBE',
  'BAD_PAUSE',
  'BAD_TIMES',
  'BAD_API_VERSION',
  'BAD_RELEASE',
  'BAD_FOLDER',
] as const;
export type DraftCode = (typeof DRAFT_CODES)[number];

export class DraftProblem extends Error {
  readonly field: EndpointField;
  readonly code: DraftCode;
  constructor(field: EndpointField, code: DraftCode) {
    super(code);
    this.field = field;
    this.code = code;
  }
}

type Settings = Omit<EndpointSettings, 'enabled' | 'paused'>;

function between(value: number, least: number, most: number, field: EndpointField, code: DraftCode): number {
  if (!(value >= least && value <= most)) throw new DraftProblem(field, code);
  return value;
}

/** @throws DraftProblem for the first field that cannot be right */
function settingsOf(draft: EndpointDraft): Settings {
  const name = draft.name.trim();
  if (name === '' || name.length > LONGEST_NAME) throw new DraftProblem('name', 'BAD_NAME');
  const types = readList(draft.types);
  if (types.length > 200 || types.some((glob) => glob === '-' || glob.length > 200)) {
    throw new DraftProblem('types', 'BAD_TYPES');
  }
  const condition = draft.condition.trim();
  if (!readArrivalCondition(condition).ok) throw new DraftProblem('condition', 'BAD_CONDITION');
  const headers = readHeaders(draft.headers);
  if (headers === null || headers.length > 50) throw new DraftProblem('headers', 'BAD_HEADERS');
  if (headersProblem(headers) !== null) throw new DraftProblem('headers', 'UNSENDABLE_HEADERS');
  const probePath = draft.probePath.trim();
  if (probePath !== '' && !/^\/\S*$/.test(probePath)) throw new DraftProblem('probePath', 'BAD_PROBE');
  return {
    name,
    url: draft.url.trim(),
    colour: draft.colour,
    filter: { types, kinds: draft.kinds, accounts: draft.accounts, condition },
    timeoutMs: draft.noTimeout
      ? null
      : between(
          readWholeNumber(draft.timeout),
          SHORTEST_TIMEOUT_MS,
          MAX_TIMEOUT_MS,
          'timeout',
          'BAD_TIMEOUT',
        ),
    headers,
    allowSelfSigned: draft.allowSelfSigned,
    concurrency: between(readWholeNumber(draft.concurrency), 1, 256, 'concurrency', 'BAD_CONCURRENCY'),
    order: draft.order,
    retry: retryOf(draft),
    signing: draft.signing,
    hold: {
      enabled: draft.hold,
      askAfterMs: between(readDuration(draft.askAfter), 1000, 7 * DAY_MS, 'askAfter', 'BAD_ASK_AFTER'),
      drainConcurrency: between(
        readWholeNumber(draft.drainConcurrency),
        1,
        64,
        'drainConcurrency',
        'BAD_DRAIN',
      ),
    },
    probePath: probePath === '' ? null : probePath,
    backend: backendFrom(draft),
    dedupe: draft.dedupe,
  };
}

function backendFrom(draft: EndpointDraft): Settings['backend'] {
  const backend = backendOf(draft);
  if ('code' in backend) throw new DraftProblem(backend.field, backend.code);
  return backend;
}

function retryOf(draft: EndpointDraft): Settings['retry'] {
  const pause = (field: 'retryEvery' | 'retryFirst' | 'retryMax') =>
    between(readDuration(draft[field]), 100, DAY_MS, field, 'BAD_PAUSE');
  const times = () => between(readWholeNumber(draft.retryTimes), 1, 50, 'retryTimes', 'BAD_TIMES');
  switch (draft.retry) {
    case 'none':
      return { kind: 'none' };
    case 'stripe':
    case 'compressed':
      return { kind: 'stripe', compressed: draft.retry === 'compressed' };
    case 'fixed':
      return { kind: 'fixed', everyMs: pause('retryEvery'), times: times() };
    case 'exponential':
      return { kind: 'exponential', firstMs: pause('retryFirst'), maxMs: pause('retryMax'), times: times() };
  }
}

/** Keeps of `after` what differs from `before`. */
function differences<T extends object>(before: T, after: T): Partial<T> {
  const changed = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, key)),
  );
  return Object.fromEntries(changed) as Partial<T>;
}

function checkSecret(draft: EndpointDraft, hasSecret: boolean): void {
  const kept = draft.secret.trim() !== '' || (hasSecret && !draft.removeSecret);
  if (draft.signing === 'own' && !kept) throw new DraftProblem('secret', 'NO_OWN_SECRET');
}

/** @returns the change, or the field that cannot be right; a change of nothing has only an id */
export function changeOf(endpoint: Endpoint, draft: EndpointDraft): EndpointChange | DraftProblem {
  return attempt(() => {
    const before = settingsOf(draftOf(endpoint));
    const change: EndpointChange = { id: endpoint.id, ...differences(before, settingsOf(draft)) };
    checkSecret(draft, endpoint.hasSecret);
    if (draft.secret.trim() !== '') change.secret = draft.secret.trim();
    else if (draft.removeSecret && endpoint.hasSecret) change.secret = null;
    return change;
  });
}

/** @returns everything that the form shows, or the field that cannot be right */
export function newEndpointOf(draft: EndpointDraft): NewEndpoint | DraftProblem {
  return attempt(() => {
    const settings = settingsOf(draft);
    checkSecret(draft, false);
    const secret = draft.secret.trim();
    return { ...settings, ...(secret !== '' && { secret }) };
  });
}

function attempt<T>(run: () => T): T | DraftProblem {
  try {
    return run();
  } catch (error) {
    if (error instanceof DraftProblem) return error;
    throw error;
  }
}

const FIELDS: Readonly<Record<string, EndpointField>> = {
  BAD_URL: 'url',
  LOOP: 'url',
  BAD_SECRET: 'secret',
  BAD_CONDITION: 'condition',
};

/** The field that a server's error code is about; null = none of them. */
export function fieldOf(code: string): EndpointField | null {
  return FIELDS[code] ?? null;
}

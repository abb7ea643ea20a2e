// What stands in the endpoint form: every setting as it is typed.
import type { Endpoint } from '#shared/contract/endpoints.ts';
import { DEFAULT_FORWARD_TO } from '#shared/domain/forward-target.ts';
import { backendDraftOf, type BackendDraft } from '../versions/backend-draft.ts';
import { durationText, headersText } from './field-text.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
export const RETRY_CHOICES = ['none', 'stripe', 'compressed', 'fixed', 'exponential'] as const;
export type RetryChoice = (typeof RETRY_CHOICES)[number];

export interface EndpointDraft
  extends
    Pick<Endpoint, 'name' | 'url' | 'colour' | 'order' | 'allowSelfSigned' | 'dedupe' | 'signing'>,
    BackendDraft {
  types: string;
  kinds: Endpoint['filter']['kinds'];
  accounts: Endpoint['filter']['accounts'];
  /** In the filter language; empty = none. */
  condition: string;
  timeout: string;
  noTimeout: boolean;
  concurrency: string;
  headers: string;
  /** Empty = leave it as it is. */
  secret: string;
  removeSecret: boolean;
  hold: boolean;
  askAfter: string;
  drainConcurrency: string;
  /** Empty = TCP alone decides. */
  probePath: string;
  retry: RetryChoice;
  retryEvery: string;
  retryFirst: string;
  retryMax: string;
  retryTimes: string;
}

/** What a new endpoint begins with until the engine says better. */
const NEW: Omit<Endpoint, 'id' | 'hasSecret' | 'enabled' | 'paused'> = {
  name: '',
  url: DEFAULT_FORWARD_TO,
  colour: 'teal',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  filter: { types: [], kinds: 'all', accounts: 'all' },
  headers: [],
  allowSelfSigned: false,
  concurrency: 64,
  order: 'parallel',
  retry: { kind: 'none' },
  signing: 'received',
  hold: { enabled: true, askAfterMs: 3_600_000, drainConcurrency: 1 },
  probePath: null,
  backend: { kind: 'unknown' },
  dedupe: false,
};

export function draftOf(endpoint: Omit<Endpoint, 'id' | 'hasSecret' | 'enabled' | 'paused'>): EndpointDraft {
  const { name, url, colour, order, allowSelfSigned, dedupe, signing, filter, hold, retry } = endpoint;
  return {
    name,
    url,
    colour,
    order,
    allowSelfSigned,
    dedupe,
    signing,
    types: filter.types.join('\n'),
    kinds: filter.kinds,
    accounts: filter.accounts,
    condition: filter.condition ?? '',
    timeout: String(endpoint.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    noTimeout: endpoint.timeoutMs === null,
    concurrency: String(endpoint.concurrency),
    headers: headersText(endpoint.headers),
    secret: '',
    removeSecret: false,
    hold: hold.enabled,
    askAfter: durationText(hold.askAfterMs),
    drainConcurrency: String(hold.drainConcurrency),
    probePath: endpoint.probePath ?? '',
    retry: retry.kind === 'stripe' && retry.compressed ? 'compressed' : retry.kind,
    retryEvery: durationText(retry.kind === 'fixed' ? retry.everyMs : 10_000),
    retryFirst: durationText(retry.kind === 'exponential' ? retry.firstMs : 1000),
    retryMax: durationText(retry.kind === 'exponential' ? retry.maxMs : 60_000),
    ...backendDraftOf(endpoint.backend),
    retryTimes: String(retry.kind === 'fixed' || retry.kind === 'exponential' ? retry.times : 5),
  };
}

export function emptyDraft(): EndpointDraft {
  return { ...draftOf(NEW), url: '' };
}

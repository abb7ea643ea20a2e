// From the endpoint form to what is sent: only what was changed, and checked where no server is needed to know.
import type { Endpoint, EndpointChange } from '#shared/contract/endpoints.ts';
import { MAX_TIMEOUT_MS } from '../../api/doors.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
const SHORTEST_TIMEOUT_MS = 100;
const LONGEST_NAME = 80;

/** What of an endpoint this form edits. */
export type Editable = Pick<Endpoint, 'id' | 'name' | 'url' | 'timeoutMs' | 'hasSecret'>;

export interface EndpointDraft {
  name: string;
  url: string;
  timeout: string;
  noTimeout: boolean;
  /** Empty = leave it as it is. */
  secret: string;
  removeSecret: boolean;
}

export type EndpointField = 'name' | 'url' | 'timeout' | 'secret';
export type DraftError = { field: EndpointField; code: 'BAD_NAME' | 'BAD_TIMEOUT' };

export function draftOf(endpoint: Editable): EndpointDraft {
  return {
    name: endpoint.name,
    url: endpoint.url,
    timeout: String(endpoint.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    noTimeout: endpoint.timeoutMs === null,
    secret: '',
    removeSecret: false,
  };
}

/** @returns the change, or the field that cannot be right; a change of nothing has only an id */
export function changeOf(endpoint: Editable, draft: EndpointDraft): EndpointChange | DraftError {
  const change: EndpointChange = { id: endpoint.id };
  const name = draft.name.trim();
  if (name === '' || name.length > LONGEST_NAME) return { field: 'name', code: 'BAD_NAME' };
  if (name !== endpoint.name) change.name = name;

  const url = draft.url.trim();
  if (url !== endpoint.url) change.url = url;

  const timeoutMs = draft.noTimeout ? null : readWholeNumber(draft.timeout);
  if (timeoutMs !== null && !(timeoutMs >= SHORTEST_TIMEOUT_MS && timeoutMs <= MAX_TIMEOUT_MS)) {
    return { field: 'timeout', code: 'BAD_TIMEOUT' };
  }
  if (timeoutMs !== endpoint.timeoutMs) change.timeoutMs = timeoutMs;

  if (draft.secret.trim() !== '') change.secret = draft.secret.trim();
  else if (draft.removeSecret && endpoint.hasSecret) change.secret = null;
  return change;
}

/** Takes the separators that people and `Intl` put between thousands. */
function readWholeNumber(text: string): number {
  const plain = text.replaceAll(/[\s,.'’_]/g, '');
  return /^\d+$/.test(plain) ? Number(plain) : Number.NaN;
}

const FIELDS: Readonly<Record<string, EndpointField>> = { BAD_URL: 'url', LOOP: 'url', BAD_SECRET: 'secret' };

/** The field that a server's error code is about; null = none of them. */
export function fieldOf(code: string): EndpointField | null {
  return FIELDS[code] ?? null;
}

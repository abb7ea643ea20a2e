// What stands in the probe dialog, whether it can be right, and what is sent of it.
import type { TFunction } from 'i18next';
import type { ProbeChange, ProbeSettings } from '#shared/contract/plans.ts';
import type { AppProbe } from '#shared/domain/probe/app-probe.ts';
import { durationText, readDuration } from '../endpoints/field-text.ts';
import { pathProblem, sqlProblem, urlProblem } from './probe-words.ts';

export const PROBE_KINDS = ['http', 'sqlite', 'postgres', 'mysql'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

export interface ProbeDraft {
  kind: ProbeKind;
  url: string;
  path: string;
  /** null = as they are kept, whose values are not known here. */
  headers: readonly (readonly [name: string, value: string])[] | null;
  file: string;
  query: string;
  /** Empty = as it is. */
  connection: string;
  timeout: string;
  settle: string;
}

export type ProbeField = 'url' | 'path' | 'headers' | 'file' | 'query' | 'connection' | 'timeout' | 'settle';

export interface FieldProblem {
  text: string;
  /** Nothing has been typed yet: no reason to complain before it is to be used. */
  missing: boolean;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const EXAMPLE_QUERY = 'SELECT plan FROM users WHERE stripe_customer_id = {customer_id}';
const SCHEMES = { postgres: /^postgres(ql)?:\/\//i, mysql: /^(mysql|mariadb):\/\//i } as const;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;

export function probeDraftOf({ probe, settleMs, headerNames }: ProbeSettings): ProbeDraft {
  const http = probe?.kind === 'http' ? probe : null;
  return {
    kind: probe?.kind ?? 'http',
    url: http?.url ?? 'http://localhost:8000/api/users/{email}',
    path: http?.path ?? '$.plan',
    headers: headerNames.length > 0 ? null : [],
    file: probe?.kind === 'sqlite' ? probe.file : '',
    query: probe === null || probe.kind === 'http' ? EXAMPLE_QUERY : probe.query,
    connection: '',
    timeout: durationText(probe?.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    settle: settleMs >= 1000 ? `${settleMs / 1000} s` : durationText(settleMs),
  };
}

/** That of PostgreSQL is none for MySQL. */
export function isConnectionKept(kind: ProbeKind, { probe, hasConnectionString }: ProbeSettings): boolean {
  const other = kind === 'postgres' ? 'mysql' : 'postgres';
  return hasConnectionString && probe?.kind !== other;
}

export function problemsOf(
  t: TFunction,
  draft: ProbeDraft,
  settings: ProbeSettings,
): Partial<Record<ProbeField, FieldProblem>> {
  const problems: Partial<Record<ProbeField, FieldProblem>> = {};
  const say = (field: ProbeField, text: string | null, missing = false) => {
    if (text !== null) problems[field] = { text, missing };
  };
  const { kind } = draft;
  if (kind === 'http') {
    if (draft.url.trim() === '') say('url', t('probe.bad.url'), true);
    else say('url', urlProblem(t, draft.url));
    say('path', pathProblem(t, draft.path));
    const rows = draft.headers ?? [];
    const used = rows.filter(([name, value]) => name.trim() !== '' || value !== '');
    if (used.some(([name]) => !HEADER_NAME.test(name.trim()))) say('headers', t('probe.bad.name'));
    else if (used.some(([, value]) => value === '')) say('headers', t('probe.bad.value'), true);
  } else {
    say('query', sqlProblem(t, draft.query, kind), draft.query.trim() === '');
  }
  if (kind === 'sqlite' && !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(draft.file.trim())) {
    say('file', t('probe.bad.file'), draft.file.trim() === '');
  }
  if (kind === 'postgres' || kind === 'mysql') {
    const typed = draft.connection.trim();
    const scheme = kind === 'postgres' ? 'postgresql' : 'mysql';
    if (typed === '' && !isConnectionKept(kind, settings)) {
      say('connection', t('probe.bad.connection'), true);
    } else if (typed !== '' && !SCHEMES[kind].test(typed)) {
      say('connection', t('probe.bad.connectionScheme', { scheme }));
    }
  }
  const timeout = readDuration(draft.timeout);
  if (!(timeout >= 100 && timeout <= 30_000)) say('timeout', t('probe.bad.timeout'));
  const settle = readDuration(draft.settle);
  if (!(settle >= 100 && settle <= 60_000)) say('settle', t('probe.bad.settle'));
  return problems;
}

/** Of a draft without problems. */
export function probeChangeOf(draft: ProbeDraft, settings: ProbeSettings): ProbeChange {
  const typed = draft.headers
    ?.filter(([name]) => name.trim() !== '')
    .map(([name, value]): [string, string] => [name.trim(), value]);
  // Rows in which nothing was typed leave those that are kept alone; forgetting them is asked for by a button of its own.
  const headers = typed?.length === 0 && (draft.headers?.length ?? 0) > 0 ? undefined : typed;
  const connection = draft.connection.trim();
  return {
    probe: probeOf(draft, headers?.map(([name]) => name) ?? settings.headerNames),
    settleMs: readDuration(draft.settle),
    ...(draft.kind === 'http' && headers !== undefined && { headers }),
    ...((draft.kind === 'postgres' || draft.kind === 'mysql') &&
      connection !== '' && { connectionString: connection }),
  };
}

function probeOf(draft: ProbeDraft, headerNames: string[]): AppProbe {
  const { kind, query } = draft;
  const timeoutMs = readDuration(draft.timeout);
  switch (kind) {
    case 'http':
      return { kind, url: draft.url.trim(), path: draft.path.trim(), headerNames, timeoutMs };
    case 'sqlite':
      return { kind, file: draft.file.trim(), query: query.trim(), timeoutMs };
    default:
      return { kind, query: query.trim(), timeoutMs };
  }
}

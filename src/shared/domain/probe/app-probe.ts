// How the developer's own app is asked what it believes about a customer: the probe's settings and its answer.
import { z } from 'zod';
import { valueOfPlaceholder, type Placeholder, type ProbeSubject } from './placeholders.ts';
import { checkProbeUrl } from './probe-url.ts';
import { checkReadOnlySql } from './read-only-sql.ts';

const TimeoutMsSchema = z.number().int().min(100).max(30_000);
const QuerySchema = z.string().trim().min(1).max(10_000);

/** Nothing in it is secret: connection strings and the values of headers are handed in as ProbeSecrets. */
export const AppProbeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    /** With placeholders in path and query: `http://localhost:8000/api/users?email={email}`. See checkProbeUrl. */
    url: z.string().trim().min(1).max(2_048),
    headerNames: z.array(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/)).max(20),
    /** Where the plan is in the answer: `$.users[0].plan`. See readJsonPath. */
    path: z.string().max(500),
    timeoutMs: TimeoutMsSchema,
  }),
  z.object({
    kind: z.literal('sqlite'),
    /** Absolute. */
    file: z.string().min(1).max(4_096),
    query: QuerySchema,
    timeoutMs: TimeoutMsSchema,
  }),
  z.object({ kind: z.literal('postgres'), query: QuerySchema, timeoutMs: TimeoutMsSchema }),
  z.object({ kind: z.literal('mysql'), query: QuerySchema, timeoutMs: TimeoutMsSchema }),
]);
export type AppProbe = z.infer<typeof AppProbeSchema>;

/** Comes from the host's secret store. */
export interface ProbeSecrets {
  connectionString: string | null;
  headers: [name: string, value: string][];
}

/** Why a probe gave no answer. */
export const PROBE_FAILURES = [
  'unreachable',
  'timeout',
  'status',
  'not_json',
  'no_such_path',
  'not_a_value',
  'not_read_only',
  'bad_query',
  'auth',
  'no_such_file',
  'missing_value',
  'bad_config',
] as const;
export type ProbeFailureCode = (typeof PROBE_FAILURES)[number];

export type ProbeAnswer =
  | {
      ok: true;
      /** The plan as the app gave it, as text; null = JSON null or SQL NULL. */
      value: string | null;
      /** False: HTTP 404 or no row, so the app does not know this customer. */
      found: boolean;
      durationMs: number;
      /** What was answered, at most 2 KB, without secrets. */
      shown: string;
    }
  | {
      ok: false;
      code: ProbeFailureCode;
      /** One sentence, mostly in the system's own words, without secrets. */
      detail: string;
      durationMs: number;
      /** What was answered all the same; null when nothing was. */
      shown: string | null;
    };

/** The placeholders of a probe that this subject has no value for, in the order written; none when it can be asked. */
export function missingPlaceholders(probe: AppProbe, subject: ProbeSubject): Placeholder[] {
  const check = probe.kind === 'http' ? checkProbeUrl(probe.url) : checkReadOnlySql(probe.query, probe.kind);
  if (!check.ok) return [];
  return [...new Set(check.parameters)].filter((one) => valueOfPlaceholder(one, subject) === null);
}

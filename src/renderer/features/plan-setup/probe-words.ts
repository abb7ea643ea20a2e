// What is wrong with a probe, and why it gave no answer, in words.
import type { TFunction } from 'i18next';
import type { ProbeFailureCode } from '#shared/domain/probe/app-probe.ts';
import { parseJsonPath } from '#shared/domain/probe/json-path.ts';
import { checkProbeUrl, type UrlProblem } from '#shared/domain/probe/probe-url.ts';
import { checkReadOnlySql, type SqlDialect, type SqlProblem } from '#shared/domain/probe/read-only-sql.ts';
import type { SetupError } from '../../stores/plan-setup-store.ts';

const ERRORS = ['NOT_FOUND', 'BAD_PROBE', 'NOT_CONNECTED', 'CONNECTION_LOST'] as const;

/** Facts come from outside: they must not be taken for markup. */
export const plain = (text: string) => text.replaceAll('`', "'").replaceAll('**', '* *');

export function urlWords(t: TFunction, reason: UrlProblem): string {
  return t(`probe.urlProblem.${reason}`);
}

export function pathWords(t: TFunction, at: number): string {
  return t('probe.pathProblem.syntax', { at: at + 1 });
}

export function sqlWords(t: TFunction, reason: SqlProblem, at: number): string {
  const problem = t(`probe.sqlProblem.${reason}`);
  return at === 0 ? problem : t('probe.sqlAt', { problem, at: at + 1 });
}

/** @returns what is wrong, or null */
export function urlProblem(t: TFunction, url: string): string | null {
  const check = checkProbeUrl(url.trim());
  return check.ok ? null : urlWords(t, check.reason);
}

export function pathProblem(t: TFunction, path: string): string | null {
  const check = parseJsonPath(path.trim());
  return check.ok ? null : pathWords(t, check.at);
}

export function sqlProblem(t: TFunction, query: string, dialect: SqlDialect): string | null {
  const check = checkReadOnlySql(query, dialect);
  return check.ok ? null : sqlWords(t, check.reason, check.at);
}

/** Sentences; the last for `Prose`. */
export function probeFailureWords(
  t: TFunction,
  code: ProbeFailureCode,
  detail: string | null,
): { title: string; next: string; said: string | null } {
  return {
    title: t(`probe.failure.${code}.title`),
    next: t(`probe.failure.${code}.next`),
    said: detail === null || detail === '' ? null : t('probe.said', { detail: plain(detail) }),
  };
}

export function setupErrorWords(t: TFunction, { code, reason }: SetupError): string {
  return t(`probe.error.${ERRORS.find((one) => one === code) ?? 'OTHER'}`, { reason: plain(reason) });
}

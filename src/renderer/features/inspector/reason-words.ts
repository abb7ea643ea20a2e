// A failed attempt in words: the engine's reason where it gave one, else what status and error class alone tell.
import type { TFunction } from 'i18next';
import type { Attempt, Reason } from '#shared/contract/attempts.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';
import { SIGNATURE_TOLERANCE_SECONDS } from '#shared/domain/signature.ts';
import type { Format } from '../../i18n/create-format.ts';
import type { ReasonKey } from '../../i18n/en-reasons.ts';
import { failureKind, hostOf } from './failure.ts';
import { secretWords } from './signature-words.ts';

/** Sentences for `Prose`. */
export interface FailureWords {
  title: string;
  cause: string;
  mend: string;
  /** What more is known, a sentence each. */
  more: string[];
}

/** Facts come from outside: they must not be taken for markup. */
const plain = (text: string) => text.replaceAll('`', "'").replaceAll('**', '* *');

/** @returns null for an attempt that did not fail */
export function failureWords(t: TFunction, format: Format, attempt: Attempt): FailureWords | null {
  return attempt.reason === null
    ? wordsByStatus(t, format, attempt)
    : wordsByReason(t, attempt.reason, attempt);
}

function wordsByStatus(t: TFunction, format: Format, attempt: Attempt): FailureWords | null {
  const kind = failureKind(attempt.status, attempt.errorClass);
  if (kind === null) return null;
  const values = {
    host: hostOf(attempt.url),
    status: attempt.status ?? 0,
    duration: format.duration(attempt.timings.totalMs ?? 0),
    location: attempt.responseHeaders.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '',
  };
  return {
    title: t(`failure.${kind}.title`, values),
    cause: t(`failure.${kind}.cause`, values),
    mend: t(`failure.${kind}.step`, values),
    more: [],
  };
}

function wordsByReason(t: TFunction, { code, facts }: Reason, attempt: Attempt): FailureWords {
  const known = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plain(value)]));
  const key = code.replaceAll('_', '-') as ReasonKey;
  const fact = (name: string, otherwise: string) => known[name] ?? otherwise;
  const values = {
    status: fact('status', String(attempt.status ?? '–')),
    seconds: fact('seconds', String(Math.round((attempt.timings.totalMs ?? 0) / 1000))),
    message: fact('message', ''),
    location: fact('location', ''),
    path: fact('path', ''),
    framework: fact('framework', t('reasonMore.framework')),
    server: fact('server', ''),
    expected: fact('expected', '?'),
    got: fact('got', '?'),
    // With its port, and as it was typed: that is what has to be corrected.
    host: code === 'host_not_allowed' ? fact('host', '') : hostOf(attempt.url),
  };
  const title = t(`reason.${key}.title`, values);
  return {
    title,
    cause: t(`reason.${key}.cause`, values),
    mend: t(`reason.${key}.mend`, values),
    more: moreWords(t, code, known, title),
  };
}

function moreWords(
  t: TFunction,
  code: ReasonCode,
  facts: Readonly<Record<string, string>>,
  title: string,
): string[] {
  const { message = '', location = '' } = facts;
  const is = (name: string, value: string) => facts[name] === value;
  const secrets = (labels: string) =>
    labels
      .split(', ')
      .map((label) => secretWords(t, label))
      .join(', ');
  const found: (string | false)[] = [
    // Elsewhere the location is where a redirect goes to.
    code === 'exception' &&
      t(location === '' ? 'reasonMore.thrown' : 'reasonMore.thrownAt', { message, location }),
    is('trailingSlash', 'true') && t('reasonMore.trailingSlash'),
    is('https', 'true') && t('reasonMore.https'),
    has(facts, 'allow') && t('reasonMore.allow', { allow: facts['allow'] }),
    has(facts, 'retryAfter') && t('reasonMore.retryAfter', { retryAfter: facts['retryAfter'] }),
    is('sent', 'false') && t('reasonMore.notSigned'),
    is('sent', 'true') && t('reasonMore.wasSigned'),
    is('sent', 'malformed') && t('reasonMore.sentMalformed'),
    is('where', 'before_sending') && t('reasonMore.beforeSending'),
    is('clock', 'backend')
      ? t('reasonMore.clock')
      : has(facts, 'ageSeconds') &&
        t('reasonMore.age', {
          age: facts['ageSeconds'],
          tolerance: facts['toleranceSeconds'] ?? SIGNATURE_TOLERANCE_SECONDS,
        }),
    has(facts, 'signedWith') && t('reasonMore.signedWith', { secret: secrets(facts['signedWith'] ?? '') }),
    has(facts, 'backendUses') && t('reasonMore.backendUses', { secret: secrets(facts['backendUses'] ?? '') }),
    has(facts, 'knownSecrets') && t('reasonMore.others', { secrets: secrets(facts['knownSecrets'] ?? '') }),
    is('also', 'signature_body_parsed') && t('reasonMore.alsoParsed'),
    code !== 'exception' && message !== '' && !title.includes(message) && t('reasonMore.said', { message }),
  ];
  return found.filter((sentence) => sentence !== false);
}

function has(facts: Readonly<Record<string, string>>, name: string): boolean {
  return (facts[name] ?? '') !== '';
}

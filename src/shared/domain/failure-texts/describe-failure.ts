// A failed delivery in sentences. Everything that shows one (inspector, pipeline, notifications, terminal) takes them from here.
import type { FailureReason, ReasonCode } from '../failure-reason.ts';
import { SIGNATURE_TOLERANCE_SECONDS } from '../signature.ts';
import { failureTextsEn } from './en.ts';
import { fixCodes, type FixCode } from './fix-code.ts';
import { failureTextsZhTW, type FailureTexts } from './zh-tw.ts';

const TEXTS = { en: failureTextsEn, 'zh-TW': failureTextsZhTW } as const;

export interface FailedDelivery {
  reason: FailureReason;
  url: string;
  status: number | null;
  durationMs: number | null;
}

/** Code stands in backticks and what is strong in `**`; see `withoutMarks`. */
export interface FailureDescription {
  /** Whether the cause is proven; otherwise it is to be shown as the probable one. */
  certain: boolean;
  title: string;
  cause: string;
  /** In one text; begins with the code for the backend's own framework, where that is known. */
  fix: string;
  /** The same without the code. */
  step: string;
  /** The code for the backend's own framework; several where its responses do not tell its ways apart. */
  ownFixes: FixCode[];
  /** The same fix in other frameworks, the nearest first. */
  otherFixes: FixCode[];
  /** What more is known, a sentence each. */
  more: string[];
}

/** @param nameSecret how a secret's label (`cli`, `endpoint:Local`) is shown */
export function describeFailure(
  language: keyof typeof TEXTS,
  { reason: failure, url, status, durationMs }: FailedDelivery,
  nameSecret: (label: string) => string = (label) => label,
): FailureDescription {
  const { code, certain, facts } = failure;
  const { reason, variant, more }: FailureTexts = TEXTS[language];
  const known: Facts = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, withoutMarks(value)]),
  );
  const fact = (name: string, otherwise: string): string => known[name] ?? otherwise;
  const values = {
    status: fact('status', String(status ?? '–')),
    seconds: fact('seconds', String(Math.round((durationMs ?? 0) / 1000))),
    message: fact('message', ''),
    location: fact('location', ''),
    path: fact('path', ''),
    framework: fact('framework', more.framework),
    server: fact('server', ''),
    port: fact('port', ''),
    expected: fact('expected', '?'),
    got: fact('got', '?'),
    // With its port, and as it was typed: that is what has to be corrected.
    host: code === 'host_not_allowed' ? fact('host', '') : hostOf(url),
  };
  const name = variantOf(failure);
  const { title, cause, fix } = name === null ? reason[code] : variant[name];
  const { own, others } = fixCodes({ code, facts, url });
  const filledTitle = fill(title, values);
  const step = fill(fix, values);
  return {
    certain,
    title: filledTitle,
    cause: fill(cause, values),
    fix: [
      ...own.map(({ framework, code: text }) =>
        fill(more.fixIn, { framework, code: withoutMarks(text).replaceAll('\n', '; ') }),
      ),
      step,
    ].join(' '),
    step,
    ownFixes: own,
    otherFixes: others,
    more: moreOf(more, code, { ...known, status: values.status }, filledTitle, nameSecret),
  };
}

/** @returns whose texts take the place of the code's */
function variantOf({ code, certain, facts }: FailureReason): keyof FailureTexts['variant'] | null {
  switch (code) {
    case 'signature_other_secret':
      if (facts['also'] !== 'signature_body_parsed') return null;
      return facts['unclear'] === 'true' ? 'signature_unclear' : 'signature_undecided';
    case 'not_http':
      if (certain) return 'not_http_server';
      return facts['server'] !== undefined && facts['message'] === undefined ? 'not_http_port' : null;
    case 'exception':
      return certain ? 'exception_thrown' : null;
    default:
      return null;
  }
}

type Facts = Readonly<Record<string, string>>;

/** Facts come from outside: they must not be taken for markup. */
export function withoutMarks(text: string): string {
  return text.replaceAll('`', "'").replaceAll('**', '* *');
}

/** `localhost:8000` of an address, or the address itself when it cannot be read. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** `10:32`, and the date before it unless it was today; in the machine's time zone. @param at Unix milliseconds */
function timeOfDay(at: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.toDateString() === new Date().toDateString() ? time : `${day} ${time}`;
}

function fill(text: string, values: Facts): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => values[name] ?? '');
}

function moreOf(
  texts: FailureTexts['more'],
  code: ReasonCode,
  facts: Facts,
  title: string,
  nameSecret: (label: string) => string,
): string[] {
  const { message = '', location = '' } = facts;
  const is = (name: string, value: string): boolean => facts[name] === value;
  const has = (name: string): boolean => (facts[name] ?? '') !== '';
  const secrets = (name: string): string => (facts[name] ?? '').split(', ').map(nameSecret).join(', ');
  const found: (string | false)[] = [
    // Elsewhere the location is where a redirect goes to.
    code === 'exception' && fill(location === '' ? texts.thrown : texts.thrownAt, { message, location }),
    is('trailingSlash', 'true') && texts.trailingSlash,
    is('https', 'true') && texts.https,
    is('orSilent', 'true') && (is('framework', 'Express') ? texts.orNext : fill(texts.orSilent, facts)),
    is('orSignature', 'true') && fill(texts.orSignature, facts),
    is('page', 'true') && texts.page,
    code === 'not_http' && has('server') && has('message') && fill(texts.usualPort, facts),
    has('allow') && fill(texts.allow, facts),
    has('retryAfter') && fill(texts.retryAfter, facts),
    is('sent', 'false') && texts.notSigned,
    is('sent', 'true') && texts.wasSigned,
    is('sent', 'malformed') && texts.sentMalformed,
    is('where', 'before_sending') && texts.beforeSending,
    is('clock', 'backend')
      ? texts.clock
      : has('ageSeconds') &&
        fill(texts.age, {
          age: facts['ageSeconds'] ?? '',
          tolerance: facts['toleranceSeconds'] ?? String(SIGNATURE_TOLERANCE_SECONDS),
        }),
    has('signedWith') && fill(texts.signedWith, { secret: secrets('signedWith') }),
    has('backendUses') && fill(texts.backendUses, { secret: secrets('backendUses') }),
    has('knownSecrets') && fill(texts.others, { secrets: secrets('knownSecrets') }),
    is('foundOut', 'other_secret') && texts.foundOtherSecret,
    has('foundAt') && fill(texts.foundAt, { time: timeOfDay(Number(facts['foundAt'])) }),
    code !== 'exception' && message !== '' && !title.includes(message) && fill(texts.said, { message }),
  ];
  return found.filter((sentence) => sentence !== false);
}

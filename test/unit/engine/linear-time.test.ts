// Whatever strangers send is read in linear time: four times the bytes take about four times as long, for every pattern there is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainAttempt } from '#engine/delivery/reason.ts';
import { setVariable } from '#engine/env-file/set-variable.ts';
import { likelyOriginals } from '#engine/signature/likely-originals.ts';
import { checkSignature } from '#engine/signature/signature-check.ts';
import { diagnoseSignature } from '#engine/signature/signature-doctor.ts';
import { exceptionIn } from '#shared/domain/answer-exception.ts';
import { answerSentence, htmlToText } from '#shared/domain/answer-text.ts';
import { explainFailure } from '#shared/domain/failure-reason.ts';
import { readListenCommands } from '#shared/domain/listen-command.ts';
import { parseSignatureHeader } from '#shared/domain/signature.ts';
import { maskSecrets, signatureComplaint } from '#shared/domain/signature-complaint.ts';

const secrets = [{ label: 'cli', secret: 'whsec_current' }];
const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const failed = {
  errorClass: null,
  errorMessage: null,
  url: 'http://localhost:3000/hook',
  responseHeaders: [],
};

const READERS: Record<string, (text: string) => unknown> = {
  explainFailure: (bodyText) =>
    [400, 403, 404, 500, 502].map((status) => explainFailure({ ...failed, status, bodyText })),
  'explainFailure, HTML': (text) => explainFailure({ ...failed, status: 500, bodyText: `<html>${text}` }),
  'explainFailure, JSON': (text) =>
    explainFailure({ ...failed, status: 400, bodyText: JSON.stringify({ message: text, stack: text }) }),
  'explainFailure, Django': (text) =>
    explainFailure({
      ...failed,
      status: 500,
      bodyText: `<html><h1>${text}</h1><pre class="exception_value">${text}</pre>Exception Location:</th>${text}</td>`,
    }),
  'explainFailure, Rails': (text) =>
    explainFailure({
      ...failed,
      status: 500,
      bodyText: `<html><div id="container">rescues<header><h1>${text}</h1></header><h2>${text}</h2>`,
    }),
  'explainFailure, error message': (errorMessage) =>
    (['tls', 'timeout', 'reset'] as const).map((errorClass) =>
      explainFailure({ ...failed, status: null, errorClass, errorMessage, bodyText: '' }),
    ),
  'explainFailure, headers': (text) =>
    [302, 403, 404, 500].map((status) =>
      explainFailure({
        ...failed,
        status,
        bodyText: '',
        responseHeaders: [
          'location',
          'server',
          'set-cookie',
          'cache-control',
          'www-authenticate',
          'x-debug-exception',
        ].map((name) => [name, text] as const),
      }),
    ),
  explainAttempt: (text) =>
    explainAttempt({
      attempt: { ...failed, status: 400, requestHeaders: [['Stripe-Signature', text]], startedAt: NOW },
      body: Buffer.from(`No signatures found matching the expected signature ${text}`),
      requestBody: Buffer.from(text),
      secrets,
    }),
  exceptionIn: (text) => exceptionIn(text, () => undefined),
  'exceptionIn, trace': (text) =>
    exceptionIn(
      `Error: x\n    at ${text}\n  File "${text}", line 3\n  at ${text} in ${text}:line 3`,
      () => text,
    ),
  answerSentence,
  htmlToText,
  signatureComplaint,
  maskSecrets,
  parseSignatureHeader,
  likelyOriginals: (text) => likelyOriginals(Buffer.from(text)),
  checkSignature: (text) =>
    checkSignature({
      body: Buffer.from(text),
      headers: [['Stripe-Signature', `t=${NOW / 1000},v1=${'0'.repeat(64)}`]],
      secrets,
      receivedAt: NOW,
    }),
  'checkSignature, header': (text) =>
    checkSignature({
      body: Buffer.from('{}'),
      headers: [['Stripe-Signature', text]],
      secrets,
      receivedAt: NOW,
    }),
  setVariable: (text) => setVariable(text, 'a', 'whsec_abcd'),
  readListenCommands: (text) => readListenCommands(text),
  'readListenCommands, values': (text) =>
    readListenCommands(`stripe listen -e ${text} --forward-to "${text}"`),
  diagnoseSignature: (text) =>
    diagnoseSignature({
      requestHeaders: [['Stripe-Signature', text]],
      requestBody: Buffer.from(text),
      sentAt: NOW,
      secrets,
      answer: text,
      answerBody: text,
    }),
};

/** Runs of what patterns repeat, of what they stop at, and of what they look for. */
const PARTS = [
  ' ', '\t', '\n', ' \n', '\r\n', '<', '>', '<!--', '-->', '(', ' (', ')', '"', "'", '&#', '&#x', '\\', '/', ':', ':1', ':1:1',
  ': ', ',', '=', 't=1,', 'v1=,', '[', '{', '[[]', '{"a":', '[1,', 'a', 'a ', ' a', ' at ', 'at ', '    at (', ' in ', ' in /a.php:', ':line 1', 'Error',
  'Error:', 'a.Error ', 'File "', '<style>', '<h1>', '</h1>', 'panic: ', 'whsec_', 'whsec_abcd ', 'no signature ', 'received ',
  'API version ', 'received event with API version ', 'The route ', '"Route POST:', 'Whitelabel Error Page', '_webhook.py',
  '"key" argument must be ', '/api/auth/signin?', 'csrf', 'Blocked hosts: ', 'missing ', 'invalid ', ' signature', 'csrf token ', 'Unexpected token ', 'JSON ', 'Bad Request ', 'stripe/', 'not ',
  '\u212A', '\u0130', '測',
]; // prettier-ignore

/** What takes less than this is too quick to be compared, and to matter: quadratic in 64 KiB is far beyond it. */
const NOTHING_MS = 25;

function timeOf(read: (text: string) => unknown, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  // Once is enough to see that it is too quick to matter.
  for (let run = 0; run < 5 && best >= NOTHING_MS; run++) {
    const startedAt = performance.now();
    read(text);
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

const SHORT = 16 * 1024;
const LONG = 4 * SHORT;
const repeated = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length));

/** Measured again when something else on the machine came in between; the best of all tries counts. */
const TRIES = 20;

function expectLinear(name: string, pattern: string, lead = '', tail = ''): void {
  const read = READERS[name];
  if (read === undefined) throw new Error(`There is no reader ${name}.`);
  let long = Number.POSITIVE_INFINITY;
  let short = Number.POSITIVE_INFINITY;
  const ratio = (): number => long / Math.max(short, NOTHING_MS / 6);
  for (let tried = 0; tried < TRIES; tried++) {
    long = Math.min(long, timeOf(read, lead + repeated(pattern, LONG) + tail));
    if (long < NOTHING_MS) return;
    short = Math.min(short, timeOf(read, lead + repeated(pattern, SHORT) + tail));
    if (ratio() < 8) return;
  }
  expect(ratio(), `${name} on runs of ${JSON.stringify(pattern)}: ${short} ms, then ${long} ms`).toBeLessThan(
    8,
  );
}

describe.each(Object.keys(READERS))('%s', (name) => {
  test('on runs of everything that means something', () => {
    for (const part of PARTS) {
      expectLinear(name, part);
      // Blanks at the ends are trimmed before most patterns see them.
      expectLinear(name, part, 'x', 'x');
    }
  }, 60_000);
});

test('on patterns put together by chance', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(READERS)),
      fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      fc.constantFrom('', 'x', '<html>', 'Error: ', '{', 'Traceback (most recent call last):\n'),
      fc.constantFrom('', 'x'),
      (name, pattern, lead, tail) => expectLinear(name, pattern, lead, tail),
    ),
    { numRuns: 150 },
  );
}, 60_000);

/** 391 KB of nested JSON with a wrong signature once took 22 s; an HTML page with 60,000 blanks 4.5 s. */
describe('as large as the receiver takes them, beside a plain body of that size', () => {
  const size = 5 * 1024 * 1024;
  const read = READERS['checkSignature'] ?? (() => null);
  const plain = timeOf(read, 'a'.repeat(size));
  test.each<[string, string]>([
    ['nested arrays', '['.repeat(size / 2) + ']'.repeat(size / 2)],
    ['391 KB, 1,000 deep', '['.repeat(1000) + '1,'.repeat(194_000) + '1' + ']'.repeat(1000)],
    ['nested objects, 60 deep', `[${`${'{"a":['.repeat(30)}1${']}'.repeat(30)},`.repeat(700)}1]`],
    ['blanks', ' '.repeat(size)],
    ['line ends', '\r\n'.repeat(size / 2)],
  ])('%s', (_name, text) => {
    // The largest bodies get their HMAC and no more; smaller ones a bounded number of guesses.
    expect(timeOf(read, text)).toBeLessThan(4 * plain + 20);
  });
});

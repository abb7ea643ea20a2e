// The probable cause of a failed delivery: on the answers of real frameworks, on broken connections, and on anything at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERY_ERROR_CLASSES, type DeliveryErrorClass } from '#shared/domain/delivery.ts';
import {
  explainFailure,
  REASON_CODES,
  type FailureInput,
  type ReasonCode,
} from '#shared/domain/failure-reason.ts';
import { FRAMEWORK_ANSWERS } from '../../support/framework-answers.ts';

const failure = (given: Partial<FailureInput>): FailureInput => ({
  status: null,
  errorClass: null,
  errorMessage: null,
  url: 'http://localhost:3000/api/webhook',
  responseHeaders: [],
  bodyText: '',
  ...given,
});

test('a delivered attempt has no reason to give', () => {
  expect(explainFailure(failure({ status: 204 }))).toBeNull();
});

describe('the answers of frameworks', () => {
  test.each(FRAMEWORK_ANSWERS)('$name', ({ status, headers, body, url, code, facts }) => {
    const reason = explainFailure(
      failure({ status, responseHeaders: headers, bodyText: body, ...(url === undefined ? {} : { url }) }),
    );
    expect(reason).toMatchObject({ code, facts });
  });
});

describe('broken connections', () => {
  const cases: [DeliveryErrorClass, number | null, string, ReasonCode, Record<string, string>][] = [
    [
      'refused',
      null,
      'connect ECONNREFUSED ::1:3000; connect ECONNREFUSED 127.0.0.1:3000',
      'nothing_listens',
      { host: 'localhost', port: '3000' },
    ],
    ['reset', null, 'read ECONNRESET', 'connection_reset', { port: '3000' }],
    ['reset', 200, 'The answer broke off before its end.', 'answer_broke_off', { status: '200' }],
    ['reset', 413, 'write EPIPE', 'too_large', {}],
    ['timeout', null, 'No complete answer within 30 s.', 'timeout_no_answer', { seconds: '30' }],
    [
      'timeout',
      200,
      'No complete answer within 2.5 s.',
      'timeout_slow_answer',
      { seconds: '2.5', status: '200' },
    ],
    ['timeout', null, 'connect ETIMEDOUT 10.0.0.1:3000', 'unreachable', { host: 'localhost' }],
    ['dns', null, 'getaddrinfo ENOTFOUND localhost', 'dns', { host: 'localhost' }],
    [
      'tls',
      null,
      'write EPROTO 00:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps',
      'tls_not_tls',
      { port: '3000' },
    ],
    ['tls', null, 'self-signed certificate', 'tls_self_signed', { host: 'localhost' }],
    ['tls', null, 'unable to verify the first certificate', 'tls_self_signed', {}],
    ['tls', null, 'certificate has expired', 'tls_other', { message: 'certificate has expired' }],
    ['protocol', null, 'It begins with SSH.', 'not_http', { port: '3000', message: 'It begins with SSH.' }],
    ['protocol', 200, 'The body cannot be read.', 'answer_broke_off', { status: '200' }],
    ['unreachable', null, 'connect EHOSTUNREACH', 'unreachable', { port: '3000' }],
    ['invalid_request', null, 'No.', 'invalid_request', { message: 'No.' }],
    ['interrupted', null, '', 'interrupted', {}],
    [
      'tls',
      null,
      'write EPROTO 00:error:0A000460:SSL routines:ssl3_read_bytes:tlsv1 alert no application protocol:../deps',
      'http2_only',
      { host: 'localhost' },
    ],
  ];
  test.each(cases)('%s, status %s: %s', (errorClass, status, errorMessage, code, facts) => {
    expect(explainFailure(failure({ errorClass, status, errorMessage }))).toMatchObject({ code, facts });
  });

  test.each([
    ['5432', 'PostgreSQL'],
    ['6379', 'Redis'],
    ['3306', 'MySQL'],
  ])('port %s belongs to %s, which did not crash', (port, server) => {
    const url = `http://localhost:${port}/hook`;
    for (const errorClass of ['reset', 'protocol'] as const) {
      expect(explainFailure(failure({ errorClass, url }))).toMatchObject({
        code: 'not_http',
        facts: { server },
      });
    }
  });
  test('frames of what a bundler put out are no place in the project', () => {
    for (const file of [
      '/app/.next/server/app/api/route.js',
      '/app/.output/server/chunks/x.mjs',
      'file:///app/.svelte-kit/output/server/x.js',
    ]) {
      const bodyText = `Error: boom\n    at handler (${file}:1:2)`;
      expect(explainFailure(failure({ status: 500, bodyText }))?.facts).not.toHaveProperty('location');
      const both = `${bodyText}\n    at own (/app/src/hook.ts:7:1)`;
      expect(explainFailure(failure({ status: 500, bodyText: both }))?.facts['location']).toBe(
        '/app/src/hook.ts:7',
      );
    }
  });
  test.each(['Koa', 'Hono'])(
    '%s: no route and no response look the same, and both are named',
    (framework) => {
      const bodyText = framework === 'Koa' ? 'Not Found' : '404 Not Found';
      expect(explainFailure(failure({ status: 404, bodyText }))).toMatchObject({
        code: 'wrong_path',
        facts: { framework, orSilent: 'true' },
      });
    },
  );

  test('a given timeout beats the words', () => {
    expect(explainFailure(failure({ errorClass: 'timeout', timeoutMs: 1500 }))?.facts).toEqual({
      seconds: '1.5',
    });
  });
  test('ports that the address leaves out', () => {
    expect(explainFailure(failure({ errorClass: 'refused', url: 'https://dev.test/x' }))?.facts['port']).toBe(
      '443',
    );
  });
});

describe('whatever comes back', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc
      .array(
        fc.constantFrom(
          '<',
          '<!--',
          '-->',
          '<pre class="exception_value">',
          '<style>',
          '&#x110000;',
          '    at f (',
          '/a.js:1:2)',
          '\n',
          'Traceback',
          ' File "x", line 3',
          'signature',
          'panic: ',
          '{"error":',
          '<html>',
          '\u212A\u0130',
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join('')),
    fc.constantFrom(...FRAMEWORK_ANSWERS.map(({ body }) => body)),
  );
  test('there is a known code, facts are short, and nothing throws', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 100, max: 999 })),
        fc.option(fc.constantFrom(...DELIVERY_ERROR_CLASSES)),
        fc.oneof(fc.webUrl(), fc.string()),
        fc.array(
          fc.tuple(
            fc.constantFrom('location', 'server', 'allow', 'x-debug-exception', 'www-authenticate'),
            fc.string(),
          ),
        ),
        words,
        (status, errorClass, url, responseHeaders, bodyText) => {
          const reason = explainFailure(failure({ status, errorClass, url, responseHeaders, bodyText }));
          if (errorClass === null && status !== null && status >= 200 && status < 300) {
            expect(reason).toBeNull();
            return;
          }
          expect(REASON_CODES).toContain(reason?.code);
          for (const value of Object.values(reason?.facts ?? {}))
            expect(value.length).toBeLessThanOrEqual(400);
        },
      ),
      { numRuns: 500 },
    );
  });
});

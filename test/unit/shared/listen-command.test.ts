// stripe listen command lines as people have them in READMEs, Procfiles and package.json.
import { expect, test } from 'vitest';
import { parseListenCommand } from '#shared/domain/listen-command.ts';

const target = (change: object) => ({
  url: 'http://localhost:3000/hook',
  types: [],
  kinds: 'all',
  accounts: 'all',
  headers: [],
  allowSelfSigned: false,
  ...change,
});

test.each<[string, object[], string[]]>([
  ['stripe listen --forward-to localhost:3000/hook', [target({})], []],
  ['stripe listen -f localhost:3000/hook --all-snapshot', [target({ kinds: 'snapshot' })], []],
  ['web: npx stripe listen --forward-to=localhost:3000/hook', [target({})], []],
  [
    'stripe listen \\\n  -e invoice.paid,customer.* \\\n  -f localhost:3000/hook',
    [target({ types: ['invoice.paid', 'customer.*'] })],
    [],
  ],
  ["stripe listen --events '*' -f localhost:3000/hook", [target({})], []],
  [
    'stripe listen -f localhost:3000/hook -H "X-A: one two" -H X-B:2',
    [
      target({
        headers: [
          ['X-A', 'one two'],
          ['X-B', '2'],
        ],
      }),
    ],
    [],
  ],
  [
    'stripe listen -f localhost:3000/hook -c localhost:3000/connect --skip-verify',
    [
      target({ accounts: 'own', allowSelfSigned: true }),
      target({ url: 'http://localhost:3000/connect', accounts: 'connected', allowSelfSigned: true }),
    ],
    [],
  ],
  ['stripe listen -f localhost:3000/hook --events-from @accounts', [target({ accounts: 'connected' })], []],
  [
    'stripe listen -f localhost:3000/hook -H "X-Tenant: 張三, Connection: close, X-A: b"',
    [target({ headers: [['X-A', 'b']] })],
    ['--headers X-Tenant: 張三', '--headers Connection: close'],
  ],
  ['stripe listen -f localhost:3000/hook -p shop --live', [target({})], ['--project-name', '--live']],
])('%s', (line, targets, ignored) => {
  expect(parseListenCommand(line)).toEqual({ targets, ignored });
});

test.each(['', 'ls -la', 'stripe listen', 'stripe listen --print-secret', 'stripe listen -f ftp://x'])(
  '“%s” names no target',
  (line) => {
    expect(parseListenCommand(line)).toBeNull();
  },
);

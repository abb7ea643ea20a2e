// The lines of a project's own code that a response names, in each language a backend is written in.
import { expect, test } from 'vitest';
import { placesIn } from '#shared/domain/answer-exception.ts';

test.each([
  [
    'Node.js',
    'TypeError: x\n    at handle (/app/src/hook.js:12:7)\n    at next (/app/node_modules/express/index.js:1:1)\n    at async file:///app/src/server.mjs:3:1\n    at node:internal/x:1:1',
    ['/app/src/hook.js:12', '/app/src/server.mjs:3'],
  ],
  [
    'Python',
    'Traceback (most recent call last):\n  File "/app/shop/views.py", line 8, in hook\n    x()\n  File "/usr/lib/python3/site-packages/django/x.py", line 2, in y\nKeyError: 1',
    ['/app/shop/views.py:8'],
  ],
  [
    'Ruby',
    "app/controllers/hooks_controller.rb:9:in 'create'\n/usr/lib/gems/rack.rb:1:in 'call'",
    ['app/controllers/hooks_controller.rb:9'],
  ],
  [
    'PHP',
    'Exception: x\n#0 /app/src/Hook.php(7): handle()\n#1 /app/vendor/x/Y.php(2): z()',
    ['/app/src/Hook.php:7'],
  ],
  [
    'Go',
    'panic: x\n\nmain.handle()\n\t/app/hook.go:14 +0x1d\nnet/http.x()\n\t/usr/local/go/src/net/http/server.go:2 +0x1',
    ['/app/hook.go:14'],
  ],
  [
    'Java',
    'java.lang.X: y\n\tat com.shop.Hooks.handle(Hooks.java:21)\n\tat org.springframework.A.b(A.java:1)',
    ['Hooks.java:21'],
  ],
  ['.NET', 'System.X: y\n   at Shop.Hooks.Handle() in /app/Hooks.cs:line 42', ['/app/Hooks.cs:42']],
  [
    'JSON with a stack under any name',
    JSON.stringify({ error: { debug: { stack: 'E: x\n    at a (/app/b.ts:3:1)' } } }),
    ['/app/b.ts:3'],
  ],
  ['no stack', 'Internal Server Error', []],
])('%s', (_name, body, expected) => {
  expect(placesIn(body)).toEqual(expected);
});

test('each once, and a few', () => {
  const frames = Array.from(
    { length: 40 },
    (_, index) => `    at f (/app/x.js:${Math.floor(index / 2) + 1}:1)`,
  );
  expect(placesIn(['Error: x', ...frames].join('\n'))).toHaveLength(6);
});

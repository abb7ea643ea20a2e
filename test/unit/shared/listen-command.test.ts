// stripe listen command lines as people have them in READMEs, Procfiles and package.json.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readListenCommands } from '#shared/domain/listen-command.ts';
import { flagsOf } from '#shared/domain/listen/flags.ts';
import { bundledCliPath, cliTestEnvironment } from '../../support/stripe-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

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
  expect(readListenCommands(line)).toEqual({ targets, ignored, remarks: [] });
});

test.each<[string, string]>([
  ['', 'no_command'],
  ['ls -la', 'no_command'],
  ['server.listen(3000)', 'no_command'],
  ['stripe listen', 'no_target'],
  ['stripe listen --print-secret', 'no_target'],
  ['"secret": "stripe listen --api-key $KEY --print-secret",', 'no_target'],
  ['stripe listen -f ftp://x', 'bad_address'],
  ['stripe listen -f localhost:99999', 'bad_address'],
  ['stripe listen --forward-to', 'no_value'],
  ['stripe listen --forward-to --skip-verify', 'no_value'],
  ['stripe listen --forward-to=', 'no_value'],
])('“%s” names no target', (line, code) => {
  const { targets, remarks } = readListenCommands(line);
  expect(targets).toEqual([]);
  expect(remarks.map((one) => one.code)).toEqual([code]);
});

const HOOK = 'http://localhost:3000/hook';
const urlsOf = (text: string) => readListenCommands(text).targets.map(({ url }) => url);

describe('wherever the command stands', () => {
  test.each<[string, string]>([
    ['a prompt', '$ stripe listen --forward-to localhost:3000/hook'],
    ['a prompt of PowerShell', 'PS C:\\app> .\\stripe.exe listen --forward-to localhost:3000/hook'],
    ['a prompt of cmd', 'C:\\app>stripe listen --forward-to localhost:3000/hook'],
    ['a path on Windows', 'C:\\tools\\stripe.exe listen --forward-to localhost:3000/hook'],
    ['a path', './node_modules/.bin/stripe listen --forward-to localhost:3000/hook'],
    ['npx', 'npx --yes @stripe/cli listen --forward-to localhost:3000/hook'],
    ['flags before the command', 'stripe --project-name shop listen --forward-to localhost:3000/hook'],
    ['a background job', './stripe listen --forward-to localhost:3000/hook &\npid=$!'],
    ['a background job without a space', '(stripe listen --forward-to localhost:3000/hook)& npm run dev'],
    ['redirections', 'stripe listen --forward-to localhost:3000/hook > stripe.log 2>&1 &'],
    ['a redirection before the flags', 'stripe listen 2>/dev/null --forward-to localhost:3000/hook'],
    ['a pipe', 'stripe listen --forward-to localhost:3000/hook | tee stripe.log'],
    ['a chain', 'wait-on tcp:3000 && stripe listen --forward-to localhost:3000/hook && echo done'],
    ['a list of commands', 'cd app; stripe listen --forward-to localhost:3000/hook; cd ..'],
    ['a comment behind it', 'stripe listen --forward-to localhost:3000/hook # not :4000'],
    ['a comment in a shell', '# stripe listen --forward-to localhost:3000/hook'],
    ['a comment in code', '// run: stripe listen --forward-to localhost:3000/hook'],
    ['a block comment', '/**\n * stripe listen \\\n *   --forward-to localhost:3000/hook\n */'],
    ['a subshell', 'sh -c "sleep 2; stripe listen --forward-to localhost:3000/hook"'],
    ['tmux', "tmux send-keys -t dev 'stripe listen --forward-to localhost:3000/hook' C-m"],
    [
      'osascript',
      'osascript -e \'tell app "Terminal" to do script "stripe listen --forward-to localhost:3000/hook"\'',
    ],
    ['cross-env', 'cross-env NODE_ENV=development stripe listen --forward-to localhost:3000/hook'],
    ['set of cmd', 'set NODE_ENV=development&& stripe listen --forward-to localhost:3000/hook'],
    ['dotenv', 'dotenv -e .env.local -- stripe listen --forward-to localhost:3000/hook'],
    ['npm run', 'npm run stripe -- --forward-to localhost:3000/hook'],
    [
      'a Procfile',
      'web: bin/rails s -p 3000\nstripe: stripe listen --forward-to localhost:3000/hook\njobs: sidekiq',
    ],
    [
      'a recipe of make',
      '.PHONY: stripe\nstripe: ## Forward\n\t@stripe listen --forward-to localhost:3000/hook',
    ],
    ['a recipe that ignores errors', '\t-@stripe listen --forward-to localhost:3000/hook'],
    [
      'a recipe over lines',
      'listen:\n\tstripe listen \\\n\t\t--forward-to localhost:3000/hook \\\n\t\t--latest\n\nother:\n\techo',
    ],
    ['spaces behind the backslash', 'stripe listen \\  \n  --forward-to localhost:3000/hook'],
    ['a line of package.json', '    "stripe": "stripe listen --forward-to localhost:3000/hook",'],
    ['a line of package.json, cut off', 'stripe": "stripe listen --forward-to localhost:3000/hook",'],
    ['the end of a line of package.json', 'stripe listen --forward-to localhost:3000/hook",'],
    [
      'a whole package.json',
      '{"name":"x","scripts":{"dev":"next dev","stripe":"stripe listen --forward-to localhost:3000/hook"}}',
    ],
    [
      'concurrently',
      '"dev": "concurrently \\"next dev\\" \\"stripe listen --forward-to localhost:3000/hook\\"",',
    ],
    [
      'concurrently with names',
      '"dev": "concurrently -n web,stripe -c blue,green \'next dev\' \'stripe listen --forward-to localhost:3000/hook\'"',
    ],
    ['concurrently as typed', 'concurrently "npm:dev" "stripe listen --forward-to localhost:3000/hook"'],
    [
      'concurrently without its outer quotes',
      'concurrently \\"npm:dev\\" \\"stripe listen --forward-to localhost:3000/hook\\"',
    ],
    [
      'a script quoted twice',
      '"dev": "sh -c \\"concurrently \\\\\\"vite\\\\\\" \\\\\\"stripe listen --forward-to localhost:3000/hook\\\\\\"\\""',
    ],
    ['run-p', '"dev": "run-p \\"start\\" \\"stripe -- listen --forward-to localhost:3000/hook\\""'],
    [
      'a compose file',
      'services:\n  stripe:\n    image: stripe/stripe-cli:latest\n    command: listen --forward-to localhost:3000/hook\n    network_mode: host',
    ],
    ['a compose file, quoted', '    command: "listen --forward-to localhost:3000/hook"'],
    ['a compose file, quoted once', "    command: 'listen --forward-to localhost:3000/hook'"],
    ['a list in a line', '    command: ["listen", "--forward-to", "localhost:3000/hook"]'],
    ['a list in a line without spaces', 'command: ["stripe","listen","--forward-to","localhost:3000/hook"]'],
    ['a list in a line without quotes', '    command: [listen, --forward-to, localhost:3000/hook]'],
    [
      'a list over lines',
      'command:\n  - listen\n  - --forward-to\n  - localhost:3000/hook\nports:\n  - "1:1"',
    ],
    [
      'a list over lines, quoted',
      'command:\n  - "listen" # the command\n  - "--forward-to=localhost:3000/hook"\n  # - --live',
    ],
    ['a list with stripe in it', 'args:\n- stripe\n- listen\n- -f\n- localhost:3000/hook'],
    [
      'folded text',
      '    command: >-\n      listen\n      --forward-to localhost:3000/hook\n      --skip-update\n    restart: always',
    ],
    [
      'folded text, the value below',
      '    command: >\n      listen --forward-to\n      localhost:3000/hook\n    restart: always',
    ],
    [
      'flags in another list',
      '    entrypoint: ["stripe", "listen"]\n    command: ["--forward-to", "localhost:3000/hook"]',
    ],
    ['a plain scalar over lines', '    command: listen\n      --forward-to localhost:3000/hook'],
    [
      'a task of Taskfile.yml',
      'tasks:\n  stripe:\n    cmds:\n      - stripe listen --forward-to localhost:3000/hook',
    ],
    ['mprocs', 'procs:\n  stripe:\n    shell: "stripe listen --forward-to localhost:3000/hook"'],
    ['a justfile', 'stripe:\n    stripe listen --forward-to localhost:3000/hook'],
    ['mise', '[tasks.stripe]\nrun = "stripe listen --forward-to localhost:3000/hook"'],
    ['TOML, literally', "cmd = 'stripe listen --forward-to localhost:3000/hook'"],
    ['devenv', 'stripe.exec = "stripe listen --forward-to localhost:3000/hook";'],
    [
      'tasks.json',
      '{\n  "command": "stripe",\n  "args": [\n    "listen",\n    "--forward-to",\n    "localhost:3000/hook"\n  ],\n}',
    ],
    [
      'devcontainer.json',
      '  // forward\n  "postStartCommand": "nohup stripe listen --forward-to localhost:3000/hook &",',
    ],
    [
      'a program',
      'spawn("stripe", ["listen", "--api-key", key, "--forward-to", "localhost:3000/hook"], { stdio: "inherit" });',
    ],
    [
      'a program, one string',
      "execSync('stripe listen --forward-to localhost:3000/hook', { stdio: 'inherit' });",
    ],
    ['a template', 'console.log(`  stripe listen --forward-to localhost:3000/hook`);'],
    ['Python', 'subprocess.run(["stripe", "listen", "--forward-to", "localhost:3000/hook"], check=True)'],
    ['Go', 'cmd := exec.Command("stripe", "listen", "--forward-to", "localhost:3000/hook")'],
    ['Ruby', 'system %w(stripe listen --forward-to localhost:3000/hook)'],
    ['PowerShell', 'Start-Process stripe -ArgumentList "listen --forward-to localhost:3000/hook"'],
    [
      'PowerShell, a list',
      'Start-Process stripe -ArgumentList @("listen", "--forward-to", "localhost:3000/hook")',
    ],
    ['PowerShell over lines', 'stripe listen `\n  --forward-to localhost:3000/hook `\n  --latest'],
    ['cmd over lines', 'stripe listen ^\r\n  --forward-to localhost:3000/hook'],
    ['lines broken by copying', 'stripe listen\n  --forward-to localhost:3000/hook'],
    ['prompts of a shell on each line', '$ stripe listen \\\n>   --forward-to localhost:3000/hook'],
    ['Markdown', 'Run `stripe listen --forward-to localhost:3000/hook` in another terminal.'],
    ['a fence', '```bash\nstripe listen --forward-to localhost:3000/hook\n```'],
    ['a table', '| `stripe listen --forward-to localhost:3000/hook` | Forward |'],
    ['a sentence', "Don't forget to listen: stripe listen --forward-to localhost:3000/hook."],
    ['a sentence in quotes', 'Type “stripe listen --forward-to localhost:3000/hook”, then go on.'],
    ['Chinese', '執行 `stripe listen --forward-to localhost:3000/hook`（另開終端機）。'],
    ['HTML', '<p>Run <code>stripe listen --forward-to localhost:3000/hook</code>.</p>'],
    ['an address in brackets', '> stripe listen --forward-to <http://localhost:3000/hook>'],
    [
      'a line end as JSON writes it',
      '"stripe": "set -e\\nstripe listen --forward-to localhost:3000/hook\\necho done"',
    ],
    [
      'a line that is commented out',
      'stripe listen \\\n  # --forward-to localhost:4000 \\\n  --forward-to localhost:3000/hook',
    ],
    ['a port alone', 'stripe listen --forward-to :3000/hook'],
    ['typographic quotes and dashes', 'stripe listen –forward-to ‘localhost:3000/hook’ —skip-update'],
    ['no-break spaces', 'stripe\u00a0listen --forward-to\u00a0localhost:3000/hook'],
    ['double quotes', 'stripe listen --forward-to "localhost:3000/hook"'],
    ['a short flag without a space', 'stripe listen -flocalhost:3000/hook'],
    ['a short flag with a sign', 'stripe listen -f=localhost:3000/hook'],
    ['short flags together', 'stripe listen -slf localhost:3000/hook'],
    [
      'docker run',
      'docker run --rm -it stripe/stripe-cli:latest listen --forward-to host.docker.internal:3000/hook',
    ],
    [
      'docker run over lines',
      'docker run --rm -it \\\n  -e STRIPE_API_KEY \\\n  stripe/stripe-cli listen \\\n  --forward-to http://host.docker.internal:3000/hook',
    ],
  ])('%s', (_name, text) => {
    expect(urlsOf(text)).toEqual([HOOK]);
  });
});

test('several commands of one text are each offered, the same one once', () => {
  const text = `{
    "scripts": {
      "stripe": "stripe listen --forward-to localhost:3000/hook",
      "stripe:connect": "stripe listen --forward-connect-to localhost:3000/connect --events account.updated",
      "dev": "concurrently \\"next dev\\" \\"stripe listen --forward-to localhost:3000/hook\\""
    }
  }`;
  expect(readListenCommands(text)).toEqual({
    targets: [
      target({}),
      target({ url: 'http://localhost:3000/connect', accounts: 'connected', types: ['account.updated'] }),
    ],
    ignored: [],
    remarks: [],
  });
  // One address for the own account and for connected ones is one endpoint.
  expect(
    readListenCommands('stripe: stripe listen -f localhost:3000/hook -c localhost:3000/hook').targets,
  ).toEqual([target({})]);
});

describe('flags', () => {
  test.each<[string, object[], string[]]>([
    [
      '--events a.b, c.d,e.f --forward-to localhost:3000/hook',
      [target({ types: ['a.b', 'c.d', 'e.f'] })],
      [],
    ],
    ['--events a.b,\\\nc.d -f localhost:3000/hook', [target({ types: ['a.b', 'c.d'] })], []],
    ['-f localhost:3000/hook\n  --events a.b,\n  c.d', [target({ types: ['a.b', 'c.d'] })], []],
    ['-f localhost:3000/hook --all-thin --all-snapshot', [target({})], []],
    ['-f localhost:3000/hook --all-thin=true --skip-verify=false', [target({ kinds: 'thin' })], []],
    [
      '-f localhost:3000/hook --forward-thin-to localhost:3000/thin --events a.b --thin-events v1.x',
      [
        target({ types: ['a.b'], kinds: 'snapshot' }),
        target({ url: 'http://localhost:3000/thin', types: ['v1.x'], kinds: 'thin' }),
      ],
      [],
    ],
    ['-f localhost:3000/hook -f localhost:3000/hook2', [target({ url: 'http://localhost:3000/hook2' })], []],
    [
      '-f localhost:3000/hook --load-from-webhooks-api -j --format JSON --log-level debug --device-name x --no-wss',
      [target({})],
      ['--load-from-webhooks-api', '--print-json', '--format', '--log-level', '--device-name', '--no-wss'],
    ],
    [
      '-f localhost:3000/hook -H "Host: a" -H "Host: b"',
      [target({ headers: [['Host', 'a']] })],
      ['--headers Host: b'],
    ],
  ])('%s', (flags, targets, ignored) => {
    expect(readListenCommands(`stripe listen ${flags}`)).toEqual({ targets, ignored, remarks: [] });
  });

  test('more events or headers than an endpoint can have are cut, and it says so', () => {
    const types = Array.from({ length: 240 }, (_, index) => `a.b${index}`);
    const headers = Array.from({ length: 52 }, (_, index) => `-H X-${index}:1`).join(' ');
    const { targets, ignored } = readListenCommands(`stripe listen -f 3000 -e ${types.join(',')} ${headers}`);
    expect(targets[0]?.types).toHaveLength(200);
    expect(targets[0]?.headers).toHaveLength(50);
    expect(ignored).toEqual(['--headers X-50:1', '--headers X-51:1', '--events, --thin-events: 40 of 240']);
  });
});

test('flags take a value where the real CLI says so', () => {
  const help = execFileSync(bundledCliPath(), ['listen', '--help'], {
    env: cliTestEnvironment(tempDir()),
    encoding: 'utf8',
  });
  const known = [...help.matchAll(/^ {2,6}(?:-(\w), )?(--[a-z-]+)(?: (strings?|int\d*))?(?= {2,}|$)/gm)];
  expect(known.length).toBeGreaterThan(18);
  for (const [, short, long = '', type] of known) {
    const flags = flagsOf([long, 'value']);
    expect([long, flags.get(long)]).toEqual([long, [type === undefined ? '' : 'value']]);
    if (short !== undefined) expect([...flagsOf([`-${short}`, 'value'])]).toEqual([...flags]);
  }
});

describe('variables', () => {
  test.each<[string, string]>([
    ['stripe listen --forward-to localhost:${PORT}/hook', '${PORT}'],
    ['stripe listen --forward-to localhost:$PORT/hook', '$PORT'],
    [
      '"stripe": "stripe listen --forward-to localhost:$npm_package_config_port/hook"',
      '$npm_package_config_port',
    ],
    ["stripe listen --forward-to 'localhost:${PORT}/hook'", '${PORT}'],
    ['\tstripe listen --forward-to localhost:$(PORT)/hook', '$(PORT)'],
    ['\tstripe listen --forward-to localhost:$$PORT/hook', '$$PORT'],
    ['\tstripe listen --forward-to localhost:$${PORT}/hook', '$${PORT}'],
    ['stripe listen --forward-to localhost:%PORT%/hook', '%PORT%'],
    ['stripe listen --forward-to localhost:%DEV_PORT%/hook', '%DEV_PORT%'],
    ['stripe listen --forward-to localhost:$env:PORT/hook', '$env:PORT'],
    ['stripe listen --forward-to "localhost:${env:PORT}/hook"', '${env:PORT}'],
    ['stripe listen --forward-to localhost:{{port}}/hook', '{{port}}'],
    ['- stripe listen --forward-to localhost:{{ .PORT }}/hook', '{{ .PORT }}'],
    ['stripe listen --forward-to localhost:$(cat .port)/hook', '$(cat .port)'],
    ['stripe listen --forward-to localhost:`cat .port`/hook', '$(cat .port)'],
    ['stripe listen --forward-to localhost:$1/hook', '$1'],
    ['stripe listen --forward-to "$@"', '$@'],
    ['stripe listen --forward-to localhost:<port>/hook', '<port>'],
    ['stripe listen --forward-to localhost:<your port>/hook', '<your port>'],
    ['stripe listen --forward-to localhost:[PORT]/hook', '[PORT]'],
    ['stripe listen --forward-to localhost:PORT/hook', 'PORT'],
    ['stripe listen --forward-to localhost:!PORT!/hook', '!PORT!'],
    [`["stripe", "listen", "--forward-to", "http://localhost:#{ENV['PORT']}/hook"]`, "#{ENV['PORT']}"],
    ['stripe listen --forward-to localhost:XXXX/hook', 'XXXX'],
    ['command: listen --forward-to ${APP_URL:?missing}/hook', '${APP_URL:?missing}'],
    ['spawn("stripe", ["listen", "--forward-to", `${url}/hook`])', '${url}'],
    ['spawn("stripe", ["listen", "--forward-to", url])', '${url}'],
    ['spawn("stripe", ["listen", "--forward-to", "http://localhost:" + port + "/hook"])', '${port}'],
    ['["stripe", "listen", "--forward-to", f"{base_url}/hook"]', '{base_url}'],
  ])('%s', (text, variable) => {
    expect(readListenCommands(text)).toMatchObject({
      targets: [],
      remarks: [{ code: 'unknown_variable', text: variable, value: null }],
    });
  });

  test.each<[string, string, string]>([
    ['stripe listen -f localhost:${PORT:-3000}/hook', '${PORT:-3000}', '3000'],
    ['stripe listen -f localhost:${PORT-3000}/hook', '${PORT-3000}', '3000'],
    [
      'stripe listen -f ${URL:-${APP:-http://localhost:3000}/hook}',
      '${URL:-${APP:-http://localhost:3000}/hook}',
      HOOK,
    ],
    ['PORT=3000\nstripe listen -f localhost:$PORT/hook', '$PORT', '3000'],
    ['export PORT="3000" # web\nstripe listen -f localhost:${PORT}/hook', '${PORT}', '3000'],
    [
      'PORT=${1:-3000}\nTARGET="localhost:$PORT/hook"\nstripe listen -f "$TARGET"',
      '$TARGET',
      'localhost:3000/hook',
    ],
    ['PORT="${PORT:-3000}"\nstripe listen -f localhost:$PORT/hook', '$PORT', '3000'],
    ['PORT ?= 3000\n\nlisten:\n\tstripe listen -f localhost:$(PORT)/hook', '$(PORT)', '3000'],
    ['port := "3000"\n\nstripe:\n  stripe listen -f localhost:{{port}}/hook', '{{port}}', '3000'],
    ['vars:\n  PORT: 3000\ncmds:\n  - stripe listen -f localhost:{{.PORT}}/hook', '{{.PORT}}', '3000'],
    ['"x": "cross-env PORT=3000 stripe listen -f localhost:$PORT/hook"', '$PORT', '3000'],
    ['set PORT=3000&& stripe listen -f localhost:%PORT%/hook', '%PORT%', '3000'],
    ['$env:PORT = "3000"\nstripe listen -f localhost:$env:PORT/hook', '$env:PORT', '3000'],
  ])('a value in the text is used, and it says so: %s', (text, variable, value) => {
    expect(readListenCommands(text)).toMatchObject({
      targets: [{ url: HOOK }],
      remarks: [{ code: 'assumed_variable', text: variable, value }],
    });
  });

  test('two values are none, and neither is what a program computes or what leads in a circle', () => {
    for (const text of [
      'PORT=3000\nPORT=4000\nstripe listen -f localhost:$PORT',
      'port = process.env.PORT\nspawn("stripe", ["listen", "-f", `localhost:${port}`])',
      'A=$B\nB=$A\nstripe listen -f $A',
    ]) {
      expect(readListenCommands(text)).toMatchObject({
        targets: [],
        remarks: [{ code: 'unknown_variable' }],
      });
    }
  });

  test('an escape in an address is no variable', () => {
    expect(urlsOf('stripe listen -f localhost:3000/caf%C3%A9%20x?a=1&b=2')).toEqual([
      'http://localhost:3000/caf%C3%A9%20x?a=1&b=2',
    ]);
    expect(urlsOf('stripe listen -f http://[::1]:3000/hook')).toEqual(['http://[::1]:3000/hook']);
    expect(urlsOf('stripe listen -f http://user:pass@localhost:3000/hook')).toEqual([
      'http://user:pass@localhost:3000/hook',
    ]);
  });

  test('one in events or headers leaves the rest', () => {
    expect(
      readListenCommands(
        'stripe listen -f localhost:3000/hook -e invoice.paid,$MORE -H "X-A: $TOKEN" -H X-B:1',
      ),
    ).toMatchObject({
      targets: [target({ types: ['invoice.paid'], headers: [['X-B', '1']] })],
      ignored: ['--headers X-A: $TOKEN'],
      remarks: [
        { code: 'unknown_variable', text: '$TOKEN' },
        { code: 'unknown_variable', text: '$MORE' },
      ],
    });
  });
});

test('names that only containers know are named', () => {
  for (const host of ['host.docker.internal', 'host.containers.internal', 'docker.for.mac.localhost']) {
    expect(readListenCommands(`command: listen --forward-to http://${host}:3000/hook`)).toEqual({
      targets: [target({})],
      ignored: [],
      remarks: [{ code: 'docker_host', text: host, value: null }],
    });
  }
  expect(readListenCommands('command: listen --forward-to http://web:3000/hook')).toMatchObject({
    targets: [{ url: 'http://web:3000/hook' }],
    remarks: [{ code: 'container_name', text: 'web' }],
  });
});

test('no secret of the text is repeated in what is said of it', () => {
  const secret = 'sk_test_51abcdefghijklmnop';
  const texts = [
    `stripe listen --api-key ${secret} --forward-to localhost:$PORT/hook`,
    `stripe listen --api-key=${secret} --forward-to localhost:3000/hook`,
    `stripe listen --api-key`,
    `STRIPE_SECRET_KEY=${secret}\nURL=http://x/${secret}\nstripe listen --forward-to $URL`,
    `stripe listen --forward-to ftp://u:hunter2@x/${secret}`,
    `stripe listen -f 3000 -H "Connection: ${secret}"`,
    `stripe listen -f 3000 --api-key ${secret} --unknown ${secret}`,
    `command: ["listen", "--forward-to", "localhost:$PORT", "--api-key", "${secret}"]`,
  ];
  for (const text of texts) {
    const { ignored, remarks } = readListenCommands(text);
    expect(JSON.stringify([ignored, remarks])).not.toMatch(/51abcdef|hunter2/);
  }
});

test('whatever quotes a command, it is read as if there were none', () => {
  const address = fc
    .record({
      host: fc.constantFrom('localhost', '127.0.0.1', 'app.test', '[::1]'),
      port: fc.integer({ min: 1, max: 65_535 }),
      path: fc.stringMatching(/^[a-z0-9/_-]{0,12}$/),
      query: fc.constantFrom('', '?a=b', '?a=b&c=d'),
    })
    .map(({ host, port, path, query }) => `http://${host}:${port}/${path}${query}`);
  const type = fc.stringMatching(/^[a-z_]{1,8}\.[a-z_]{1,8}$/);
  const header = fc.stringMatching(/^X-[A-Za-z]{1,6}: ?[A-Za-z0-9 ;"'\\]{0,8}[A-Za-z0-9]$/);
  const single = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  const double = (word: string): string => `"${word.replaceAll(/["\\$`]/g, '\\$&')}"`;
  const slashed = (word: string): string => word.replaceAll(/[^\w./:=@,-]/g, '\\$&');
  const shells = [single, double, slashed];
  const wrappers: ((command: string) => string)[] = [
    (command) => command,
    (command) => `"dev": ${JSON.stringify(command)},`,
    (command) => JSON.stringify({ scripts: { stripe: command } }, null, 2),
    (command) => `"dev": ${JSON.stringify(`concurrently "next dev" ${JSON.stringify(command)}`)},`,
    (command) => `stripe: ${command}\nweb: next dev`,
    (command) => `listen:\n\t@${command}\n\nother:\n\ttrue`,
    (command) => `    command: ${JSON.stringify(command)}`,
  ];
  fc.assert(
    fc.property(
      address,
      fc.array(type, { minLength: 1, maxLength: 3 }),
      fc.option(header, { nil: undefined }),
      fc.array(fc.constantFrom(...shells), { minLength: 3, maxLength: 3 }),
      fc.constantFrom(' ', '  ', ' \\\n  '),
      fc.constantFrom(...wrappers),
      (url, types, oneHeader, [first = single, second = single, third = single], gap, wrap) => {
        const continued = wrap === wrappers[0] ? gap : ' ';
        const words = ['stripe listen', `--forward-to ${first(url)}`, `--events=${second(types.join(','))}`];
        if (oneHeader !== undefined) words.push(`-H ${third(oneHeader)}`);
        const { targets, ignored, remarks } = readListenCommands(wrap(words.join(continued)));
        expect(ignored).toEqual([]);
        expect(remarks).toEqual([]);
        const colon = oneHeader?.indexOf(':') ?? 0;
        expect(targets).toEqual([
          target({
            url: new URL(url).href,
            types,
            headers:
              oneHeader === undefined ? [] : [[oneHeader.slice(0, colon), oneHeader.slice(colon + 1).trim()]],
          }),
        ]);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('nothing that can be pasted makes it fail', () => {
  const part = fc.constantFrom(
    'stripe', 'listen', '--forward-to', '-f', 'localhost:3000', '"', "'", '`', '\\', '\n', '\r\n', ' ', '- ', ',', '[', ']', '{', '}', '${',
    '$(', '}}', '{{', '<', '>', '#', '&', '|', ';', '%A%', '=', ':', '$A', 'A=$A', '^', '\u201c', '--events', '-H', 'a:b',
  ); // prettier-ignore
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const { targets, remarks } = readListenCommands(parts.join(''));
      expect(targets.length + remarks.length).toBeGreaterThan(0);
      for (const { url, headers } of targets) {
        expect(URL.canParse(url)).toBe(true);
        expect(headers.length).toBeLessThanOrEqual(50);
      }
    }),
    { numRuns: 5_000 },
  );
});

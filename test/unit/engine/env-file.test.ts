// Writing one variable into a .env file: nothing else changes, there is no second entry, and the difference is shown first.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { EnvFileError, planEnvFile } from '#engine/env-file/env-file.ts';
import { applyEdits, setVariable } from '#engine/env-file/set-variable.ts';
import { replaceFile } from '#engine/files/replace-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NAME = 'STRIPE_WEBHOOK_SECRET';

/** @returns the text afterwards and the codes of the notes, or the problem and its line */
function outcomeOf(before: string, value = 'new'): [string, ...(string | number | null)[]] {
  const change = setVariable(before, NAME, value);
  if (!change.ok) return [change.problem, change.line];
  return [applyEdits(before, change.edits), ...change.notes.flatMap(({ code, line }) => [code, line])];
}

test.each<[string, string, string]>([
  ['an empty file', '', `${NAME}=new\n`],
  ['no entry yet', 'A=1\nB=2\n', `A=1\nB=2\n${NAME}=new\n`],
  ['no newline at the end', 'A=1', `A=1\n${NAME}=new\n`],
  ['an entry', `A=1\n${NAME}=old\nB=2\n`, `A=1\n${NAME}=new\nB=2\n`],
  ['an entry without a value', `A=1\n${NAME}=\nB=2\n`, `A=1\n${NAME}=new\nB=2\n`],
  ['quotes stay', `${NAME}="old"\n`, `${NAME}="new"\n`],
  ['single quotes stay', `${NAME}='old' # c\n`, `${NAME}='new' # c\n`],
  ['backquotes, which the shell would run, go', `${NAME}=\`old\`\n`, `${NAME}=new\n`],
  ['export and a comment stay', `export ${NAME}=old # the CLI's\n`, `export ${NAME}=new # the CLI's\n`],
  // The shell takes `NAME = x` for a command and, behind export, ends there: only without the spaces do both read the value.
  ['spaces around =', `export ${NAME} = old # the CLI's\n`, `export ${NAME}=new # the CLI's\n`],
  ['a colon', `${NAME}: old\n`, `${NAME}=new\n`],
  ['a comment right behind the value', `${NAME}=old#c\n`, `${NAME}=new #c\n`],
  ['a comment right behind the quote', `${NAME}="old"#c\n`, `${NAME}="new" #c\n`],
  ['a no-break space behind the value', `${NAME}=old\u00a0\nB=2\n`, `${NAME}=new\nB=2\n`],
  ['two entries become one', `${NAME}=a\nX=1\n${NAME}=b\n`, `X=1\n${NAME}=new\n`],
  ['an earlier entry over two lines', `X=1\n${NAME}="a\nb" # c\n# d\n${NAME}=b`, `X=1\n# d\n${NAME}=new`],
  ['a comment is no entry', `# ${NAME}=old\n`, `# ${NAME}=old\n${NAME}=new\n`],
  ['a longer name is another', `${NAME}_2=old\nMY_${NAME}=x\n`, `${NAME}_2=old\nMY_${NAME}=x\n${NAME}=new\n`],
  ['a value over two lines', `A=1\n${NAME}="old\n"\nB="2"\nC=3\n`, `A=1\n${NAME}="new"\nB="2"\nC=3\n`],
  ['within a quoted value', `A="\n${NAME}=x\n"\n`, `A="\n${NAME}=x\n"\n${NAME}=new\n`],
  ['within a quoted value, and an entry', `A='\n${NAME}=x'\n${NAME}=y\n`, `A='\n${NAME}=x'\n${NAME}=new\n`],
  ['its own quote not closed', `${NAME}="old\nB=2\n`, `${NAME}="new"\nB=2\n`],
  ['a backslash at the end', 'DIR=C:\\x\\\n', `DIR=C:\\x\\\n\n${NAME}=new\n`],
  ['nothing but a byte order mark', '\uFEFF', `\uFEFF\n${NAME}=new\n`],
  ['a byte order mark', `\uFEFFA=1\n${NAME}=old\n`, `\uFEFFA=1\n${NAME}=new\n`],
])('%s', (_name, before, after) => {
  expect(outcomeOf(before)).toEqual([after]);
  expect(outcomeOf(after)).toEqual([after]);
});

test.each<[string, string, [string, ...(string | number)[]]]>([
  ['Windows line ends stay', `A=1\r\n${NAME}=old\r\n`, [`A=1\r\n${NAME}=new\r\n`, 'carriage_return', 2]],
  ['Windows line ends for a new line', 'A=1\r\n', [`A=1\r\n${NAME}=new\r\n`, 'carriage_return', 2]],
  ['Windows line ends, and a comment', `${NAME}=old # c\r\n`, [`${NAME}=new # c\r\n`]],
  [
    'on the first line behind a byte order mark',
    `\uFEFF${NAME}=old\nB=2\n`,
    [`\uFEFF${NAME}=new\nB=2\n`, 'bom', 1],
  ],
  [
    'a quote before it that the shell does not close',
    `X=1\nA=it's\n${NAME}=old\n`,
    [`X=1\nA=it's\n${NAME}=new\n`, 'open_in_shell', 2],
  ],
  [
    'a comment that a backslash joins to the line before it',
    "DIR=C:\\x\\\n# it's\n",
    [`DIR=C:\\x\\\n# it's\n${NAME}=new\n`, 'open_in_shell', 2],
  ],
  [
    'a command within double quotes that is not closed',
    'A=a"b\nB=`\nC="\n',
    [`A=a"b\nB=\`\nC="\n${NAME}=new\n`, 'open_in_shell', 1],
  ],
  [
    'an earlier entry on the first line behind a byte order mark',
    `\uFEFF${NAME}=a\n${NAME}=b\n`,
    [`\uFEFF\n${NAME}=new\n`],
  ],
  ['text behind its closing quote on the next line', `A=1\n${NAME}="old\n" x\nB=2\n`, ['ambiguous', 2]],
  ['dotenv would take the new line for the value of the last', 'A=1\nB:\n', [`A=1\nB:\n\n${NAME}=new\n`]],
])('%s', (_name, before, outcome) => {
  expect(outcomeOf(before)).toEqual(outcome);
});

test.each<[string, string]>([
  ['whsec_a+b/c=', `${NAME}=whsec_a+b/c=\n`],
  ['whsec_#a', `${NAME}='whsec_#a'\n`],
  ['whsec_$a', `${NAME}='whsec_$a'\n`],
  ["whsec_'a", `${NAME}="whsec_'a"\n`],
  ['whsec_~a\\n', `${NAME}='whsec_~a\\n'\n`],
  ["whsec_'$a", 'value'],
  ['whsec_a\nb', 'value'],
])('the value %j is written so that both read it', (value, after) => {
  expect(outcomeOf('', value)[0]).toBe(after);
});

test('shows the difference first, secrets masked, and writes only when told to', () => {
  const path = join(tempDir(), '.env');
  writeFileSync(
    path,
    `STRIPE_SECRET_KEY=sk_test_verysecret\nDATABASE_URL=postgres://u:hunter2@db/x\n${NAME}=whsec_oldoldoldold\nNAME=Zoë\n`,
  );
  chmodSync(path, 0o640);
  const request = { path, variable: NAME, value: 'whsec_newnewnewnew' };
  const before = readFileSync(path);
  const plan = planEnvFile({ ...request, apply: false });
  expect(plan).toMatchObject({ exists: true, changed: true, applied: false });
  expect(plan.diff.map(({ kind }) => kind)).toEqual(['same', 'same', 'removed', 'added', 'same']);
  const shown = plan.diff.map(({ text }) => text).join('\n');
  for (const secret of ['verysecret', 'hunter2', 'oldoldoldold', 'newnewnewnew'])
    expect(shown).not.toContain(secret);
  expect(shown).toContain('NAME=Zoë');
  expect(readFileSync(path).equals(before)).toBe(true);

  expect(planEnvFile({ ...request, apply: true })).toMatchObject({ applied: true });
  expect(readFileSync(path, 'utf8')).toContain(`${NAME}=whsec_newnewnewnew\nNAME=Zoë\n`);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(planEnvFile({ ...request, apply: true })).toMatchObject({ changed: false, applied: false });
});

test('bytes that are no UTF-8 survive; a link stays a link; a new file is for this user only', () => {
  const dir = tempDir();
  const real = join(dir, 'real.env');
  const odd = Buffer.concat([Buffer.from('A=\xff\xfe\n', 'latin1'), Buffer.from('B=1\n')]);
  writeFileSync(real, odd);
  const link = join(dir, '.env');
  symlinkSync(real, link);
  planEnvFile({ path: link, variable: NAME, value: 'whsec_x', apply: true });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(real).subarray(0, odd.byteLength).equals(odd)).toBe(true);
  const fresh = join(dir, 'fresh.env');
  expect(planEnvFile({ path: fresh, variable: NAME, value: 'whsec_x', apply: false })).toMatchObject({
    exists: false,
    changed: true,
  });
  const { diff } = planEnvFile({ path: fresh, variable: NAME, value: 'whsec_x', apply: false });
  expect(diff).toEqual([{ kind: 'added', text: `${NAME}=whsec_…` }]);
  expect(existsSync(fresh)).toBe(false);
  planEnvFile({ path: fresh, variable: NAME, value: 'whsec_x', apply: true });
  if (process.platform !== 'win32') expect(statSync(fresh).mode & 0o077).toBe(0);
  expect(readdirSync(dir).toSorted()).toEqual(['.env', 'fresh.env', 'real.env']);
});

const write = (path: string, value = 'whsec_new') =>
  planEnvFile({ path, variable: NAME, value, apply: true });

/** @returns what the refusal says by code, and its sentence */
function refusalOf(act: () => unknown): [string, string] {
  try {
    act();
  } catch (error) {
    if (error instanceof EnvFileError) return [error.problem, error.message];
    throw error;
  }
  throw new Error('It was not refused.');
}

test('what is no text file is refused in a sentence, and nothing is written', () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'sub'));
  symlinkSync(join(dir, 'loop'), join(dir, 'loop'));
  const files: Record<string, Buffer> = {
    huge: Buffer.alloc(1024 * 1024 + 1, 'A'),
    zeros: Buffer.from('A=1\0\0\0B=2\n'),
    half: Buffer.from('\uFEFFA=1\n', 'utf16le').subarray(0, -1),
    utf32: Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0, 0x3d, 0, 0, 0]),
    png: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    ambiguous: Buffer.from(`A=1\n${NAME}="old\n" x\nB=2\n`),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes);
  const refusals = ['sub', 'loop', ...Object.keys(files), 'no/such/.env'].map((name) =>
    refusalOf(() => write(join(dir, name))),
  );
  expect(refusals.map(([problem]) => problem)).toEqual([
    'not_a_file',
    'not_a_file',
    'too_large',
    'not_text',
    'not_text',
    'not_text',
    'not_text',
    'ambiguous',
    'no_directory',
  ]);
  const sentences = refusals.map(([, message]) => message);
  expect(sentences[0]).toContain(`Did you mean ${join(dir, 'sub', '.env')}?`);
  expect(sentences[7]).toContain('line 2');
  expect(sentences[8]).toContain(`The directory ${join(dir, 'no/such')} does not exist.`);
  for (const [name, bytes] of Object.entries(files))
    expect(readFileSync(join(dir, name)).equals(bytes)).toBe(true);
  expect(readdirSync(dir).toSorted()).toEqual([...Object.keys(files), 'loop', 'sub'].toSorted());
});

test('a file in UTF-16 is written in UTF-16, with or without its mark', () => {
  const path = join(tempDir(), '.env');
  for (const [mark, big] of [
    ['\uFEFF', false],
    ['\uFEFF', true],
    ['', false],
    ['', true],
  ] as const) {
    const encode = (text: string): Buffer => {
      const little = Buffer.from(mark + text, 'utf16le');
      return big ? little.swap16() : little;
    };
    writeFileSync(path, encode(`# 註解\r\n${NAME}=old\r\nB=2\r\n`));
    expect(write(path)).toMatchObject({ applied: true, notes: [{ code: 'utf16', line: null }] });
    expect(readFileSync(path).equals(encode(`# 註解\r\n${NAME}=whsec_new\r\nB=2\r\n`))).toBe(true);
  }
});

test('the difference shows no secret of the file, whatever it is called', () => {
  const path = join(tempDir(), '.env');
  const secrets = ['hunter2', 'MIIEpAIBAAKC', 'sk_live_abcdefgh12345678', 'oldoldold', 'p4ss', 'dsnsecret'];
  writeFileSync(
    path,
    [
      'DB_PASS=hunter2',
      'CERT="-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKC\n-----END RSA PRIVATE KEY-----"',
      'PLAIN=sk_live_abcdefgh12345678',
      `# ${NAME}=whsec_oldoldoldold`,
      '#DATABASE_URL=postgres://u:p4ss@db/x',
      "SENTRY_DSN='https://dsnsecret@sentry.io/1'",
      'GREETING=hello',
      '',
    ].join('\n'),
  );
  const { diff } = planEnvFile({ path, variable: NAME, value: 'whsec_newnewnewnew', apply: false });
  const shown = diff.map(({ kind, text }) => `${kind} ${text}`);
  expect(shown.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  expect(shown).toEqual([
    'same DB_PASS=…',
    'same CERT="…',
    'same …',
    'same …"',
    'same PLAIN=sk_live_REMOVED',
    `same # ${NAME}=whsec_oldo…ld`,
    'same #DATABASE_URL=…',
    "same SENTRY_DSN='…'",
    'same GREETING=hello',
    `added ${NAME}=whsec_newn…ew`,
  ]);
  writeFileSync(path, `X=1\n${NAME}="a\nb"\nY=2\n${NAME}=c\nZ=3`);
  expect(
    planEnvFile({ path, variable: NAME, value: 'whsec_n', apply: false }).diff.map(({ kind }) => kind),
  ).toEqual(['same', 'removed', 'removed', 'same', 'removed', 'added', 'same']);
});

test('links lead to the file that is written, also to one that does not exist yet', () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'shared'));
  mkdirSync(join(dir, 'app'));
  symlinkSync(join('..', 'shared', 'real.env'), join(dir, 'app', '.env'));
  symlinkSync(join('app', '.env'), join(dir, '.env'));
  expect(write(join(dir, '.env'))).toMatchObject({ exists: false, applied: true });
  for (const link of ['.env', 'app/.env']) expect(lstatSync(join(dir, link)).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(dir, 'shared', 'real.env'), 'utf8')).toBe(`${NAME}=whsec_new\n`);
  expect(write(join(dir, '.env'), 'whsec_2')).toMatchObject({ exists: true, applied: true });
  expect(readFileSync(join(dir, 'shared', 'real.env'), 'utf8')).toBe(`${NAME}=whsec_2\n`);

  linkSync(join(dir, 'shared', 'real.env'), join(dir, 'second.env'));
  expect(write(join(dir, 'second.env'), 'whsec_3').notes).toEqual([{ code: 'hard_link', line: null }]);
  expect(readFileSync(join(dir, '.env'), 'utf8')).toBe(`${NAME}=whsec_2\n`);
  const [problem, message] = refusalOf(() => write('~/no-such-directory/.env'));
  expect([problem, message]).toEqual([
    'no_directory',
    expect.stringContaining(join(homedir(), 'no-such-directory')),
  ]);
});

test('a file that another program writes meanwhile is not overwritten', () => {
  const dir = tempDir();
  const path = join(dir, '.env');
  const meanwhile = (change: () => void) =>
    refusalOf(() =>
      planEnvFile({ path, variable: NAME, value: 'whsec_new', apply: true }, (target, content, options) => {
        change();
        replaceFile(target, content, options);
      }),
    );
  expect(meanwhile(() => writeFileSync(path, 'A=1\n'))[0]).toBe('changed');
  expect(meanwhile(() => writeFileSync(path, 'A=2\n'))[0]).toBe('changed');
  expect(meanwhile(() => rmSync(path))[0]).toBe('changed');
  expect(readdirSync(dir)).toEqual([]);
  writeFileSync(path, 'A=3\n');
  expect(meanwhile(() => writeFileSync(path, 'A=4\n'))[1]).toContain('was changed by another program');
  expect(readFileSync(path, 'utf8')).toBe('A=4\n');
  expect(readdirSync(dir)).toEqual(['.env']);
});

test.runIf(process.platform !== 'win32')('a pipe is not read, which would wait for ever', () => {
  const path = join(tempDir(), '.env');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  expect(refusalOf(() => write(path))).toEqual(['not_a_file', expect.stringContaining('a named pipe')]);
});

test.runIf(process.platform !== 'win32')(
  'mode and owner stay, whatever the umask; a protected file is refused',
  () => {
    const path = join(tempDir(), '.env');
    writeFileSync(path, 'A=1\n');
    chmodSync(path, 0o666);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(path, 1234, 4321);
    const before = process.umask(0o077);
    try {
      write(path);
    } finally {
      process.umask(before);
    }
    const { mode, uid, gid } = statSync(path);
    expect(mode & 0o7777).toBe(0o666);
    if (isRoot) expect([uid, gid]).toEqual([1234, 4321]);
    chmodSync(path, 0o444);
    expect(refusalOf(() => write(path, 'whsec_2'))[0]).toMatch(/^(read_only|denied)$/);
    expect(readFileSync(path, 'utf8')).toContain('whsec_new');
  },
);

const ENGINE = pathToFileURL(join(import.meta.dirname, '../../../src/main/engine/')).href;

/** Writes in a process of its own, which prints what came of it. */
function writeElsewhere(
  path: string,
  { shell = '', before = '', first = '' }: { shell?: string; before?: string; first?: string },
) {
  const script = `
    const { planEnvFile } = await import('${ENGINE}env-file/env-file.ts');
    const { replaceFile } = await import('${ENGINE}files/replace-file.ts');
    ${first};
    const replace = (target, content, options) => replaceFile(target, content, {
      ...options,
      beforeRename() { ${before}; options.beforeRename(); },
    });
    try {
      planEnvFile({ path: process.env.TARGET, variable: '${NAME}', value: 'whsec_new', apply: true }, replace);
      console.log('written');
    } catch (error) {
      console.log(error.problem, error.message);
    }`;
  const { stdout, stderr, signal } = spawnSync(
    '/bin/sh',
    ['-c', `${shell} exec "$0" --no-warnings --input-type=module -e "$SCRIPT"`, process.execPath],
    { env: { ...process.env, TARGET: path, SCRIPT: script }, encoding: 'utf8' },
  );
  return { output: stdout + stderr, signal };
}

test.runIf(process.platform !== 'win32')('a write that fails leaves the file as it was and no copy', () => {
  const dir = tempDir();
  const path = join(dir, '.env');
  const before = `A=${'x'.repeat(5_000)}\n${NAME}=old\n`;
  writeFileSync(path, before);
  // A limit on the size of files, in blocks of 512 bytes: the same end as a full disk, in the middle of the write.
  expect(writeElsewhere(path, { shell: "trap '' XFSZ; ulimit -f 4;" }).output).toMatch(
    /^no_space .*the disk is full/,
  );
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(readdirSync(dir)).toEqual(['.env']);
});

test.runIf(process.platform !== 'win32')('a directory that cannot be written: a sentence', () => {
  const dir = tempDir();
  const path = join(dir, '.env');
  writeFileSync(path, 'A=1\n');
  chmodSync(path, 0o666);
  chmodSync(dir, 0o555);
  // Root may write everywhere, and somebody else may not be allowed to read the modules that are loaded before.
  const first = process.getuid?.() === 0 ? 'process.setuid(65534)' : '';
  expect(writeElsewhere(path, { first }).output).toMatch(
    /^denied .*Check the permissions of the file and of its directory/,
  );
  chmodSync(dir, 0o755);
  expect(readdirSync(dir)).toEqual(['.env']);
  expect(readFileSync(path, 'utf8')).toBe('A=1\n');
});

test.runIf(process.platform !== 'win32')('what a killed process left is removed by the next write', () => {
  const dir = tempDir();
  const path = join(dir, '.env');
  writeFileSync(path, 'A=1\n');
  expect(writeElsewhere(path, { before: "process.kill(process.pid, 'SIGKILL')" }).signal).toBe('SIGKILL');
  expect(readFileSync(path, 'utf8')).toBe('A=1\n');
  const left = readdirSync(dir).filter((name) => name !== '.env');
  expect(left).toEqual([expect.stringMatching(/^\.env\.hookline-\d+\.local$/)]);

  // One that is being written by a process that runs is none; one of long ago is, whoever has its number now.
  const running = `.env.hookline-${process.ppid}.local`;
  writeFileSync(join(dir, running), '');
  writeFileSync(join(dir, '.env.hookline-1.local'), '');
  utimesSync(join(dir, '.env.hookline-1.local'), 1, 1);
  writeFileSync(join(dir, '.env.hookline-notes.local'), '');
  write(path);
  expect(readdirSync(dir).toSorted()).toEqual(['.env', running, '.env.hookline-notes.local'].toSorted());
});

test('a rename that fails leaves no copy', () => {
  const dir = tempDir();
  const path = join(dir, 'secrets.json');
  expect(() =>
    replaceFile(path, 'secret', { beforeRename: () => mkdirSync(join(path, 'x'), { recursive: true }) }),
  ).toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
  expect(readdirSync(dir)).toEqual(['secrets.json']);
  replaceFile(join(dir, 'made', 'here', 'file'), 'x');
  expect(readFileSync(join(dir, 'made', 'here', 'file'), 'utf8')).toBe('x');
});

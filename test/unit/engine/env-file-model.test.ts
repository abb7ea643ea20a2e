// Whatever the .env file: dotenv and the shell read the new value, what else they read stays, and so does every other byte.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dotenvEntries } from '#engine/env-file/dotenv-entries.ts';
import { EnvFileError, planEnvFile } from '#engine/env-file/env-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NAME = 'STRIPE_WEBHOOK_SECRET';
const VALUE = 'whsec_0123456789abcdef';
const SHELLS = ['/bin/sh', '/bin/bash'].filter((path) => existsSync(path));

type Encoding = 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16le-bom' | 'utf16be' | 'utf16be-bom';

function encode(text: string, encoding: Encoding): Buffer {
  const marked = encoding.endsWith('-bom') ? `\uFEFF${text}` : text;
  if (encoding.startsWith('utf8')) return Buffer.from(marked);
  const little = Buffer.from(marked, 'utf16le');
  return encoding.startsWith('utf16be') ? little.swap16() : little;
}

function readText(bytes: Buffer, encoding: Encoding): string {
  if (encoding.startsWith('utf8')) return bytes.toString();
  return (encoding.startsWith('utf16be') ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
}

const withoutOwn = (read: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(read).filter(([name]) => name !== NAME));

/** One line of a file or more, `\n` for each line end, without the last. */
interface Piece {
  text: string;
  isOwn: boolean;
}

const word = fc.constantFrom('x', 'two', 'a.b', '1', 'https://example.com/a?b=c', 'Zoë', '測試', '-');
const inner = fc.constantFrom(
  '',
  'v',
  'two words',
  `line\n${NAME}=inside`,
  `\n${NAME}=inside\n# none\n`,
  'a # b',
);
const name = fc.constantFrom('A', 'B_2', 'MY_STRIPE_WEBHOOK_SECRET', `${NAME}_2`, NAME, NAME);
/** Alike for dotenv and the shell. */
const plainValue = fc.oneof(
  word,
  fc.constant(''),
  inner.map((text) => `'${text}'`),
  inner.map((text) => `"${text}"`),
);
const comment = fc.constantFrom('', '', ' # note', "\t# the CLI's", ' # a "quote"');
const plainEntry = fc
  .tuple(fc.constantFrom('', '  ', 'export ', '\texport '), name, plainValue, comment)
  .map(([lead, key, value, end]): Piece => ({ text: `${lead}${key}=${value}${end}`, isOwn: key === NAME }));
const noEntry = fc
  .constantFrom('', '', '# comment', `# ${NAME}=old`, `#${NAME}="old`, '   ', "# it's")
  .map((text): Piece => ({ text, isOwn: false }));
/** What only dotenv reads. */
const oddEntry = fc
  .tuple(
    name,
    fc.constantFrom(' = ', '= ', ': ', ' ='),
    fc.oneof(
      word,
      fc.constantFrom('two words', '`back`', "'q'", '"d"'),
      inner.map((text) => `\`${text}\``),
    ),
    fc.constantFrom('', '#close', ' # note'),
  )
  .map(([key, sign, value, end]): Piece => ({ text: `${key}${sign}${value}${end}`, isOwn: key === NAME }));

const fileOf = (piece: fc.Arbitrary<Piece>) =>
  fc.record({
    pieces: fc.array(piece, { maxLength: 7 }),
    newline: fc.constantFrom('\n', '\n', '\r\n', '\r'),
    ends: fc.boolean(),
  });

const write = (path: string) => planEnvFile({ path, variable: NAME, value: VALUE, apply: true });

test('every other byte stays, in every encoding and with every kind of line end', () => {
  const path = join(tempDir(), '.env');
  const encodings = fc.constantFrom<Encoding>(
    'utf8',
    'utf8',
    'utf8-bom',
    'utf16le',
    'utf16le-bom',
    'utf16be',
    'utf16be-bom',
  );
  fc.assert(
    fc.property(
      fileOf(fc.oneof(plainEntry, noEntry, oddEntry)),
      encodings,
      ({ pieces, newline, ends }, encoding) => {
        const lines = pieces.map(({ text }, index) => {
          const line = text.replaceAll('\n', newline);
          return index < pieces.length - 1 || ends ? line + newline : line;
        });
        const text = lines.join('');
        // UTF-16 without a mark can only be told by its ASCII letters.
        const used = encoding.startsWith('utf16') && !/[A-Za-z#]/.test(text) ? 'utf8' : encoding;
        const before = encode(text, used);
        writeFileSync(path, before);
        const read = parse(readText(before, used));
        const plan = write(path);
        const after = readFileSync(path);
        expect(plan.applied).toBe(!after.equals(before));

        expect(parse(readText(after, used))).toEqual({ ...read, [NAME]: VALUE });
        const last = pieces.findLastIndex(({ isOwn }) => isOwn);
        const keptOf = (from: number, to: number) =>
          lines.slice(from, to).filter((_line, index) => pieces[from + index]?.isOwn === false);
        // Behind a byte order mark, an empty line takes the place of an entry that is removed.
        const isMarked = used.endsWith('-bom') && pieces[0]?.isOwn === true && last > 0;
        const leadText = (isMarked ? newline : '') + keptOf(0, last === -1 ? lines.length : last).join('');
        const lead = encode(leadText, used);
        const restText = last === -1 ? '' : keptOf(last + 1, lines.length).join('');
        const rest = encode(restText, used.replace('-bom', '') as Encoding);
        expect(after.subarray(0, lead.length)).toEqual(lead);
        expect(after.subarray(after.length - rest.length)).toEqual(rest);
        const own = readText(
          Buffer.concat([encode('', used), after.subarray(lead.length, after.length - rest.length)]),
          used,
        ).replace('\uFEFF', '');
        expect(own).toMatch(
          new RegExp(
            `^(\\r\\n?|\\n)*[ \\t]*(export )?${NAME}=(["']?)${VALUE}\\3([ \\t]*#.*| *)?(\\r\\n?|\\n)?$`,
          ),
        );
        expect(write(path).changed).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

/** @returns null when the shell cannot read the file */
function sourced(shell: string, directory: string): Record<string, string> | null {
  const { stdout, status } = spawnSync(shell, ['-c', 'set -a; . ./.env >/dev/null; exec /usr/bin/env -0'], {
    cwd: directory,
    env: {},
    encoding: 'utf8',
  });
  if (status !== 0) return null;
  const pairs = stdout.split('\0').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(pairs.filter(([key]) => /^(A|B_2|C|.*STRIPE_.*)$/.test(key)));
}

test.runIf(process.platform !== 'win32').each(SHELLS)(
  'what %s can read, it reads as dotenv does afterwards',
  (shell) => {
    const directory = tempDir();
    const path = join(directory, '.env');
    fc.assert(
      fc.property(fc.array(fc.oneof(plainEntry, noEntry), { maxLength: 7 }), fc.boolean(), (pieces, ends) => {
        writeFileSync(path, pieces.map(({ text }) => text).join('\n') + (ends ? '\n' : ''));
        expect(write(path).notes).toEqual([]);
        const read = sourced(shell, directory);
        expect(read).toEqual(parse(readFileSync(path)));
        expect(read).toMatchObject({ [NAME]: VALUE });
      }),
      { numRuns: 100 },
    );
  },
);

test.runIf(process.platform !== 'win32').each(SHELLS)(
  'where nothing is said of the shell, %s reads the value, also beside lines that are wrong for it',
  (shell) => {
    const directory = tempDir();
    const path = join(directory, '.env');
    const wrong = fc
      .constantFrom(
        "C=it's",
        'C="open',
        'C=a"b',
        'C=C:\\dir\\',
        'C="C:\\dir\\\\"',
        'C=`',
        "C='it\\'s'",
        'C="a" b',
        `${NAME}="old\n" x`,
        `${NAME}="old`,
        `${NAME}='old`,
        'just words',
        'FOO:',
        'C=',
        'export',
        '\u00a0C=1',
        `\u00a0${NAME}=old`,
      )
      .map((text): Piece => ({ text, isOwn: text.includes(NAME) }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(plainEntry, noEntry, oddEntry, wrong), { maxLength: 6 }),
        fc.boolean(),
        (pieces, ends) => {
          const before = pieces.map(({ text }) => text).join('\n') + (ends ? '\n' : '');
          writeFileSync(path, before);
          const others = withoutOwn(parse(before));
          let notes: unknown[];
          try {
            ({ notes } = write(path));
          } catch (error) {
            expect(error).toBeInstanceOf(EnvFileError);
            expect(readFileSync(path, 'utf8')).toBe(before);
            expect(readdirSync(directory)).toEqual(['.env']);
            return;
          }
          const after = parse(readFileSync(path));
          expect(after[NAME]).toBe(VALUE);
          expect(withoutOwn(after)).toEqual(others);
          if (notes.length > 0) return;
          // A quote open at the end is an error of syntax, after which the shell gives up: a line of its own shows what it has read.
          const text = readFileSync(path, 'utf8');
          const entry = dotenvEntries(text).find((one) => one.name === NAME);
          writeFileSync(path, `${text.slice(0, entry?.valueEnd)}\n`);
          expect(sourced(shell, directory)).toMatchObject({ [NAME]: VALUE });
        },
      ),
      { numRuns: 150 },
    );
  },
);

test('entries are found where dotenv finds them', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'A',
      'B',
      '=',
      ':',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '"',
      "'",
      '`',
      '\\',
      '#',
      'export',
      '\t',
      '.',
      '-',
    ),
    fc.constantFrom('\uFEFF', '\u00a0', '\u2028', 'é', 'A=1', '\nB="', "C='"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const entries = dotenvEntries(text);
      expect(Object.fromEntries(entries.map((entry) => [entry.name, entry.value]))).toEqual(parse(text));
      let done = 0;
      for (const entry of entries) {
        expect(entry.start).toBeGreaterThanOrEqual(done);
        expect(text.slice(entry.start, entry.nameEnd)).toMatch(/^(export\s+)?[\w.-]+$/);
        expect(text.slice(entry.nameEnd, entry.valueStart)).toMatch(/^(\s*=\s*|:\s*)$/);
        done = entry.valueEnd;
      }
    }),
    { numRuns: 5_000 },
  );
});

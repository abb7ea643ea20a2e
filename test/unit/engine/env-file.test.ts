// Writing one variable into a .env file: nothing else changes, there is no second entry, and the difference is shown first.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planEnvFile, setVariable } from '#engine/env-file/env-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NAME = 'STRIPE_WEBHOOK_SECRET';

test.each<[string, string, string]>([
  ['an empty file', '', `${NAME}=new\n`],
  ['no entry yet', 'A=1\nB=2\n', `A=1\nB=2\n${NAME}=new\n`],
  ['no newline at the end', 'A=1', `A=1\n${NAME}=new\n`],
  ['an entry', `A=1\n${NAME}=old\nB=2\n`, `A=1\n${NAME}=new\nB=2\n`],
  ['quotes stay', `${NAME}="old"\n`, `${NAME}="new"\n`],
  [
    'export, spaces and a comment stay',
    `export ${NAME} = old # the CLI's\n`,
    `export ${NAME} = new # the CLI's\n`,
  ],
  ['Windows line endings stay', `A=1\r\n${NAME}=old\r\n`, `A=1\r\n${NAME}=new\r\n`],
  ['Windows line endings for a new line', 'A=1\r\n', `A=1\r\n${NAME}=new\r\n`],
  ['two entries become one', `${NAME}=a\nX=1\n${NAME}=b\n`, `X=1\n${NAME}=new\n`],
  ['a comment is no entry', `# ${NAME}=old\n`, `# ${NAME}=old\n${NAME}=new\n`],
  ['a longer name is another', `${NAME}_2=old\nMY_${NAME}=x\n`, `${NAME}_2=old\nMY_${NAME}=x\n${NAME}=new\n`],
])('%s', (_name, before, after) => {
  expect(setVariable(before, NAME, 'new')).toBe(after);
  expect(setVariable(after, NAME, 'new')).toBe(after);
});

test('whatever the file: one entry afterwards, every other line as it was, and twice is as once', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    fc.constantFrom(`${NAME}=old`, `export ${NAME}='x'`, '# comment', '', 'OTHER=1'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const isEntry = (text: string): boolean =>
        new RegExp(`^[ \\t]*(?:export[ \\t]+)?${NAME}[ \\t]*=`).test(text);
      const after = setVariable(lines.join('\n'), NAME, 'whsec_new');
      const result = after.split('\n');
      expect(result.filter(isEntry)).toHaveLength(1);
      expect(result.filter((text) => !isEntry(text) && text !== '')).toEqual(
        lines.filter((text) => !isEntry(text) && text !== ''),
      );
      expect(setVariable(after, NAME, 'whsec_new')).toBe(after);
    }),
  );
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

test('a directory, a huge file, a missing folder: a sentence and nothing written', () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'sub'));
  writeFileSync(join(dir, 'huge'), Buffer.alloc(1024 * 1024 + 1));
  for (const name of ['sub', 'huge', 'no/such/folder/.env']) {
    expect(() => planEnvFile({ path: join(dir, name), variable: NAME, value: 'x', apply: true })).toThrow(
      / is not a file| too large | cannot be written/,
    );
  }
});

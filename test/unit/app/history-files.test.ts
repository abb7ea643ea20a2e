// Which database is whose, over restarts and with a damaged list.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACCOUNTS_FILE, createHistoryFiles } from '../../../src/main/app/history-files.ts';
import { tempDir } from '../../support/temp-dir.ts';

const ada = { accountId: 'acct_1Ada', livemode: false };
const grace = { accountId: 'acct_1Grace', livemode: false };

function filesIn(dir: string) {
  let opened = 0;
  return { files: createHistoryFiles(dir, () => (opened += 1)), opened: () => opened };
}

test('the first account has the usual file, others and other modes one of their own, and it stays so', () => {
  const dir = tempDir();
  const { files, opened } = filesIn(dir);
  files.own(ada);
  files.hearName('acct_1Ada', 'Ada’s Shop');
  expect(files.current()).toBe('hookline.db');
  files.open(grace);
  expect(files.current()).toBe('hookline-acct_1Grace.db');
  files.open({ ...ada, livemode: true });
  expect(files.current()).toBe('hookline-acct_1Ada-live.db');
  files.open(ada);
  expect(opened()).toBe(3);

  const again = filesIn(dir);
  expect(again.files.current()).toBe('hookline.db');
  expect(again.files.list().find((one) => one.open)).toEqual({
    ...ada,
    accountName: 'Ada’s Shop',
    open: true,
  });
  again.files.open(grace);
  expect(again.files.current()).toBe('hookline-acct_1Grace.db');
});

test('what is open already is not opened again', () => {
  const { files, opened } = filesIn(tempDir());
  files.own(ada);
  files.open(grace);
  files.open(grace);
  files.own(grace);
  expect(opened()).toBe(1);
});

test('an account noted for the file that turned out to be another’s gets its own', () => {
  const dir = tempDir();
  const { files } = filesIn(dir);
  files.own(ada);
  // The database itself says it is somebody else's.
  files.open(ada);
  expect(files.current()).toBe('hookline-acct_1Ada.db');
});

test.each([
  'not json',
  '{}',
  JSON.stringify({ open: 'hookline.db', histories: [{ ...ada, file: '../../x.db' }], names: {} }),
  JSON.stringify({ open: '../../../tmp/x.db', histories: [], names: {} }),
])('a list that cannot be used is as good as none: %s', (text) => {
  const dir = tempDir();
  writeFileSync(join(dir, ACCOUNTS_FILE), text);
  const { files } = filesIn(dir);
  expect(files.current()).toBe('hookline.db');
  expect(files.list()).toEqual([]);
});

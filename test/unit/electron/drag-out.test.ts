// An event dragged out is a real file with a harmless name, that is there until the app quits and not after.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDragOut, safeFileName, type DragOutDeps } from '#hosts/electron/drag-out.ts';
import { tempDir } from '../../support/temp-dir.ts';

function dragging() {
  const dir = tempDir();
  const dragged: string[] = [];
  const icon = {} as ReturnType<DragOutDeps['icon']>;
  const out = createDragOut({ tempDir: dir, icon: () => icon });
  const drag = (name: string, content: string) =>
    out.drag(
      { startDrag: (item) => void (item.icon === icon && dragged.push(item.file)) },
      name,
      Buffer.from(content),
    );
  return { dir, dragged, out, drag };
}

test('the file has the bytes, is the user’s alone, and names may repeat', async () => {
  const { dragged, drag } = dragging();
  await drag('evt_1.json', '{"a":1}');
  await drag('evt_1.json', '{"a":2}');
  expect(dragged.map((file) => readFileSync(file, 'utf8'))).toEqual(['{"a":1}', '{"a":2}']);
  expect(dragged.map((file) => basename(file))).toEqual(['evt_1.json', 'evt_1.json']);
  if (process.platform !== 'win32') {
    const modes = [dragged[0]!, dirname(dragged[0]!), dirname(dirname(dragged[0]!))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o700, 0o700]);
  }
});

test('all of it is gone when the app quits', async () => {
  const { dir, dragged, out, drag } = dragging();
  await drag('evt_1.json', '1');
  await drag('evt_2.json', '2');
  await out.dispose();
  expect(dragged.some((file) => existsSync(file))).toBe(false);
  expect(readdirSync(dir)).toEqual([]);
  await out.dispose();
});

test('a name cannot lead out of the directory', async () => {
  const { dir, dragged, drag } = dragging();
  for (const name of ['../../evil.json', '/etc/passwd', 'C:\\evil.json', '..', '.bashrc', '']) {
    // oxlint-disable-next-line no-await-in-loop
    await drag(name, 'x');
  }
  for (const file of dragged) expect(relative(dir, file).startsWith('..')).toBe(false);
  expect(dragged.map((file) => basename(file))).toEqual([
    '_.._evil.json',
    '_etc_passwd',
    'C__evil.json',
    'event.json',
    'bashrc',
    'event.json',
  ]);
});

test('a name is one on every system', () => {
  expect(safeFileName('evt_1Abc.json')).toBe('evt_1Abc.json');
  expect(safeFileName('con.json')).toBe('_con.json');
  expect(safeFileName('LPT1')).toBe('_LPT1');
  expect(safeFileName(`${'a'.repeat(300)}.json`)).toMatch(/^a{115}\.json$/);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(safeFileName(name)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}$/);
      expect(safeFileName(name)).not.toMatch(/\.$/);
    }),
  );
});

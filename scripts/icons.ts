// `npm run icons`: makes every icon in build/ of build/icon.svg. What comes out is committed, so that packaging needs no browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeIcns, writeIco } from './icon-containers.ts';
import { appPicture, ICNS_TYPES, ICO_SIZES, macPicture, pictureFiles } from './icon-list.ts';
import { openPainter } from './icon-painter.ts';
import { rootDir } from './run-step.ts';

const buildDir = join(rootDir, 'build');
const source = readFileSync(join(buildDir, 'icon.svg'), 'utf8');

function write(path: string, content: Buffer): void {
  const file = join(buildDir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`build/${path}\n`);
}

const painter = await openPainter();
try {
  for (const picture of pictureFiles(source)) write(picture.path, (await painter.paint(picture)).png);

  const forWindows = [];
  for (const size of ICO_SIZES) forWindows.push(await painter.paint(appPicture(source, size)));
  write('icon.ico', writeIco(forWindows));

  const forMac = [];
  for (const [type, size] of ICNS_TYPES)
    forMac.push({ type, png: (await painter.paint(macPicture(source, size))).png });
  write('icon.icns', writeIcns(forMac));
} finally {
  await painter.close();
}

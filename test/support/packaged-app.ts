// The desktop app as electron-builder packs it, around a stand-in for the Electron binary: everything is real but that one file,
// which cannot be had everywhere and is not ours.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractFile, listPackage, statFile } from '@electron/asar';

const projectDir = resolve(import.meta.dirname, '../..');

export interface PackedFile {
  /** From the root of the app, with slashes. */
  path: string;
  sizeBytes: number;
  unpacked: boolean;
}

export interface PackagedApp {
  appDir: string;
  resourcesDir: string;
  executable: string;
  files: PackedFile[];
  /** The .desktop file that AppImage and .deb would carry; they themselves are made by tools that have to be fetched. */
  desktopEntry: string;
  /** Of a file inside the archive. */
  read(path: string): Buffer;
}

/** The fuses as Electron 45 is delivered with them: on, off, on, on, off, off, off, on, on. */
const DELIVERED_FUSES = '101100011';
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** An Electron distribution for Linux, as far as packaging looks into it. */
export function fakeElectronDist(dir: string): string {
  for (const name of ['resources', 'locales']) mkdirSync(join(dir, name), { recursive: true });
  for (const language of ['en-US', 'zh-TW', 'de']) writeFileSync(join(dir, 'locales', `${language}.pak`), '');
  writeFileSync(join(dir, 'LICENSE'), 'The licence of Electron');
  const binary = join(dir, 'electron');
  const wire = Buffer.from([1, DELIVERED_FUSES.length]);
  writeFileSync(
    binary,
    Buffer.concat([
      Buffer.from('\x7fELF'.padEnd(4_096, '\0'), 'latin1'),
      Buffer.from(FUSE_SENTINEL),
      wire,
      Buffer.from(DELIVERED_FUSES),
      Buffer.alloc(4_096),
    ]),
  );
  chmodSync(binary, 0o755);
  return dir;
}

/** Runs electron-builder with the project's own configuration, up to the directory that installers are made of. */
export async function packageApp(dir: string, env: Record<string, string>): Promise<PackagedApp> {
  const electronDist = fakeElectronDist(join(dir, 'electron'));
  const output = join(dir, 'dist');
  const desktopFile = join(dir, 'hookline.desktop');
  const config = join(dir, 'electron-builder.mjs');
  writeFileSync(config, configWithDesktopFile(desktopFile));
  const cli = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  const { code, said } = await run(
    [
      cli,
      '--config',
      config,
      '--publish',
      'never',
      '--linux',
      '--dir',
      `--${process.arch}`,
      `-c.electronDist=${electronDist}`,
      `-c.directories.output=${output}`,
    ],
    env,
  );
  if (code !== 0) throw new Error(`electron-builder ended with code ${code}:\n${said}`);
  const appDir = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  const resourcesDir = join(appDir, 'resources');
  const archive = join(resourcesDir, 'app.asar');
  return {
    appDir,
    resourcesDir,
    executable: join(appDir, 'hookline'),
    files: listFiles(archive),
    desktopEntry: readFileSync(desktopFile, 'utf8'),
    read: (path) => extractFile(archive, path),
  };
}

/** The project's configuration, and electron-builder's own helper asked for what it would write for an installer. */
function configWithDesktopFile(file: string): string {
  const url = (path: string): string => JSON.stringify(pathToFileURL(path).href);
  return `
    import { writeFileSync } from 'node:fs';
    import config from ${url(join(projectDir, 'electron-builder.config.ts'))};
    import helpers from ${url(createRequire(import.meta.url).resolve('app-builder-lib/out/targets/LinuxTargetHelper.js'))};
    const afterPack = async ({ packager }) => {
      const helper = new helpers.LinuxTargetHelper(packager);
      const entry = await helper.computeDesktopEntry(packager.platformSpecificBuildOptions, '/opt/Hookline/hookline %U', null);
      writeFileSync(${JSON.stringify(file)}, entry);
    };
    export default { ...config, afterPack };
  `;
}

function run(args: string[], env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: projectDir,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', failed);
    child.once('close', (code) => done({ code, said }));
  });
}

function listFiles(archive: string): PackedFile[] {
  return listPackage(archive, { isPack: false }).flatMap((listed) => {
    const path = listed.replaceAll('\\', '/').slice(1);
    const entry = statFile(archive, path);
    if (!('size' in entry)) return [];
    // The type says it is always there; the archive's list leaves it out where it is false.
    const { unpacked } = entry as { unpacked?: boolean };
    return [{ path, sizeBytes: entry.size, unpacked: unpacked ?? false }];
  });
}

/**
 * The resources as Electron shows them to JavaScript: `app.asar` is a directory, in which what is unpacked can be read as well,
 * while its real place is `app.asar.unpacked`. Plain Node cannot read an archive, so here it is a directory and links.
 * @returns the root of the app
 */
export function electronView(app: PackagedApp, dir: string): string {
  const rootDir = join(dir, 'app.asar');
  const unpackedDir = join(dir, 'app.asar.unpacked');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  symlinkSync(join(app.resourcesDir, 'app.asar.unpacked'), unpackedDir);
  for (const { path, unpacked } of app.files) {
    const file = join(rootDir, path);
    mkdirSync(dirname(file), { recursive: true });
    if (unpacked) symlinkSync(relative(dirname(file), join(unpackedDir, path)), file);
    else writeFileSync(file, app.read(path));
  }
  return rootDir;
}

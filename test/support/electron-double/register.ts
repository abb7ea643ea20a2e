// Loaded with `node --import`: whoever imports `electron` gets the double.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { listenForTests } from './control.ts';
import type * as Double from './electron.ts';

/** Fails to compile when the double exports a name that the real module does not have. */
type OnlyReal<Names extends keyof typeof Electron> = Names;
export type Doubled = OnlyReal<keyof typeof Double>;

const DOUBLE = new URL('electron.ts', import.meta.url).href;

// Where a packaged app finds what lies outside its archive; electron-builder copies it from there.
Object.defineProperty(process, 'resourcesPath', {
  value: fileURLToPath(new URL('../../../build', import.meta.url)),
});

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: DOUBLE, shortCircuit: true } : next(specifier, context),
});
listenForTests(() => import(DOUBLE) as Promise<Record<string, unknown>>);

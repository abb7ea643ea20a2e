// Loaded with `node --import`: whoever imports `electron` gets the double.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { listenForTests } from './control.ts';

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

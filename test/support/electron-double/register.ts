// Loaded with `node --import`: whoever imports `electron` gets the double.
import { registerHooks } from 'node:module';
import { listenForTests } from './control.ts';

const DOUBLE = new URL('electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: DOUBLE, shortCircuit: true } : next(specifier, context),
});
listenForTests(() => import(DOUBLE) as Promise<Record<string, unknown>>);

// The Chromium the double's windows are pages of. The test has started it and says where.
import { openCdp, type Cdp } from './cdp.ts';

/** Environment variable with the address of the browser's DevTools. */
export const DOUBLE_CDP_ENV = 'HOOKLINE_ELECTRON_DOUBLE_CDP';

let opened: Promise<Cdp> | null = null;

export function chromium(): Promise<Cdp> {
  const url = process.env[DOUBLE_CDP_ENV];
  if (url === undefined) throw new Error(`${DOUBLE_CDP_ENV} does not say where the browser is.`);
  opened ??= openCdp(url);
  return opened;
}

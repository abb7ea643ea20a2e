// Reads the options the `hookline` command passed on; the app started by itself (from a dock, say) has the defaults.
import { DESKTOP_OPTIONS_ENV } from '#shared/domain/desktop-launch.ts';
import {
  DEFAULT_DASHBOARD_PORT,
  DEFAULT_RECEIVER_PORT,
  type LaunchOptions,
} from '#shared/domain/launch-options.ts';

const DEFAULTS: LaunchOptions = {
  host: 'desktop',
  port: DEFAULT_DASHBOARD_PORT,
  receiverPort: DEFAULT_RECEIVER_PORT,
  dataDir: null,
  forwardTo: null,
  open: true,
  listen: true,
  events: [],
  stripeBin: null,
  stripeApiBase: null,
  demo: false,
  json: false,
};

/** The command has checked every value; what is not its JSON is treated as if nothing had been passed. */
export function readDesktopOptions(env: Readonly<Record<string, string | undefined>>): LaunchOptions {
  const text = env[DESKTOP_OPTIONS_ENV];
  if (text === undefined) return { ...DEFAULTS, dataDir: env['HOOKLINE_DATA_DIR'] || null };
  try {
    return { ...DEFAULTS, ...(JSON.parse(text) as Partial<LaunchOptions>) };
  } catch {
    return DEFAULTS;
  }
}

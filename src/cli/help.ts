// What `hookline --help` prints.
import { DEFAULT_FORWARD_TO } from '#shared/domain/forward-target.ts';
import { DEFAULT_DASHBOARD_PORT, DEFAULT_RECEIVER_PORT } from '#shared/domain/launch-options.ts';

export const HELP = `Hookline: a dashboard for Stripe webhooks in local development.

Usage: hookline [options]            in a checkout: npm start -- [options]

Where your webhooks go
  --forward-to ADDRESS      your backend; 8000, /path, host:port/path or a URL
                            (first start: ${DEFAULT_FORWARD_TO})
  --events TYPES            only these event types, with commas between them; may be repeated
  --no-listen               do not start \`stripe listen\`; receiver and dashboard run all the same

How Hookline runs
  --host auto|desktop|web   desktop app, or dashboard in the browser (auto: the app where it can run)
  --port N                  dashboard and API (${DEFAULT_DASHBOARD_PORT}; 0 = any free port)
  --receiver-port N         where \`stripe listen\` delivers to (${DEFAULT_RECEIVER_PORT}; 0 = any free port)
  --data-dir PATH           where events are kept
  --no-open                 do not open the dashboard in the browser
  --demo                    a backend and events made up by Hookline, in a directory of their own
  --json                    one JSON object a line on stdout, everything else on stderr

The Stripe CLI
  --stripe-bin PATH         a \`stripe\` of your own instead of the one that comes with Hookline
  --stripe-api-base URL     a stand-in for Stripe on this machine (test servers only)

  -h, --help                this text
  -v, --version             the version

Environment
  STRIPE_API_KEY                    a key for the Stripe CLI, if you have not run \`stripe login\`
  HOOKLINE_DATA_DIR                 as --data-dir
  HOOKLINE_SKIP_ELECTRON_DOWNLOAD   do not fetch the desktop app's binary (1)
`;

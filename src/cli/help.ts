// What `hookline --help` and the help of its commands print.
import { FILTER_FIELDS } from '#shared/domain/filter/filter.ts';
import { DEFAULT_FORWARD_TO } from '#shared/domain/forward-target.ts';
import { DEFAULT_DASHBOARD_PORT, DEFAULT_RECEIVER_PORT, EXIT } from '#shared/domain/launch-options.ts';
import { DEFAULT_LIMIT } from './events-options.ts';

export const HELP = `Hookline: a dashboard for Stripe webhooks in local development.

Usage: hookline [options]            starts it; in a checkout: npm start -- [options]
       hookline events [filter…]     lists events of the Hookline that runs; more with
                                     hookline events --help

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

export const EVENTS_HELP = `Lists events of the Hookline that runs: time, type, whom it is about, amount, state and last answer.

Usage: hookline events [filter…] [options]
                                     in a checkout: npm start --silent -- events [filter…] [options]

  --limit N        how many at most, the newest (${DEFAULT_LIMIT})
  --follow         oldest first, and go on with events as they come; Ctrl+C ends it. An event has its line
                   once your backend has answered, or after a second, and another when it is sent again
  --json           one JSON object a line: the event as the API gives it
  --data-dir PATH  where the running Hookline keeps its events (or HOOKLINE_DATA_DIR); a demo says
                   where when it starts
  -h, --help       this text

The filter is that of the dashboard: all terms must hold, | gives a choice, - turns one round. Shells take | * " for
themselves, so put it in single quotes:

  hookline events 'type:invoice.*|charge.* status:failed|5xx after:2h'
  hookline events customer:ada -source:synthetic
  hookline events '"free text"'
  hookline events 'data.object.metadata.env:staging data.object.amount>=5000 has:data.object.cancel_at'

Fields: ${FILTER_FIELDS.slice(0, 9).join(', ')},
${FILTER_FIELDS.slice(9).join(', ')}.

Exit codes: 0 fine, ${EXIT.usage} a wrong option or filter, ${EXIT.notRunning} no Hookline is running
`;

// What Hookline can be started with, and the codes it ends with. Read by the command line, obeyed by the hosts.

export const HOST_CHOICES = ['auto', 'desktop', 'web'] as const;
export type HostChoice = (typeof HOST_CHOICES)[number];

export const DEFAULT_DASHBOARD_PORT = 4646;
export const DEFAULT_RECEIVER_PORT = 4647;

export interface LaunchOptions {
  host: HostChoice;
  /** Dashboard and API; 0 = any free port. */
  port: number;
  /** Receiver; 0 = any free port. */
  receiverPort: number;
  /** null = the platform's usual place. */
  dataDir: string | null;
  /** Absolute URL; null = what the store says, else the default. */
  forwardTo: string | null;
  /** Open the dashboard in the browser once it is up. */
  open: boolean;
  /** Run `stripe listen`. */
  listen: boolean;
  /** Event types to listen for; empty = all. */
  events: string[];
  stripeBin: string | null;
  /** Loopback stand-in for Stripe's servers; for tests. */
  stripeApiBase: string | null;
  /** A backend and events made up by Hookline, in a data directory of its own. */
  demo: boolean;
  /** One JSON object a line on stdout; everything else on stderr. */
  json: boolean;
}

/** First JSON line on stdout with --json. */
export interface ReadyLine {
  event: 'ready';
  dashboardUrl: string;
  receiverUrl: string;
  apiUrl: string;
  token: string;
  dataDir: string;
  pid: number;
}

export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  portInUse: 3,
  dataDirUnusable: 4,
  databaseTooNew: 5,
  desktopUnavailable: 6,
  /** A command in the terminal found no Hookline to ask. */
  notRunning: 7,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

// What a given CLI understands: reads its version and picks the flags of `listen` that it wants.
import { notStartedBy, type NotStarted } from '#shared/domain/stripe-cli/classify-failure.ts';
import { askQuickly } from './quick-question.ts';

/**
 * Since 1.51 `listen --forward-to` ends at once without an event flag; before, `--all-snapshot` is an unknown flag.
 * Observed with 1.43.6, 1.45.2, 1.50.11 and 1.51.1, 1.52.0.
 */
export type FlagStyle = 'all_by_default' | 'all_by_flag';

export type CliVersion =
  /** version null = it did not respond in time. */
  { version: string | null; problem: null } | { version: null; problem: NotStarted };

/** `--version` responds offline; `version` would ask the network for updates. */
export async function readCliVersion(
  path: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CliVersion> {
  const { stdout, killed, startError } = await askQuickly(path, ['--version'], env, {
    timeoutMs: 10_000,
    signal,
  });
  if (startError !== null) return { version: null, problem: notStartedBy(path, startError) };
  const version = parseVersion(stdout);
  if (version !== null || killed) return { version, problem: null };
  const problem = `${path} does not answer like the Stripe CLI.`;
  return { version: null, problem: { kind: 'cli_not_executable', problem } };
}

/** @returns `1.52.0`, or `master` for a build from source; null when the text is something else */
export function parseVersion(output: string): string | null {
  return /^stripe version (\S+)\s*$/m.exec(output)?.[1] ?? null;
}

/** A version that cannot be read counts as new. */
export function flagStyleOf(version: string | null): FlagStyle {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return 'all_by_flag';
  return Number(major) > 1 || Number(minor) >= 51 ? 'all_by_flag' : 'all_by_default';
}

/** Whether `listen` ended because it is a CLI of the other kind. */
export function refusesFlagStyle(line: string): boolean {
  return /^unknown flag: --all-snapshot|^must specify events to forward/.test(line);
}

export function otherFlagStyle(style: FlagStyle): FlagStyle {
  return style === 'all_by_flag' ? 'all_by_default' : 'all_by_flag';
}

export interface ListenCommand {
  style: FlagStyle;
  events: readonly string[];
  forwardTo: string;
  apiBase: string | null;
}

/** Never --color or -p: on a first run the CLI would write them into the user's configuration. */
export function listenArguments({ style, events, forwardTo, apiBase }: ListenCommand): string[] {
  // `--events '*'` is refused since 1.51; it means what no choice means.
  const chosen = events.includes('*') ? [] : events;
  return [
    'listen',
    '--skip-update',
    // The only way to learn that the line is dead: at the normal level a lost network prints nothing at all.
    '--log-level',
    'debug',
    ...(chosen.length > 0
      ? ['--events', chosen.join(',')]
      : style === 'all_by_flag'
        ? ['--all-snapshot']
        : []),
    '--forward-to',
    forwardTo,
    ...(apiBase === null ? [] : ['--api-base', apiBase, '--no-wss']),
  ];
}

/** The key goes by environment alone, as arguments can be read by every user of the machine. */
export function cliEnvironment(base: NodeJS.ProcessEnv, apiKey: string | null): NodeJS.ProcessEnv {
  const { STRIPE_API_KEY: _, ...rest } = base;
  return {
    ...rest,
    // Colour is settled here because the CLI ignores NO_COLOR and its configuration may force it.
    CLICOLOR_FORCE: '0',
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    ...(apiKey === null ? {} : { STRIPE_API_KEY: apiKey }),
  };
}

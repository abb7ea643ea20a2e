// The face the forwarder shows to the rest of the engine.
import type { ForwarderStatus, LogLine } from '#shared/contract/forwarder.ts';

export interface ForwarderOptions {
  /** Where the pid of a running CLI is written down, so that an orphan can be found after a crash. */
  dataDir: string;
  /** false = never run (--no-listen); state is `disabled` and start() turns it on. */
  listen: boolean;
  /** A CLI of the user's own; null = the one that comes with Hookline. */
  binPath: string | null;
  /** Loopback stand-in for Stripe; adds the CLI's hidden flags. */
  apiBase: string | null;
  /** Event types; empty = all snapshot events. */
  events: readonly string[];
  /** The key in use, asked at every start; null = the CLI's own login. */
  apiKey: () => string | null;
}

export interface Forwarder {
  status(): ForwarderStatus;
  /** Lines with a greater number than `after`, oldest first; a bounded history. */
  log(after: number): LogLine[];
  /** Signing secret of the current session, null before the first Ready line. */
  secret(): string | null;
  /** True while a session is being set up or renewed, so that a secret may be about to appear. */
  secretPending(): boolean;
  /** Starts the CLI; resolves once it is spawned (not ready). Does nothing when it runs. */
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Called after any change of status() or a new log line. Returns the way to stop listening. */
  onChange(listener: () => void): () => void;
  /** Called with each signing secret the CLI announces, before onChange. */
  onSecret(listener: (secret: string) => void): () => void;
  /** Ends the CLI and its process group; resolves when it is gone (SIGKILL after 2 s at most). */
  dispose(): Promise<void>;
}

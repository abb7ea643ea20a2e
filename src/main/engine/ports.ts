// What a host must provide for the engine to live in. Plain interfaces: no Electron, no DOM.

export interface Clock {
  /** Whole Unix milliseconds. */
  now(): number;
}

export interface Logger {
  /** One sentence each; secrets never go in. */
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Where what must not lie about in the open is kept: connection strings, header values. */
export interface SecretStore {
  get(key: string): string | null;
  /** null forgets it. */
  set(key: string, value: string | null): void;
}

/** A file of ours that runs as a process of its own, because only a process can be ended whatever it is doing. */
export interface ChildProgram {
  /** Structured clone: bytes and BigInt arrive as they are. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Told in a word how it ended, or why it could not be started or spoken to. */
  onEnd(listener: (how: string) => void): void;
  /** At once, and nothing after it. */
  kill(): void;
}

/** A packaged Electron cannot play Node (its fuse is off), so the host says how a program is run. */
export type ForkProgram = (script: URL) => ChildProgram;

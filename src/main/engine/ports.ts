// What a host must provide for the engine to live in. Plain interfaces: no Electron, no DOM.

export interface Clock {
  /** Unix milliseconds. */
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

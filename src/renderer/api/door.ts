// A door is one opened way to the engine. It closes once and is never opened again.
import type { ApiClient } from './client.ts';

export interface Door {
  client: ApiClient;
  /** Resolves when the door has closed, from either side. */
  closed: Promise<void>;
  close(): void;
}

/** Rejects with `AccessDeniedError` when it is no use to try again without another token. */
export type OpenDoor = () => Promise<Door>;

// What the tray's items do in the engine: pause and resume, and hand out the signing secret for a minute.
import type { Clipboard } from 'electron';
import type { Engine } from '#engine/engine.ts';

const SECRET_MS = 60_000;

export interface TrayActions {
  /** All endpoints that are on. */
  pauseAll(paused: boolean): Promise<void>;
  /** The one that the first endpoint verifies with; null = none is known yet. */
  signingSecret(): string | null;
  /** Takes it out of the clipboard again after a minute. */
  copySecret(): Promise<void>;
  /** What was copied goes with the app. */
  dispose(): Promise<void>;
}

export interface TrayActionsDeps {
  engine: {
    endpoints: Pick<Engine['endpoints'], 'enabled' | 'update'>;
    signer: Pick<Engine['signer'], 'secretFor'>;
    secrets: Pick<Engine['secrets'], 'signingSecret'>;
  };
  clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>;
  onError: (error: unknown) => void;
}

export function createTrayActions({ engine, clipboard, onError }: TrayActionsDeps): TrayActions {
  let copied: { secret: string; timer: NodeJS.Timeout } | null = null;

  async function takeBack(): Promise<void> {
    if (copied === null) return;
    const { secret, timer } = copied;
    clearTimeout(timer);
    copied = null;
    // What was copied since is somebody else's.
    if ((await clipboard.readText()) === secret) clipboard.clear();
  }

  function signingSecret(): string | null {
    const [first] = engine.endpoints.enabled();
    return first === undefined ? engine.secrets.signingSecret() : engine.signer.secretFor(first).secret;
  }

  return {
    async pauseAll(paused) {
      for (const { id, paused: already } of engine.endpoints.enabled()) {
        // One after the other, as each is written and told.
        // oxlint-disable-next-line no-await-in-loop
        if (already !== paused) await engine.endpoints.update({ id, paused });
      }
    },
    signingSecret,
    async copySecret() {
      const secret = signingSecret();
      if (secret === null) return;
      if (copied !== null) clearTimeout(copied.timer);
      await clipboard.writeText(secret);
      copied = { secret, timer: setTimeout(() => void takeBack().catch(onError), SECRET_MS) };
      copied.timer.unref();
    },
    dispose: takeBack,
  };
}

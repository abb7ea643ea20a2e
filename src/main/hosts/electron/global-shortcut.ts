// The one shortcut that works while other programs have the keyboard.
import type { GlobalShortcut } from 'electron';

export interface ResendShortcut {
  /** In place of the one before. @param accelerator null = none */
  set(accelerator: string | null): { taken: boolean };
  /** Another program has it, or it is none that can be had. */
  taken(): boolean;
  dispose(): void;
}

export interface ResendShortcutDeps {
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  /** A key that is held down comes again and again; it counts once until this is over. */
  onPressed: () => Promise<void>;
  onError: (error: unknown) => void;
}

export function createResendShortcut({
  globalShortcut,
  onPressed,
  onError,
}: ResendShortcutDeps): ResendShortcut {
  let had: string | null = null;
  let taken = false;
  let busy = false;

  function press(): void {
    if (busy) return;
    busy = true;
    onPressed()
      .catch(onError)
      .finally(() => (busy = false));
  }

  function register(accelerator: string): boolean {
    try {
      return globalShortcut.register(accelerator, press);
    } catch {
      // It throws at what is no accelerator.
      return false;
    }
  }

  function release(): void {
    if (had !== null) globalShortcut.unregister(had);
    had = null;
  }

  return {
    set(accelerator) {
      if (accelerator === null || accelerator !== had) {
        release();
        if (accelerator !== null && register(accelerator)) had = accelerator;
        taken = accelerator !== had;
      }
      return { taken };
    },
    taken: () => taken,
    dispose: release,
  };
}

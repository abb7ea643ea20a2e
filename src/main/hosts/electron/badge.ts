// The number of failed events at the app's icon: a count on macOS and Linux, a sign on the taskbar's button on Windows.
import type { App, BrowserWindow, NativeImage } from 'electron';
import { wordsIn, type Language } from './words.ts';

export interface Badge {
  /** 0 takes it away. */
  set(failed: number, language: Language): void;
  /** On Windows the sign belongs to the window, and a new one has none. */
  windowOpened(): void;
}

export interface BadgeDeps {
  app: Pick<App, 'setBadgeCount'>;
  platform: NodeJS.Platform;
  window: () => Pick<BrowserWindow, 'setOverlayIcon'> | null;
  /** The sign on Windows, 16 px. */
  overlay: () => NativeImage;
}

export function createBadge({ app, platform, window, overlay }: BadgeDeps): Badge {
  let shown: { failed: number; language: Language } = { failed: 0, language: 'en' };

  function sign(): void {
    const { failed, language } = shown;
    if (failed === 0) window()?.setOverlayIcon(null, '');
    else window()?.setOverlayIcon(overlay(), wordsIn(language).badge(failed));
  }

  return {
    set(failed, language) {
      const before = shown;
      shown = { failed, language };
      if (platform !== 'win32') {
        if (before.failed !== failed) app.setBadgeCount(failed);
      } else if (before.failed !== failed || (failed > 0 && before.language !== language)) sign();
    },
    windowOpened() {
      if (platform === 'win32' && shown.failed > 0) sign();
    },
  };
}

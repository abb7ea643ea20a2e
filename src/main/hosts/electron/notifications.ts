// Shows notices through the system, one of each kind at a time, and takes back what is so no more.
import type { Notification, NotificationConstructorOptions } from 'electron';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import type { DesktopNotice, NoticeButton, NoticeKind } from './notices.ts';

export interface Notifications {
  show(notice: DesktopNotice): void;
  withdraw(kind: NoticeKind): void;
  dispose(): void;
}

export interface NotificationsDeps {
  Notification: {
    new (options: NotificationConstructorOptions): Pick<Notification, 'on' | 'show' | 'close'>;
    isSupported(): boolean;
  };
  platform: NodeJS.Platform;
  /** Brings the window to the front and asks it; null = only the window. */
  open: (request: DesktopRequest | null) => void;
  press: (button: NoticeButton) => void;
}

export function createNotifications({
  Notification: System,
  platform,
  open,
  press,
}: NotificationsDeps): Notifications {
  // Kept after they closed, too: from the system's centre they can be clicked later, unless they were garbage-collected.
  const shown = new Map<NoticeKind, Pick<Notification, 'close'>>();
  // Linux shows no buttons.
  const hasButtons = platform === 'darwin' || platform === 'win32';

  function withdraw(kind: NoticeKind): void {
    shown.get(kind)?.close();
    shown.delete(kind);
  }

  return {
    show({ kind, title, body, opens, button }) {
      if (!System.isSupported()) return;
      withdraw(kind);
      const notification = new System({
        title,
        body,
        // What one did oneself is seen, and need not be heard.
        silent: kind === 'told' || kind === 'line_up',
        actions: hasButtons && button !== null ? [{ type: 'button', text: button.label }] : [],
      });
      notification.on('click', () => open(opens));
      if (button !== null) notification.on('action', () => press(button));
      shown.set(kind, notification);
      notification.show();
    },
    withdraw,
    dispose() {
      for (const kind of shown.keys()) withdraw(kind);
    },
  };
}

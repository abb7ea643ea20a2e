// Loads the dashboard, and says what is wrong when that fails: with no part of it loaded, there is only the page itself to say it with.
import { MAX_FAULT_DETAILS, MAX_FAULT_MESSAGE, withoutPrivateParts } from '#shared/domain/dashboard-fault.ts';
import { API_PREFIX } from './api/doors.ts';
import './styles/app.css';

const WORDS = {
  en: {
    title: 'Hookline’s dashboard could not start.',
    text: 'Events are still received, stored and delivered. If Hookline was stopped or updated, start it and try again.',
    again: 'Try again',
    copy: 'Copy details',
    copied: 'Copied',
  },
  'zh-TW': {
    title: 'Hookline 的儀表板無法啟動。',
    text: '事件仍會照常接收、儲存與投遞。如果 Hookline 已停止或更新，請先啟動它再試一次。',
    again: '再試一次',
    copy: '複製詳細資訊',
    copied: '已複製',
  },
} as const;

function showFailure(error: unknown): void {
  const words = WORDS[navigator.language.toLowerCase().startsWith('zh') ? 'zh-TW' : 'en'];
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const details = withoutPrivateParts(
    `Hookline dashboard, start\n${navigator.userAgent}\n${stack}`,
    MAX_FAULT_DETAILS,
  );
  // What follows the user's choice of a theme may not have been loaded.
  document.documentElement.dataset['theme'] ??= window.matchMedia('(prefers-color-scheme: dark)').matches
    ? 'dark'
    : 'light';
  const box = document.createElement('main');
  box.className = 'mx-auto flex max-w-[520px] flex-col gap-3 p-8';
  box.dataset['testid'] = 'start-fault';
  box.setAttribute('role', 'alert');
  const title = document.createElement('h1');
  title.className = 'text-[15px] font-[640]';
  title.textContent = words.title;
  const text = document.createElement('p');
  text.textContent = words.text;
  const message = document.createElement('pre');
  message.className = 'overflow-auto font-mono text-[12px] whitespace-pre-wrap text-text-2';
  message.textContent = withoutPrivateParts(
    error instanceof Error ? error.message : String(error),
    MAX_FAULT_MESSAGE,
  );
  const buttons = document.createElement('p');
  buttons.className = 'flex gap-2';
  const copy = button(words.copy, () => void copyDetails());
  const copyDetails = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(details);
      copy.textContent = words.copied;
    } catch {
      // Without a clipboard they are shown, to be selected.
      message.textContent = details;
    }
  };
  buttons.append(
    button(words.again, () => window.location.reload()),
    copy,
  );
  box.append(title, text, message, buttons);
  (document.getElementById('root') ?? document.body).replaceChildren(box);
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'rounded-m border border-line bg-raised px-2.5 py-1 font-medium text-text';
  made.textContent = text;
  made.addEventListener('click', run);
  return made;
}

/** With the session of this browser, if there is one; the dashboard's own connection is part of what failed. */
async function report(error: unknown): Promise<void> {
  const session = localStorage.getItem('hookline.session');
  if (session === null) return;
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof Error ? (error.stack ?? '') : '';
  await fetch(`${API_PREFIX}/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      part: 'start',
      message: withoutPrivateParts(message, MAX_FAULT_MESSAGE),
      details: withoutPrivateParts(details, MAX_FAULT_DETAILS),
    }),
  });
}

import('./main.tsx').catch((error: unknown) => {
  showFailure(error);
  report(error).catch(() => undefined);
});

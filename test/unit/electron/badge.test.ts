// The number of failed events at the app's icon.
import { expect, test } from 'vitest';
import { createBadge, type BadgeDeps } from '#hosts/electron/badge.ts';

function badge(platform: NodeJS.Platform) {
  const calls: unknown[] = [];
  const image = { isEmpty: () => false } as ReturnType<BadgeDeps['overlay']>;
  let hasWindow = true;
  const own = createBadge({
    app: { setBadgeCount: (count) => calls.push(count) > 0 },
    platform,
    window: () =>
      hasWindow
        ? { setOverlayIcon: (overlay, text) => void calls.push([overlay === null ? null : 'sign', text]) }
        : null,
    overlay: () => image,
  });
  return { own, calls, closeWindow: () => (hasWindow = false), openWindow: () => (hasWindow = true) };
}

test.each(['darwin', 'linux'] as const)('is a count on %s, told when it changes', (platform) => {
  const { own, calls } = badge(platform);
  for (const failed of [0, 2, 2, 3, 0, 0]) own.set(failed, 'en');
  own.windowOpened();
  expect(calls).toEqual([2, 3, 0]);
});

test('is a sign with words on Windows', () => {
  const { own, calls } = badge('win32');
  own.set(0, 'en');
  own.set(1, 'en');
  own.set(1, 'zh-TW');
  own.set(0, 'zh-TW');
  own.set(0, 'en');
  expect(calls).toEqual([
    ['sign', '1 event failed'],
    ['sign', '1 筆事件失敗'],
    [null, ''],
  ]);
});

test('comes back with a new window', () => {
  const { own, calls, closeWindow, openWindow } = badge('win32');
  closeWindow();
  own.set(4, 'en');
  expect(calls).toEqual([]);
  openWindow();
  own.windowOpened();
  expect(calls).toEqual([['sign', '4 events failed']]);
});

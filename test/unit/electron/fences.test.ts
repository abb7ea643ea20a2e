// What the page may open and use, and that the fences are really up.
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { fenceIn, mayNavigate, mayOpenOutside, mayUse } from '#hosts/electron/fences.ts';

describe('the browser is opened', () => {
  it.each([
    'https://stripe.com/docs',
    'https://docs.stripe.com/webhooks#verify',
    'https://dashboard.stripe.com/test/events/evt_1',
  ])('for %s', (url) => {
    expect(mayOpenOutside(url)).toBe(true);
  });

  it.each([
    'http://dashboard.stripe.com/',
    'https://stripe.com.evil.example/',
    'https://evilstripe.com/',
    'https://stripe.com@evil.example/',
    'https://user@dashboard.stripe.com/',
    'https://dashboard.stripe.com:8443/',
    'https://connect.stripe.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://stripe.com/share',
    'app://hookline/index.html',
    '',
  ])('never for %s', (url) => {
    expect(mayOpenOutside(url)).toBe(false);
  });
});

describe('navigation', () => {
  it('leads to the page itself, with any fragment', () => {
    expect(mayNavigate('app://hookline/index.html')).toBe(true);
    expect(mayNavigate('app://hookline/index.html#/settings')).toBe(true);
  });

  it.each([
    'app://hookline/',
    'app://hookline/other.html',
    'app://hookline/index.html?x',
    'https://stripe.com/',
    'about:blank',
  ])('never to %s', (url) => expect(mayNavigate(url)).toBe(false));
});

describe('permissions', () => {
  it('are the clipboard for copying and nothing else', () => {
    expect(mayUse('clipboard-sanitized-write')).toBe(true);
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fullscreen',
    ]) {
      expect(mayUse(permission), permission).toBe(false);
    }
  });
});

describe('a fenced page', () => {
  function fenced() {
    const contents = new EventEmitter() as EventEmitter & {
      openHandler?: (details: { url: string }) => unknown;
    };
    const page = Object.assign(contents, {
      setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
        contents.openHandler = handler;
      },
    });
    const openExternal = vi.fn(() => Promise.resolve());
    const refused: string[] = [];
    // Stands for Electron's WebContents, which is not to be had without its binary.
    fenceIn(page as unknown as Parameters<typeof fenceIn>[0], { openExternal }, (what) => refused.push(what));
    return { page, openExternal, refused };
  }

  it('opens no window, and only known addresses in the browser', () => {
    const { page, openExternal, refused } = fenced();
    expect(page.openHandler?.({ url: 'https://docs.stripe.com/' })).toEqual({ action: 'deny' });
    expect(page.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
    expect(openExternal.mock.calls).toEqual([['https://docs.stripe.com/']]);
    expect(refused).toEqual(['a window for https://evil.example/']);
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'stops %s',
    (name) => {
      const { page, refused } = fenced();
      const preventDefault = vi.fn();
      page.emit(name, { url: 'https://evil.example/', preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
      expect(refused).toHaveLength(1);
    },
  );
});

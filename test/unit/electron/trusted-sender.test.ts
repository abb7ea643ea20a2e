// Who is given the engine's port, and above all who is not.
import { describe, expect, it } from 'vitest';
import { isTrustedSender, type Sender } from '#hosts/electron/trusted-sender.ts';

const ours: Sender = { frameUrl: 'app://hookline/index.html', isTopFrame: true, webContentsId: 7 };
const windows = new Set([7]);

describe('a sender', () => {
  it.each<[string, Partial<Sender>]>([
    ['our page', {}],
    ['our page with a route in its fragment', { frameUrl: 'app://hookline/index.html#/events/1' }],
  ])('is trusted: %s', (_name, over) => {
    expect(isTrustedSender({ ...ours, ...over }, windows)).toBe(true);
  });

  it.each<[string, Partial<Sender>]>([
    ['a frame that is gone', { frameUrl: null }],
    ['a frame inside our page', { isTopFrame: false }],
    ['a window we did not open', { webContentsId: 8 }],
    ['another host of our scheme', { frameUrl: 'app://other/index.html' }],
    ['a host that begins like ours', { frameUrl: 'app://hookline.evil/index.html' }],
    ['our host as user name', { frameUrl: 'app://hookline@evil/index.html' }],
    ['our host with a user name', { frameUrl: 'app://evil@hookline/index.html' }],
    ['our host with a port', { frameUrl: 'app://hookline:1/index.html' }],
    ['a web page', { frameUrl: 'https://hookline/index.html' }],
    ['a web page that names us', { frameUrl: 'https://evil/?app://hookline/index.html' }],
    ['a local file', { frameUrl: 'file:///index.html' }],
    ['an empty page', { frameUrl: 'about:blank' }],
    ['a data URL', { frameUrl: 'data:text/html,app://hookline/' }],
    ['nothing', { frameUrl: '' }],
  ])('is refused: %s', (_name, over) => {
    expect(isTrustedSender({ ...ours, ...over }, windows)).toBe(false);
  });

  it('is refused when there is no window', () => {
    expect(isTrustedSender(ours, new Set())).toBe(false);
  });
});

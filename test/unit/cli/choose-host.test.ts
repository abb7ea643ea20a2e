// Which host is chosen on which machine, and what is said about it.
import { describe, expect, it, vi } from 'vitest';
import { chooseHost, type Machine } from '../../../src/cli/choose-host.ts';

const BINARY = '/opt/electron';

function machine(over: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { DISPLAY: ':0' },
    isRoot: false,
    findBinary: () => BINARY,
    fetchBinary: () => Promise.reject(new Error('must not be fetched')),
    ...over,
  };
}

describe('the desktop app', () => {
  it.each<[string, Partial<Machine>]>([
    ['Linux with X11', {}],
    ['Linux with Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['macOS', { platform: 'darwin', env: {} }],
    ['Windows', { platform: 'win32', env: {} }],
    ['CI with the binary in place', { env: { DISPLAY: ':99', CI: 'true' } }],
  ])('is chosen on %s', async (_name, over) => {
    expect(await chooseHost('auto', machine(over))).toEqual({ host: 'desktop', binary: BINARY });
  });

  it('is fetched when its binary is not there', async () => {
    const fetchBinary = vi.fn(() => Promise.resolve({ ok: true as const, binary: BINARY }));
    const choice = await chooseHost('auto', machine({ findBinary: () => null, fetchBinary }));
    expect(choice).toEqual({ host: 'desktop', binary: BINARY });
    expect(fetchBinary).toHaveBeenCalledOnce();
  });
});

describe('the browser', () => {
  it('is asked for without a word', async () => {
    expect(await chooseHost('web', machine())).toEqual({ host: 'web', why: null });
  });

  const absent = { findBinary: () => null };
  it.each<[string, Partial<Machine>, string]>([
    ['no display', { env: {} }, 'there is no display here'],
    ['root', { isRoot: true }, 'Electron’s sandbox does not work for root'],
    [
      'the variable',
      { ...absent, env: { DISPLAY: ':0', HOOKLINE_SKIP_ELECTRON_DOWNLOAD: '1' } },
      'the Electron binary is not there, and HOOKLINE_SKIP_ELECTRON_DOWNLOAD says not to fetch it',
    ],
    [
      'CI',
      { ...absent, env: { DISPLAY: ':0', CI: 'true' } },
      'the Electron binary is not there, and it is not fetched on CI',
    ],
    [
      'a failed fetch',
      { ...absent, fetchBinary: () => Promise.resolve({ ok: false as const, reason: 'no network' }) },
      'no network',
    ],
  ])('takes its place because of %s; asked for by name, the app is missed', async (_name, over, why) => {
    expect(await chooseHost('auto', machine(over))).toEqual({ host: 'web', why });
    expect(await chooseHost('desktop', machine(over))).toEqual({ host: 'none', why });
  });

  it('does not take HOOKLINE_SKIP_ELECTRON_DOWNLOAD=0 for a yes', async () => {
    const fetchBinary = () => Promise.resolve({ ok: true as const, binary: BINARY });
    const env = { DISPLAY: ':0', HOOKLINE_SKIP_ELECTRON_DOWNLOAD: '0' };
    const choice = await chooseHost('auto', machine({ ...absent, env, fetchBinary }));
    expect(choice.host).toBe('desktop');
  });
});

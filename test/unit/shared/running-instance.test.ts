// Finding a running Hookline: the usual data directories, and the note in them.
import { describe, expect, it } from 'vitest';
import { readInstance, tokenOf, usualDataDir } from '#shared/domain/running-instance.ts';

describe('the usual data directory', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/share/hookline'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/ada', '/data/hookline'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada', '/home/ada/.local/share/hookline'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Hookline'],
    ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\Hookline'],
    ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\ada', 'D:\\Roaming\\Hookline'],
  ])('%s %j', (platform, env, homeDir, expected) => {
    expect(usualDataDir(platform, env, homeDir)).toBe(expected);
  });
});

describe('the note', () => {
  const note = {
    pid: 1,
    dashboardUrl: 'http://127.0.0.1:4646',
    openUrl: 'http://127.0.0.1:4646/#token=a-B_9',
  };

  it('is read as it was written, and its token found', () => {
    expect(readInstance(JSON.stringify(note))).toEqual(note);
    expect(tokenOf(note)).toBe('a-B_9');
  });

  it.each(['', '{"pid":1', 'null', '[]', '{"pid":1,"dashboardUrl":"http://127.0.0.1:1"}'])(
    'is none when it is %j',
    (text) => {
      expect(readInstance(text)).toBeNull();
    },
  );

  it('has no token when its address has none', () => {
    expect(tokenOf({ openUrl: 'http://127.0.0.1:4646/' })).toBeNull();
  });
});

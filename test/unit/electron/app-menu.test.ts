// The application menu: the page's commands, what the platform expects, and no key taken from a text field.
import { describe, expect, it, test, vi } from 'vitest';
import {
  acceleratorOf,
  createAppMenu,
  menuTemplate,
  type AppMenuDeps,
  type MenuFacts,
} from '#hosts/electron/app-menu.ts';
import { wordsIn } from '#hosts/electron/words.ts';
import type { DesktopMenu } from '#shared/contract/desktop.ts';

type Item = ReturnType<typeof menuTemplate>[number];

const command = (name: string, keys: string | null = null, enabled = true) => ({
  command: name,
  label: `Do ${name}`,
  keys,
  enabled,
});
const MENU: DesktopMenu = {
  language: 'en',
  groups: [
    {
      label: 'Event & more',
      items: [
        command('resend', 'r'),
        command('palette', 'Mod+k'),
        command('undo', 'Mod+z'),
        command('open', 'Enter'),
        command('goEvents', 'g e'),
        command('pin', null, false),
      ],
    },
    { label: 'Empty', items: [] },
  ],
};

type Actions = Parameters<typeof menuTemplate>[1];
const noActions: Actions = {
  ask: () => undefined,
  lookForUpdates: () => undefined,
  openOutside: () => undefined,
};
const template = (facts: Partial<MenuFacts> = {}, actions = noActions): Item[] =>
  menuTemplate({ menu: MENU, platform: 'linux', isPackaged: true, ...facts }, actions);
const itemsOf = (item: Item | undefined): Item[] => (item?.submenu ?? []) as Item[];
const flat = (items: Item[]): Item[] => items.flatMap((item) => [item, ...flat(itemsOf(item))]);
const labels = (items: Item[]) => items.map(({ label }) => label);
const roles = (items: Item[]) => flat(items).flatMap(({ role }) => role ?? []);
const groupOf = (items: Item[]) => itemsOf(items.find(({ label }) => label === 'Event && more'));

test('has a menu for each group that has something, between what every platform expects', () => {
  expect(labels(template())).toEqual(['File', 'Edit', 'Event && more', 'View', 'Window', 'Help']);
  expect(labels(template({ platform: 'darwin' }))[0]).toBe('Hookline');
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const there = roles(template({ platform }));
    expect(there).toEqual(
      expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'close', 'quit']),
    );
    expect(there).toEqual(
      expect.arrayContaining(['reload', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'minimize']),
    );
    expect(['about', 'hide', 'services'].every((role) => there.includes(role as never))).toBe(
      platform === 'darwin',
    );
    expect(new Set(there).size).toBe(there.length);
  }
});

test('has developer tools only where it is developed', () => {
  expect(roles(template({ isPackaged: true }))).not.toContain('toggleDevTools');
  expect(roles(template({ isPackaged: false }))).toContain('toggleDevTools');
});

test('is in the language of the page, the roles too', () => {
  const items = template({ menu: { ...MENU, language: 'zh-TW' }, platform: 'darwin', isPackaged: false });
  const known = new Set(Object.values(wordsIn('zh-TW').menu));
  for (const { role, label } of flat(items)) if (role !== undefined) expect(known, role).toContain(label);
  expect(labels(items)).toContain('編輯');
});

describe('keys', () => {
  it('are accelerators only with Ctrl or ⌘', () => {
    expect(acceleratorOf('Mod+k')).toBe('CommandOrControl+K');
    expect(acceleratorOf('Mod+,')).toBe('CommandOrControl+,');
    for (const keys of ['r', 'R', '/', '?', 'g e', 'Enter', ' ', 'Shift+ArrowDown', 'Mod', 'Mod+', null]) {
      expect(acceleratorOf(keys), String(keys)).toBeNull();
    }
  });

  it('are shown and never taken: the page hears them itself', () => {
    for (const item of flat(template())) {
      if (item.accelerator !== undefined) expect(item.registerAccelerator, item.label).toBe(false);
    }
    const [resend, palette] = groupOf(template());
    expect(resend?.accelerator).toBeUndefined();
    expect(palette?.accelerator).toBe('CommandOrControl+K');
  });

  it('stand at one item each: what a role has, a command has not', () => {
    const undo = groupOf(template()).find(({ label }) => label === 'Do undo');
    expect(undo).toBeDefined();
    expect(undo?.accelerator).toBeUndefined();
    const items = [command('a', 'Mod+j'), command('b', 'Mod+j')];
    const [a, b] = groupOf(
      template({ menu: { language: 'en', groups: [{ label: 'Event & more', items }] } }),
    );
    expect([a?.accelerator, b?.accelerator]).toEqual(['CommandOrControl+J', undefined]);
  });
});

describe('a click', () => {
  const click = (item: Item | undefined, event: { triggeredByAccelerator?: boolean } = {}) =>
    item?.click?.(undefined as never, undefined, event);

  it('asks the page for the command, but not when a key was meant, which the page heard', () => {
    const ask = vi.fn();
    const [resend] = groupOf(template({}, { ...noActions, ask }));
    click(resend);
    click(resend, { triggeredByAccelerator: true });
    expect(ask.mock.calls).toEqual([[{ what: 'run_command', command: 'resend' }]]);
  });

  it('does nothing on what is not available', () => {
    expect(groupOf(template()).map(({ enabled }) => enabled)).toEqual([true, true, true, true, true, false]);
  });

  it('on help opens Stripe’s pages in the browser', () => {
    const openOutside = vi.fn((url: string) => void url);
    for (const item of itemsOf(template({}, { ...noActions, openOutside }).at(-1))) click(item);
    const hosts = openOutside.mock.calls.map(([url]) => new URL(url).host);
    expect(hosts).toEqual(['docs.stripe.com', 'docs.stripe.com', 'dashboard.stripe.com']);
  });
});

test('is set when it changed, and only then', () => {
  const built: unknown[] = [];
  const set: unknown[] = [];
  const menu = createAppMenu({
    Menu: {
      buildFromTemplate: (items) => {
        built.push(items);
        return built.length as never;
      },
      setApplicationMenu: (one) => set.push(one),
    },
    shell: { openExternal: () => Promise.resolve() } satisfies AppMenuDeps['shell'],
    platform: 'linux',
    isPackaged: true,
    ask: () => undefined,
    onLookForUpdates: () => undefined,
    onError: () => undefined,
  });
  menu.set({ language: 'en', groups: [] });
  menu.set(MENU);
  menu.set(structuredClone(MENU));
  expect(set).toEqual([1, 2]);
});

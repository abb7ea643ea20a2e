// The menu the desktop app is told: all commands by their names in both languages, and told again only when it is another.
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DesktopMenuSchema, type DesktopMenu } from '#shared/contract/desktop.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

vi.mock('../../../src/renderer/stores/engine.ts', () => ({ engine: {} }));
vi.stubGlobal('window', { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) });

const { commands, COMMAND_GROUPS, isAvailable } = await import('../../../src/renderer/commands/commands.ts');
const { menuModel } = await import('../../../src/renderer/features/desktop/menu-model.ts');
const { createMenuSync, currentMenu, MENU_EVERY_MS, WATCHED } =
  await import('../../../src/renderer/features/desktop/menu-sync.ts');
const { closeDialog, openDialog } = await import('../../../src/renderer/stores/dialog-store.ts');
const { usePreferences } = await import('../../../src/renderer/stores/preferences-store.ts');
const { offerUndo, withdrawUndo } = await import('../../../src/renderer/stores/undo-store.ts');

const COMMAND_SOURCES: Record<string, string> = import.meta.glob('../../../src/renderer/commands/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
  });
});

const items = (menu: DesktopMenu) => menu.groups.flatMap((group) => group.items);
const item = (menu: DesktopMenu, command: string) => items(menu).find((one) => one.command === command);

describe('the menu', () => {
  test.each([
    ['en', en],
    ['zh-TW', zhTW],
  ] as const)('has every command once, in its group, with its name and first key: %s', (language, texts) => {
    const menu = menuModel(i18next.getFixedT(language), language, () => true);
    expect(DesktopMenuSchema.parse(menu)).toEqual(menu);
    expect(menu.language).toBe(language);
    expect(menu.groups.map(({ label }) => label)).toEqual(
      COMMAND_GROUPS.map((group) => texts.shortcut.group[group]),
    );
    for (const { id, group, keys } of commands) {
      const within = menu.groups[COMMAND_GROUPS.indexOf(group)]?.items ?? [];
      expect(within.filter(({ command }) => command === id)).toEqual([
        { command: id, label: texts.shortcut[id], keys: keys[0] ?? null, enabled: true },
      ]);
    }
    expect(items(menu)).toHaveLength(commands.length);
  });

  test('enables what can be done now, in the language of the preferences, and nothing behind a dialog', () => {
    usePreferences.setState({ language: 'zh-TW' });
    const before = currentMenu();
    expect(before.language).toBe('zh-TW');
    for (const command of commands) expect(item(before, command.id)?.enabled).toBe(isAvailable(command));
    expect(item(before, 'undo')?.enabled).toBe(false);
    offerUndo('something', () => undefined);
    expect(item(currentMenu(), 'undo')?.enabled).toBe(true);
    openDialog({ kind: 'filterHelp' });
    expect(items(currentMenu()).filter(({ enabled }) => enabled)).toEqual([]);
    closeDialog();
    withdrawUndo();
  });

  test('every store a command asks is watched', () => {
    const asked = Object.values(COMMAND_SOURCES).flatMap((text) =>
      [...text.matchAll(/\b(use[A-Z]\w*)\.getState\(\)/g)].map((match) => match[1] ?? ''),
    );
    expect(asked.length).toBeGreaterThan(10);
    expect([...new Set(asked)].filter((name) => !(name in WATCHED))).toEqual([]);
  });
});

describe('telling it', () => {
  const told: string[] = [];
  let language: DesktopMenu['language'] = 'en';
  const menu = (): DesktopMenu => ({ language, groups: [] });
  const sync = () =>
    createMenuSync({
      read: menu,
      send(sent) {
        told.push(sent.language);
        return Promise.resolve();
      },
    });

  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    language = 'en';
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('at once at the start; nothing while nothing changes', () => {
    const { look } = sync();
    look();
    vi.advanceTimersByTime(0);
    expect(told).toEqual(['en']);
    for (let count = 0; count < 100; count += 1) {
      look();
      vi.advanceTimersByTime(50);
    }
    expect(told).toEqual(['en']);
  });

  test('at most four times a second, and the last change is always told', () => {
    const { look } = sync();
    for (let count = 0; count < 101; count += 1) {
      language = count % 2 === 0 ? 'zh-TW' : 'en';
      look();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(MENU_EVERY_MS);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told.at(-1)).toBe('zh-TW');
  });

  test('again to another app, even when it is the same', () => {
    const { look, forget } = sync();
    look();
    vi.advanceTimersByTime(MENU_EVERY_MS);
    forget();
    look();
    vi.advanceTimersByTime(MENU_EVERY_MS);
    expect(told).toEqual(['en', 'en']);
  });
});

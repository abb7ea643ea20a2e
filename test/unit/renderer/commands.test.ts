// The list of commands: named in both languages, no key for two, all of them in the palette, and the only source of keys.
import i18next from 'i18next';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CatchUpStatus } from '#shared/contract/catch-up.ts';
import type { EventSummary, FailureCause } from '#shared/contract/events.ts';
import type { TriggerRun } from '#shared/contract/triggers.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings.ts';
import type { Status } from '#shared/contract/status.ts';
import { keyOf } from '../../../src/renderer/commands/key-of.ts';
import { keyLabel } from '../../../src/renderer/components/kbd.tsx';
import { en } from '../../../src/renderer/i18n/en.ts';
import { useTriggers } from '../../../src/renderer/stores/triggers-store.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

// Where the dashboard ends: the engine, and what only a browser has.
vi.mock('../../../src/renderer/stores/engine.ts', () => ({ engine: {} }));
vi.stubGlobal('window', { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) });

const { commands, isAvailable, keysOf, COMMAND_GROUPS } =
  await import('../../../src/renderer/commands/commands.ts');
const { commandEntries } = await import('../../../src/renderer/features/palette/command-entries.ts');
const { shownGroups } = await import('../../../src/renderer/features/palette/palette-entry.ts');
const { scoreOf } = await import('../../../src/renderer/features/palette/matching.ts');
const { useCatchUp } = await import('../../../src/renderer/stores/catch-up-store.ts');
const { useView, VIEWS } = await import('../../../src/renderer/stores/view-store.ts');
const { useInspected } = await import('../../../src/renderer/stores/inspected-store.ts');
const { useMarks } = await import('../../../src/renderer/stores/marks-store.ts');
const { useStatus } = await import('../../../src/renderer/stores/status-store.ts');
const { useEventList } = await import('../../../src/renderer/stores/event-list-store.ts');
const { useFailureCauses } = await import('../../../src/renderer/stores/failure-causes-store.ts');
const { useSettings } = await import('../../../src/renderer/stores/settings-store.ts');
const { useCustomers } = await import('../../../src/renderer/stores/customers-store.ts');
const { usePreferences } = await import('../../../src/renderer/stores/preferences-store.ts');
const { offerUndo, withdrawUndo } = await import('../../../src/renderer/stores/undo-store.ts');

const SOURCES: Record<string, string> = import.meta.glob('../../../src/renderer/**/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
});

beforeAll(async () => {
  await i18next.init({
    lng: 'zh-TW',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
  });
});

describe('words', () => {
  test('every command and every group has a name in both languages, and no two commands have the same', () => {
    for (const { shortcut } of [en, zhTW]) {
      const names = commands.map(({ id, group }) => `${shortcut.group[group]}: ${shortcut[id]}`);
      expect(names.filter((name) => name.includes('undefined'))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('no name is left over from a command that is gone', () => {
    const known = new Set<string>([...commands.map(({ id }) => id), 'title', 'group', 'more']);
    expect(Object.keys(en.shortcut).filter((key) => !known.has(key))).toEqual([]);
    expect(COMMAND_GROUPS.toSorted()).toEqual(Object.keys(en.shortcut.group).toSorted());
  });
});

describe('keys', () => {
  test('no key is two commands’, nor the beginning of another’s', () => {
    const all = commands.flatMap(({ keys }) => keys);
    expect(all.filter((keys, index) => all.indexOf(keys) !== index)).toEqual([]);
    const beginnings = all.filter((keys) => keys.length > 1 && keys.includes(' ')).map((keys) => keys[0]);
    expect(all.filter((keys) => beginnings.includes(keys))).toEqual([]);
  });

  test('what a key press is called, with Ctrl, ⌘, Shift and AltGr', () => {
    const press = (key: string, held: string[] = []) => ({
      key,
      shiftKey: held.includes('Shift'),
      ctrlKey: held.includes('Control'),
      metaKey: held.includes('Meta'),
      altKey: held.includes('Alt'),
      getModifierState: (name: string) => held.includes(name),
    });
    expect(keyOf(press('j'), false)).toBe('j');
    expect(keyOf(press('R', ['Shift']), false)).toBe('R');
    expect(keyOf(press('ArrowDown', ['Shift']), false)).toBe('Shift+ArrowDown');
    expect(keyOf(press('k', ['Control']), false)).toBe('Mod+k');
    expect(keyOf(press('k', ['Meta']), true)).toBe('Mod+k');
    expect(keyOf(press('k', ['Control']), true)).toBeNull();
    expect(keyOf(press('K', ['Control', 'Shift']), false)).toBeNull();
    expect(keyOf(press(']', ['Control', 'Alt', 'AltGraph']), false)).toBe(']');
    expect(keyOf(press('Shift', ['Shift']), false)).toBeNull();
  });

  test('how they are drawn', () => {
    expect(['Mod+k', 'R', 'g ,', ' ', 'Shift+ArrowUp'].map((keys) => keyLabel(keys, false))).toEqual([
      'Ctrl K',
      '⇧R',
      'g ,',
      'Space',
      '⇧↑',
    ]);
    expect(keyLabel('Mod+k', true)).toBe('⌘K');
  });

  test('what tooltips, buttons and menus show comes from the list', () => {
    const sources = Object.entries(SOURCES);
    const shown = sources.flatMap(([, text]) =>
      [...text.matchAll(/keysOf\('(\w+)'\)/g)].map((match) => match[1]),
    );
    expect(shown.length).toBeGreaterThan(10);
    const withKeys = commands.filter(({ keys }) => keys.length > 0).map(({ id }) => id as string);
    expect(shown.filter((id) => id === undefined || !withKeys.includes(id))).toEqual([]);
    // Escape closes every dialog and is no command.
    const literal = sources.flatMap(([name, text]) =>
      [...text.matchAll(/\bkeys="([^"]+)"/g)].filter((match) => match[1] !== 'Escape').map(() => name),
    );
    expect(literal).toEqual([]);
  });
});

describe('palette', () => {
  const t = i18next.getFixedT('zh-TW');
  const idsNow = (): string[] => commandEntries(t).map(({ id }) => id.replace('command ', ''));
  const endpoint = (id: string, paused: boolean) => ({ id, name: id, url: '', enabled: true, paused });

  beforeEach(() => {
    withdrawUndo();
    useView.setState({ view: 'settings' });
    useInspected.setState({ event: null });
    useMarks.setState({ ids: new Set() });
    useStatus.setState({ status: null });
  });

  test('offers what can be done now, and nothing else', () => {
    const offered = new Set(idsNow());
    for (const command of commands) {
      if (command.id !== 'palette') expect(offered.has(command.id), command.id).toBe(isAvailable(command));
    }
    expect(offered.has('resend')).toBe(false);
    expect(offered.has('undo')).toBe(false);
    expect(offered.has('goEvents')).toBe(true);
  });

  test('in some situation, every command can be reached', () => {
    const reached = new Set<string>(['palette']);
    const note = (): void => {
      for (const id of idsNow()) reached.add(id);
    };
    const status = (state: string): void =>
      useStatus.setState({
        status: {
          forwarder: { state },
          counts: { failed: 3 },
          endpoints: [endpoint('a', false), endpoint('b', true)],
          health: [{ endpointId: 'b', held: 2, asking: false }],
          secrets: [{ from: 'hookline', masked: 'whsec_…', endpointIds: ['a', 'b'] }],
        } as unknown as Status,
      });
    useEventList.setState({ filter: { filter: 'type:invoice.*' } });
    useSettings.setState({ settings: DEFAULT_SETTINGS });
    useInspected.setState({
      event: {
        id: 'evt_1Q8xYzAbCd',
        kind: 'snapshot',
        source: 'cli',
        livemode: false,
        account: null,
      } as EventSummary,
    });
    useMarks.setState({ ids: new Set(['one', 'two']) });
    useFailureCauses.setState({ causes: [{ eventIds: ['evt_1Q8xYzAbCd'] } as FailureCause], looked: 1 });
    useCustomers.setState({ selectedId: 1 });
    useCatchUp.setState({ status: { gaps: [{ state: 'found', total: 3 }] } as CatchUpStatus });
    useTriggers.setState({ runs: [{ id: 'tr_1' } as TriggerRun] });
    offerUndo('something', () => undefined);
    for (const view of VIEWS) {
      for (const state of ['ready', 'stopped', 'not_logged_in']) {
        for (const theme of ['light', 'dark'] as const) {
          useView.setState({ view });
          usePreferences.setState({ theme, language: theme === 'light' ? 'en' : 'zh-TW' });
          status(state);
          note();
        }
      }
    }
    // Instead of an event, a group may be selected.
    useView.setState({ view: 'events' });
    useInspected.setState({ event: null });
    useEventList.setState({ by: 'request', cursorKey: 'req_1' });
    note();
    useEventList.setState({ by: null, cursorKey: null });
    expect(commands.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  test('shows the keys of the list, and finds commands by their English names too', () => {
    const entry = commandEntries(t).find(({ id }) => id === 'command goEvents');
    expect(entry).toMatchObject({ text: '事件', keys: keysOf('goEvents') });
    expect(entry?.also).toContain('Events');
  });

  test('is found by what people look for, also where the name has other words', () => {
    const found = (typed: string): string[] =>
      commandEntries(i18next.getFixedT('en'))
        .filter((one) => scoreOf(one, typed) > 0)
        .map(({ id }) => id.replace('command ', ''));
    useStatus.setState({
      status: {
        forwarder: { state: 'ready' },
        counts: { failed: 0 },
        endpoints: [endpoint('a', false)],
        health: [],
        secrets: [{ from: 'hookline', masked: 'whsec_…', endpointIds: ['a'] }],
      } as unknown as Status,
    });
    expect(found('secret')).toEqual(expect.arrayContaining(['copySecret', 'showSecret', 'writeEnv']));
    expect(found('env')).toContain('writeEnv');
    expect(found('release')).toContain('heldOnly');
    expect(found('slow')).toEqual(['goInsight']);
    expect(found('forwarder')).toContain('goConnection');
    expect(found('rejected')).toContain('goInvalid');
  });

  test('moving the cursor is not listed, and is found by typing', () => {
    useView.setState({ view: 'events' });
    const entries = commandEntries(i18next.getFixedT('en'));
    const shown = (typed: string) =>
      shownGroups(entries, typed).flatMap((one) => one.entries.map(({ text }) => text));
    expect(shown('')).not.toContain('Next row');
    expect(shown('')).toContain('Filter');
    expect(shown('next row')).toContain('Next row');
  });

  test('every view has a command that leads there', () => {
    for (const view of VIEWS) {
      const leads = commands.some((command) => {
        if (command.group !== 'go') return false;
        useView.setState({ view: view === 'events' ? 'settings' : 'events' });
        command.run();
        return useView.getState().view === view;
      });
      expect(leads, view).toBe(true);
    }
  });
});

// The last events at the app's icon, on Windows and macOS.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJumpList, type JumpListDeps } from '#hosts/electron/jump-list.ts';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import type { EventSummary } from '#shared/contract/events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const event = (id: string, who = 'Ada & Co'): EventSummary =>
  ({
    id,
    type: 'invoice.paid',
    customerLabel: who,
    customerId: null,
    deliveryState: 'delivered',
    lastStatus: 200,
    lastErrorClass: null,
  }) as EventSummary;

type Categories = Parameters<JumpListDeps['app']['setJumpList']>[0];

function list(platform: NodeJS.Platform, { isPackaged = true, removed = [] as string[] } = {}) {
  const lists: Categories[] = [];
  const menus: { label?: string; click?: () => void }[][] = [];
  const docked: unknown[] = [];
  const opened: DesktopRequest[] = [];
  const own = createJumpList({
    app: {
      isPackaged,
      getAppPath: () => 'C:\\src\\hookline',
      getJumpListSettings: () => ({ minItems: 4, removedItems: removed.map((args) => ({ args })) }),
      setJumpList: (categories) => {
        lists.push(categories);
        return 'ok';
      },
      dock: { setMenu: (menu) => docked.push(menu) },
    },
    Menu: {
      buildFromTemplate: (template) => {
        menus.push(template as (typeof menus)[number]);
        return menus.length as never;
      },
    },
    platform,
    execPath: 'C:\\Hookline.exe',
    open: (request) => opened.push(request),
  });
  return { own, lists, menus, docked, opened };
}

test('on Windows each is a task that opens its link', () => {
  const { own, lists } = list('win32');
  own.set([event('evt_2'), event('evt_1', 'Grace')], 'en');
  const [first] = lists[0]?.[0]?.items ?? [];
  expect(lists[0]).toMatchObject([{ type: 'custom', name: 'Recent events' }]);
  expect(lists[0]?.[0]?.items).toHaveLength(2);
  expect(first).toEqual({
    type: 'task',
    title: 'invoice.paid · Ada & Co · 200',
    description: 'evt_2',
    program: 'C:\\Hookline.exe',
    args: 'hookline://event/evt_2',
    iconPath: 'C:\\Hookline.exe',
    iconIndex: 0,
  });
});

test('run from the source, Electron is told which app', () => {
  const { own, lists } = list('win32', { isPackaged: false });
  own.set([event('evt_1')], 'en');
  expect(lists[0]?.[0]?.items?.[0]?.args).toBe('"C:\\src\\hookline" hookline://event/evt_1');
});

test('what the user took out is not put back', () => {
  const { own, lists } = list('win32', { removed: ['hookline://event/evt_1'] });
  own.set([event('evt_2'), event('evt_1')], 'en');
  expect(lists[0]?.[0]?.items?.map(({ args }) => args)).toEqual(['hookline://event/evt_2']);
});

test('an id that is no link’s is left out, and nothing is an empty list', () => {
  const { own, lists } = list('win32');
  own.set([event('evt_1" --inspect')], 'en');
  expect(lists).toEqual([[]]);
});

test('on a Mac they are in the dock’s menu, and a click opens them', () => {
  const { own, menus, docked, opened, lists } = list('darwin');
  own.set([event('evt_1')], 'zh-TW');
  expect(docked).toEqual([1]);
  expect(menus[0]?.[0]?.label).toBe('invoice.paid · Ada && Co · 200');
  menus[0]?.[0]?.click?.();
  expect(opened).toEqual([{ what: 'open_event', id: 'evt_1' }]);
  expect(lists).toEqual([]);
});

test('Linux has nothing of the kind', () => {
  const { own, lists, docked } = list('linux');
  own.set([event('evt_1')], 'en');
  expect([lists, docked]).toEqual([[], []]);
});

test('is written when it changed, and once in two seconds', () => {
  const { own, lists } = list('win32');
  own.set([event('evt_0')], 'en');
  for (let n = 1; n <= 50; n += 1) own.set([event(`evt_${n}`)], 'en');
  expect(lists).toHaveLength(1);
  vi.advanceTimersByTime(2_000);
  expect(lists).toHaveLength(2);
  expect(lists[1]?.[0]?.items?.[0]?.args).toContain('evt_50');
  vi.advanceTimersByTime(10_000);
  own.set([event('evt_50')], 'en');
  expect(lists).toHaveLength(2);
  own.set([event('evt_51')], 'en');
  own.set([event('evt_52')], 'en');
  own.dispose();
  vi.advanceTimersByTime(10_000);
  expect(lists).toHaveLength(3);
});

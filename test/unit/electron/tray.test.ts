// The tray tells the state at a glance, and its menu does what it says.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { createTrayActions, type TrayActionsDeps } from '#hosts/electron/tray-actions.ts';
import { trayState, trayView, type TrayFacts } from '#hosts/electron/tray-model.ts';
import { createTray, type TrayDeps } from '#hosts/electron/tray.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import type { Status } from '#shared/contract/status.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../../support/engine.ts';
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../../support/wait-until.ts';

type Change = {
  forwarder?: Partial<Status['forwarder']>;
  counts?: Partial<Status['counts']>;
  drifting?: number;
} & Partial<Pick<Status, 'notices' | 'endpoints' | 'demo'>>;

async function factsOf(line: TestEngine): Promise<TrayFacts> {
  const { items } = await line.engine.store.reader.listEvents({}, null, 5);
  return { status: line.engine.status(), recent: items, hasSecret: true, language: 'en' };
}

function changed(facts: TrayFacts, { forwarder, counts, drifting, ...rest }: Change): TrayFacts {
  const { status } = facts;
  return {
    ...facts,
    status: {
      ...status,
      ...rest,
      forwarder: { ...status.forwarder, ...forwarder },
      counts: { ...status.counts, ...counts },
      plans: { ...status.plans, drifting: drifting ?? status.plans.drifting },
    },
  };
}

const labels = (facts: TrayFacts): string[] =>
  trayView(facts).menu.map((item) => (item === 'separator' ? '—' : item.label));

async function someFacts(): Promise<TrayFacts> {
  const line = await startTestEngine();
  await line.post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await waitUntil('it to be delivered', () => line.engine.status().counts.delivered === 1);
  return await factsOf(line);
}

test('the icon tells the worst of what is so, live mode first', async () => {
  const facts = await someFacts();
  const stateOf = (change: Change) => trayState(changed(facts, change).status);
  expect(stateOf({})).toBe('off');
  expect(stateOf({ forwarder: { state: 'starting' } })).toBe('off');
  expect(stateOf({ forwarder: { state: 'ready' } })).toBe('up');
  expect(stateOf({ forwarder: { state: 'offline' } })).toBe('trouble');
  expect(stateOf({ forwarder: { state: 'ready' }, counts: { failed: 1 } })).toBe('trouble');
  expect(stateOf({ forwarder: { state: 'ready' }, drifting: 1 })).toBe('trouble');
  expect(stateOf({ notices: [{ code: 'disk_full', detail: '' }] })).toBe('trouble');
  expect(stateOf({ notices: [{ code: 'database_moved_aside', detail: '' }] })).toBe('off');
  expect(stateOf({ forwarder: { state: 'ready', livemode: true }, counts: { failed: 1 } })).toBe('live');
  expect(stateOf({ forwarder: { state: 'stopped', livemode: true } })).toBe('off');
});

test('tooltip and first line say it in words, in both languages, and no longer than Windows shows', async () => {
  const facts = changed(await someFacts(), {
    forwarder: { state: 'offline', livemode: true },
    counts: { failed: 3, held: 2 },
    drifting: 1,
  });
  const said = 'LIVE mode · Stripe cannot be reached · 3 failed · 2 on hold · 1 paid but wrong';
  expect(trayView(facts).tooltip).toBe(`Hookline: ${said}`);
  expect(trayView(facts).menu[0]).toEqual({ label: said, action: null, enabled: false });
  expect(trayView({ ...facts, language: 'zh-TW' }).tooltip).toContain('連不上 Stripe · 3 筆失敗');
  const full = changed(facts, { notices: [{ code: 'disk_full', detail: '' }] });
  expect(trayView(full).tooltip.length).toBeLessThanOrEqual(127);
  expect(trayView(changed(facts, { demo: true })).tooltip).toContain('Demo');
});

test('the menu has the last events with who and how it went', async () => {
  const facts = await someFacts();
  const [event] = facts.recent;
  const recent: EventSummary[] = [
    {
      ...event!,
      id: 'evt_2',
      customerLabel: 'Ada & Söhne',
      deliveryState: 'failed',
      lastErrorClass: 'timeout',
    },
    { ...event!, customerLabel: null, customerId: 'cus_1', lastStatus: 200 },
    { ...event!, id: 'evt_3', customerLabel: null, customerId: null, deliveryState: 'held' },
  ];
  expect(labels({ ...facts, recent }).slice(2, 5)).toEqual([
    'invoice.paid · Ada & Söhne · timeout',
    'invoice.paid · cus_1 · 200',
    'invoice.paid · on hold',
  ]);
  expect(trayView({ ...facts, recent }).menu[2]).toMatchObject({
    action: { act: 'open_event', id: 'evt_2' },
  });
  const none = trayView({ ...facts, recent: [], hasSecret: false });
  expect(none.menu[2]).toEqual({ label: 'No events yet', action: null, enabled: false });
  expect(none.menu).toContainEqual(expect.objectContaining({ label: 'Resend last event', enabled: false }));
  expect(none.menu).toContainEqual(
    expect.objectContaining({ action: { act: 'copy_secret' }, enabled: false }),
  );
});

test('pause and resume are offered where they change something', async () => {
  const facts = await someFacts();
  const [one] = facts.status.endpoints;
  const offered = (...endpoints: Partial<Status['endpoints'][number]>[]) =>
    labels(changed(facts, { endpoints: endpoints.map((change) => ({ ...one!, ...change })) })).filter(
      (label) => /^(Pause|Resume)/.test(label),
    );
  expect(offered({})).toEqual(['Pause all endpoints']);
  expect(offered({ paused: true })).toEqual(['Resume all endpoints']);
  expect(offered({ paused: true }, {})).toEqual(['Resume all endpoints', 'Pause all endpoints']);
  expect(offered({ enabled: false })).toEqual([]);
});

describe('on the screen', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function shown(platform: NodeJS.Platform = 'linux') {
    const calls: string[] = [];
    const icons: EventEmitter[] = [];
    const acted: unknown[] = [];
    const menus: { label?: string; click?: () => void }[][] = [];
    class FakeTray extends EventEmitter {
      constructor(image: string) {
        super();
        calls.push(`new ${image}`);
        icons.push(this);
      }
      setImage(image: unknown): void {
        calls.push(`image ${String(image)}`);
      }
      setToolTip(text: string): void {
        calls.push(`tooltip ${text}`);
      }
      setContextMenu(): void {
        calls.push('menu');
      }
      destroy(): void {
        calls.push('destroy');
      }
    }
    const view = (state: 'up' | 'trouble', tooltip: string, label = 'A & B') => ({
      state,
      tooltip,
      menu: [{ label, action: { act: 'open_event', id: 'evt_1' }, enabled: true }, 'separator'] as const,
    });
    const tray = createTray(
      {
        // Electron's own is not to be had without its binary.
        Tray: FakeTray as unknown as TrayDeps['Tray'],
        Menu: {
          buildFromTemplate(template) {
            menus.push(template as (typeof menus)[number]);
            return {} as ReturnType<TrayDeps['Menu']['buildFromTemplate']>;
          },
        },
        iconPath: (state) => `${state}.png`,
        platform,
        act: (action) => acted.push(action),
      },
      view('up', 'a'),
    );
    return { tray, calls, acted, menus, view, icon: icons[0] };
  }

  it('comes with all it has, and changes only what changed', () => {
    const { tray, calls, view } = shown();
    expect(calls.splice(0)).toEqual(['new up.png', 'tooltip a', 'menu']);
    vi.advanceTimersByTime(1_000);
    tray.show(view('up', 'a'));
    expect(calls.splice(0)).toEqual([]);
    vi.advanceTimersByTime(1_000);
    tray.show(view('trouble', 'a'));
    expect(calls.splice(0)).toEqual(['image trouble.png']);
  });

  it('changes at most four times a second, and ends with the last', () => {
    const { tray, calls, view } = shown();
    calls.length = 0;
    for (let n = 0; n < 100; n += 1) {
      tray.show(view('up', `n${n}`));
      vi.advanceTimersByTime(10);
    }
    expect(calls.length).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(250);
    expect(calls.at(-1)).toBe('tooltip n99');
  });

  it('writes & as it is, and its items act', () => {
    const { menus, acted } = shown();
    expect(menus[0]?.[0]?.label).toBe('A && B');
    menus[0]?.[0]?.click?.();
    expect(acted).toEqual([{ act: 'open_event', id: 'evt_1' }]);
  });

  it('opens the window by a click, but on a Mac', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const { icon, acted } = shown(platform);
      icon?.emit('click');
      expect(acted).toEqual(platform === 'darwin' ? [] : [{ act: 'open' }]);
    }
  });

  it('is not touched after it is gone', () => {
    const { tray, calls, view } = shown();
    tray.show(view('trouble', 'b'));
    tray.dispose();
    const before = [...calls];
    vi.advanceTimersByTime(1_000);
    expect(calls).toEqual(before);
    expect(calls.at(-1)).toBe('destroy');
  });
});

describe('what its items do', () => {
  afterEach(() => void vi.useRealTimers());

  function withClipboard(engine: TrayActionsDeps['engine']) {
    const clip = { text: 'what was there' };
    const clipboard = {
      readText: () => Promise.resolve(clip.text),
      writeText: (text: string) => Promise.resolve(void (clip.text = text)),
      clear: () => void (clip.text = ''),
    } satisfies TrayActionsDeps['clipboard'];
    const errors: unknown[] = [];
    const actions = createTrayActions({ engine, clipboard, onError: (error) => errors.push(error) });
    return { clip, actions, errors };
  }

  it('pauses and resumes all endpoints that are on', async () => {
    const { engine } = await startTestEngine();
    await engine.endpoints.create({ url: 'http://127.0.0.1:9/second' });
    await engine.endpoints.create({ url: 'http://127.0.0.1:9/off', enabled: false });
    const { actions } = withClipboard(engine);
    const paused = () => engine.endpoints.list().map((endpoint) => endpoint.paused);
    await actions.pauseAll(true);
    expect(paused()).toEqual([true, true, false]);
    await actions.pauseAll(false);
    expect(paused()).toEqual([false, false, false]);
  });

  it('copies the secret the endpoint verifies with, and takes it back after a minute', async () => {
    const { engine } = await startTestEngine();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { actions, clip } = withClipboard(engine);
    await actions.copySecret();
    expect(clip.text).toBe(TEST_SECRET);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(clip.text).toBe(TEST_SECRET);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(clip.text).toBe('');
  });

  it('leaves alone what was copied since', async () => {
    const { engine } = await startTestEngine();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { actions, clip } = withClipboard(engine);
    await actions.copySecret();
    clip.text = 'mine';
    await vi.advanceTimersByTimeAsync(61_000);
    expect(clip.text).toBe('mine');
  });

  it('takes it back when the app goes, too', async () => {
    const { engine } = await startTestEngine();
    const { actions, clip } = withClipboard(engine);
    await actions.copySecret();
    await actions.dispose();
    expect(clip.text).toBe('');
  });
});

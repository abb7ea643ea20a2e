// Notifications: one of a kind for what came within a moment, none for what is unwanted or seen anyway, and each with its way on.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { createNoticeGathering, noticeOf, type DesktopNotice } from '#hosts/electron/notices.ts';
import { createNotifications, type NotificationsDeps } from '#hosts/electron/notifications.ts';
import type { FailedEvent, News } from '#hosts/electron/watch-engine.ts';
import { wordsIn } from '#hosts/electron/words.ts';
import type { EventSummary } from '#shared/contract/events.ts';

const LOCAL = { id: 'local', name: 'Local' };
let seq = 0;
function failed(change: Partial<EventSummary> = {}): FailedEvent {
  seq += 1;
  const event = {
    seq,
    id: `evt_${seq}`,
    type: 'invoice.paid',
    customerLabel: null,
    customerId: null,
    deliveryState: 'failed',
    lastStatus: 500,
    lastErrorClass: null,
    ...change,
  };
  return { event: event as EventSummary, endpoint: LOCAL };
}
const failedNews = (...events: FailedEvent[]): News => ({ what: 'failed', failed: events });
const down: News = { what: 'line_down', state: 'offline' };
const en = wordsIn('en');
const zh = wordsIn('zh-TW');
const ofFailed = (...events: FailedEvent[]) => noticeOf([{ what: 'failed', failed: events }], en);

describe('the notice', () => {
  it('of one event says which, how it failed and where, and opens it', () => {
    const one = failed({ customerLabel: 'Ada Lovelace' });
    expect(ofFailed(one)).toEqual({
      kind: 'failed',
      title: 'invoice.paid failed',
      body: '500 from Local · Ada Lovelace',
      opens: { what: 'open_event', id: one.event.id },
      button: { act: 'resend', failed: [one], label: 'Resend' },
    });
    expect(ofFailed(failed({ lastErrorClass: 'timeout' })).body).toBe('timeout from Local');
    expect(noticeOf([{ what: 'failed', failed: [one] }], zh)).toMatchObject({
      title: 'invoice.paid 失敗',
      body: 'Local：500 · Ada Lovelace',
    });
  });

  it('of many counts them and opens the failed ones', () => {
    const many = [failed(), failed(), failed({ type: 'charge.failed' })];
    expect(ofFailed(...many)).toMatchObject({
      title: '3 events failed',
      body: 'invoice.paid × 2, charge.failed',
      opens: { what: 'open_view', view: 'events', filter: 'status:failed' },
      button: { act: 'resend', failed: many },
    });
    const types = ['a', 'b', 'c', 'd'].map((type) => failed({ type }));
    expect(ofFailed(...types).body).toBe('a, b, c …');
  });

  it('of one event that failed twice is of one', () => {
    const one = failed();
    expect(ofFailed(one, one).title).toBe('invoice.paid failed');
  });

  it.each([
    [{ what: 'held', endpoint: LOCAL, held: 1 }, 'Local does not answer', 'events', 'status:held', null],
    [
      {
        what: 'drift',
        customers: [
          { id: 1, label: 'Ada', expected: 'Pro', believed: 'free', since: 1 },
          { id: 2, label: 'Bo', expected: 'Pro', believed: 'free', since: 1 },
        ],
      },
      '2 customers paid and did not get the plan',
      'customers',
      null,
      null,
    ],
    [down, 'No more events from Stripe', 'connection', null, 'Restart'],
    [{ what: 'line_up' }, 'Stripe’s events arrive again', 'connection', null, null],
  ] as const)('of %o leads where it can be seen to', (news, title, view, filter, label) => {
    const notice = noticeOf([news], en);
    expect(notice).toMatchObject({ title, opens: { what: 'open_view', view, filter } });
    expect(notice.button?.label ?? null).toBe(label);
  });
});

describe('gathering', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function gathering() {
    const shown: DesktopNotice[] = [];
    const withdrawn: string[] = [];
    const state = {
      wanted: { failed: true, held: true, drift: true, lineDown: true },
      focused: false,
      reason: null as string | null,
    };
    const { tell, dispose } = createNoticeGathering({
      wanted: () => state.wanted,
      language: () => 'en',
      isFocused: () => state.focused,
      show: (notice) => shown.push(notice),
      explain: () => Promise.resolve(state.reason),
      withdraw: (kind) => withdrawn.push(kind),
    });
    const later = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_500);
    return { tell, dispose, shown, withdrawn, state, later };
  }

  it('makes one of a kind within 1.5 s, and another after that', async () => {
    const { tell, shown, later } = gathering();
    for (let n = 0; n < 12; n += 1) {
      tell(failedNews(failed()));
      vi.advanceTimersByTime(100);
    }
    tell({
      what: 'drift',
      customers: [{ id: 1, label: 'Ada', expected: 'Pro', believed: 'free', since: 1 }],
    });
    expect(shown).toEqual([]);
    await later();
    expect(shown.map(({ title }) => title)).toEqual([
      '12 events failed',
      'Ada paid and did not get the plan',
    ]);
    tell(failedNews(failed()));
    await later();
    expect(shown.at(-1)?.title).toBe('invoice.paid failed');
  });

  it('says of the only one why it failed, and of several only that they did', async () => {
    const { tell, shown, state, later } = gathering();
    state.reason = 'Nothing is listening at localhost:3000.';
    tell(failedNews(failed({ customerLabel: 'Ada' })));
    await later();
    expect(shown.at(-1)?.body).toBe('Nothing is listening at localhost:3000. · Ada');
    tell(failedNews(failed(), failed()));
    await later();
    expect(shown.at(-1)?.body).toBe('invoice.paid × 2');
  });

  it('counts the endpoints that hold', async () => {
    const { tell, shown, later } = gathering();
    tell({ what: 'held', endpoint: LOCAL, held: 1 });
    tell({ what: 'held', endpoint: { id: 'ep_2', name: 'Staging' }, held: 1 });
    await later();
    expect(shown[0]?.title).toBe('2 endpoints do not answer');
  });

  it.each([
    ['failed', failedNews(failed())],
    ['held', { what: 'held', endpoint: LOCAL, held: 1 }],
    [
      'drift',
      { what: 'drift', customers: [{ id: 1, label: 'Ada', expected: 'Pro', believed: 'free', since: 1 }] },
    ],
    ['lineDown', down],
  ] as const)('shows none of those switched off: %s', async (name, news) => {
    const { tell, shown, state, later } = gathering();
    state.wanted = { ...state.wanted, [name]: false };
    tell(news);
    await later();
    expect(shown).toEqual([]);
  });

  it('shows nothing to who looks at the window, but that the line is down', async () => {
    const { tell, shown, state, later } = gathering();
    state.focused = true;
    tell(failedNews(failed()));
    tell({ what: 'held', endpoint: LOCAL, held: 1 });
    tell({
      what: 'drift',
      customers: [{ id: 1, label: 'Ada', expected: 'Pro', believed: 'free', since: 1 }],
    });
    tell(down);
    await later();
    expect(shown.map(({ kind }) => kind)).toEqual(['line_down']);
  });

  it('withdraws what is over, and does not show what was over before it came', async () => {
    const { tell, shown, withdrawn, later } = gathering();
    tell({ what: 'held', endpoint: LOCAL, held: 1 });
    tell({ what: 'over', of: 'held' });
    await later();
    expect(shown).toEqual([]);
    expect(withdrawn).toEqual(['held']);
  });

  it('says that the line is up again only to who was told that it was down', async () => {
    const { tell, shown, withdrawn, later } = gathering();
    const upAgain = async (): Promise<void> => {
      tell({ what: 'line_up' });
      tell({ what: 'over', of: 'line_down' });
      await later();
    };
    tell(down);
    await upAgain();
    expect(shown).toEqual([]);
    tell(down);
    await later();
    await upAgain();
    expect(shown.map(({ kind }) => kind)).toEqual(['line_down', 'line_up']);
    tell(down);
    expect(withdrawn.at(-1)).toBe('line_up');
  });

  it('shows nothing after it ended', async () => {
    const { tell, dispose, shown, later } = gathering();
    tell(down);
    dispose();
    await later();
    expect(shown).toEqual([]);
  });
});

describe('in the system', () => {
  interface Shown extends EventEmitter {
    options: { title?: string; silent?: boolean; actions?: { type: string; text?: string }[] };
    state: 'made' | 'shown' | 'closed';
  }

  function system(platform: NodeJS.Platform, supported = true) {
    const made: Shown[] = [];
    class FakeNotification extends EventEmitter implements Shown {
      readonly options: Shown['options'];
      state: Shown['state'] = 'made';
      static isSupported(): boolean {
        return supported;
      }
      constructor(options: Shown['options']) {
        super();
        this.options = options;
        made.push(this);
      }
      show(): void {
        this.state = 'shown';
      }
      close(): void {
        this.state = 'closed';
      }
    }
    const opened: unknown[] = [];
    const pressed: unknown[] = [];
    const notifications = createNotifications({
      // Electron's own is not to be had without its binary.
      Notification: FakeNotification as unknown as NotificationsDeps['Notification'],
      platform,
      open: (request) => opened.push(request),
      press: (button) => pressed.push(button),
    });
    return { notifications, made, opened, pressed };
  }

  test('a click opens, the button acts, where there are buttons', () => {
    const one = failed();
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const { notifications, made, opened, pressed } = system(platform);
      notifications.show(ofFailed(one));
      expect(made[0]?.state).toBe('shown');
      made[0]?.emit('click');
      expect(opened).toEqual([{ what: 'open_event', id: one.event.id }]);
      const texts = made[0]?.options.actions?.map(({ text }) => text);
      expect(texts).toEqual(platform === 'linux' ? [] : ['Resend']);
      made[0]?.emit('action', { actionIndex: 0 });
      expect(pressed).toMatchObject([{ act: 'resend', failed: [one] }]);
    }
  });

  test('a new one of a kind takes the place of the old, those of other kinds stay', () => {
    const { notifications, made } = system('darwin');
    notifications.show(ofFailed(failed()));
    notifications.show(noticeOf([down], en));
    notifications.show(ofFailed(failed()));
    expect(made.map(({ state }) => state)).toEqual(['closed', 'shown', 'shown']);
    notifications.withdraw('line_down');
    expect(made.map(({ state }) => state)).toEqual(['closed', 'closed', 'shown']);
    notifications.dispose();
    expect(made.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed']);
  });

  test('one that the system has put away can still be clicked and taken back', () => {
    const { notifications, made, opened } = system('win32');
    notifications.show(noticeOf([down], en));
    made[0]?.emit('close');
    made[0]?.emit('click');
    expect(opened).toHaveLength(1);
    notifications.withdraw('line_down');
    expect(made[0]?.state).toBe('closed');
  });

  test('a system without notifications is left in peace', () => {
    const { notifications, made } = system('linux', false);
    notifications.show(ofFailed(failed()));
    expect(made).toEqual([]);
  });
});

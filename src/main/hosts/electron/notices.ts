// Makes notifications of news: what came within a moment becomes one of its kind, and what the user does not want or
// sees anyway becomes none.
import type { DesktopRequest, DesktopSettings } from '#shared/contract/desktop.ts';
import type { DriftedCustomer } from '#shared/contract/plans.ts';
import { outcome } from './tray-model.ts';
import type { FailedEvent, News } from './watch-engine.ts';
import { wordsIn, type Language, type Words } from './words.ts';

const GATHER_MS = 1_500;
const MOST_TYPES = 3;

export type NoticeKind = 'failed' | 'held' | 'drift' | 'line_down' | 'line_up' | 'told';
export type NoticeButton = { act: 'resend'; failed: readonly FailedEvent[] } | { act: 'restart_forwarder' };

export interface DesktopNotice {
  kind: NoticeKind;
  title: string;
  body: string;
  /** What a click opens; null = the window. */
  opens: DesktopRequest | null;
  button: (NoticeButton & { label: string }) | null;
}

type Telling = Exclude<News, { what: 'over' }>;
type NewsOf<What extends News['what']> = Extract<News, { what: What }>;

/**
 * @param news of one kind, oldest first; not empty
 * @param reason why the only event failed, in a sentence; null = there are several, or it is not known
 */
export function noticeOf(
  news: readonly [Telling, ...Telling[]],
  words: Words,
  reason: string | null = null,
): DesktopNotice {
  const [{ what: kind }] = news;
  const last = news.at(-1) ?? news[0];
  switch (kind) {
    case 'failed':
      return failedNotice(distinctFailures(news), words, reason);
    case 'held': {
      const names = new Map(of(news, 'held').map(({ endpoint }) => [endpoint.id, endpoint.name]));
      const [first = ''] = names.values();
      return {
        kind,
        title: names.size === 1 ? words.notice.held(first) : words.notice.heldMany(names.size),
        body: words.notice.heldBody,
        opens: { what: 'open_view', view: 'events', filter: 'status:held' },
        button: null,
      };
    }
    case 'drift':
      return {
        kind,
        ...driftWords(
          of(news, 'drift').flatMap(({ customers }) => customers),
          words,
        ),
        opens: { what: 'open_view', view: 'customers', filter: null },
        button: null,
      };
    case 'line_down':
      return {
        kind,
        title: words.notice.lineDown,
        body: last.what === 'line_down' ? words.line[last.state] : '',
        opens: FORWARDER,
        button: { act: 'restart_forwarder', label: words.notice.restart },
      };
    case 'line_up':
      return {
        kind,
        title: words.notice.lineUp,
        body: words.notice.lineUpBody,
        opens: FORWARDER,
        button: null,
      };
  }
}

const FORWARDER: DesktopRequest = { what: 'open_view', view: 'connection', filter: null };

function of<What extends News['what']>(news: readonly News[], what: What): NewsOf<What>[] {
  return news.filter((one): one is NewsOf<What> => one.what === what);
}

/** One customer is named with both plans, several by their names. */
function driftWords(
  customers: readonly DriftedCustomer[],
  { notice }: Words,
): { title: string; body: string } {
  const byId = new Map(customers.map((one) => [one.id, one]));
  const [first] = byId.values();
  if (first !== undefined && byId.size === 1)
    return { title: notice.driftOne(first.label), body: notice.driftBody(first.believed, first.expected) };
  return {
    title: notice.drift(byId.size),
    body: [...byId.values()].map(({ label }) => label).join(', '),
  };
}

/** One that failed twice within the moment is one. */
function distinctFailures(news: readonly News[]): FailedEvent[] {
  const all = of(news, 'failed').flatMap(({ failed }) => failed);
  return [...new Map(all.map((one) => [one.event.seq, one])).values()];
}

function failedNotice(failed: readonly FailedEvent[], words: Words, reason: string | null): DesktopNotice {
  const button = { act: 'resend' as const, failed, label: words.notice.resend };
  const [first] = failed;
  if (failed.length === 1 && first !== undefined) {
    const { event } = first;
    return {
      kind: 'failed',
      title: words.notice.failedOne(event.type),
      body: [reason ?? failureOf(first, words), event.customerLabel]
        .filter((part) => part !== null)
        .join(' · '),
      opens: { what: 'open_event', id: event.id },
      button,
    };
  }
  const types = Map.groupBy(failed, ({ event }) => event.type);
  const listed = [...types].map(([type, { length }]) => (length === 1 ? type : `${type} × ${length}`));
  return {
    kind: 'failed',
    title: words.notice.failedMany(failed.length),
    body: listed.slice(0, MOST_TYPES).join(', ') + (listed.length > MOST_TYPES ? ' …' : ''),
    opens: { what: 'open_view', view: 'events', filter: 'status:failed' },
    button,
  };
}

/** `500 from Local` */
export function failureOf({ event, endpoint }: FailedEvent, words: Words): string {
  const how = outcome(event, words);
  return endpoint === null ? how : words.notice.failedFrom(how, endpoint.name);
}

export interface NoticeGathering {
  tell(news: News): void;
  dispose(): void;
}

export interface NoticeGatheringDeps {
  wanted: () => DesktopSettings['notify'];
  language: () => Language;
  /** Who looks at the window needs no notification of what is in it. */
  isFocused: () => boolean;
  show: (notice: DesktopNotice) => void;
  /** Why an event failed, in a sentence, as the page says it; null = not known. Never rejects. */
  explain: (failed: FailedEvent) => Promise<string | null>;
  /** What was shown of this kind is so no more. */
  withdraw: (kind: NoticeKind) => void;
}

interface Gathered {
  news: [Telling, ...Telling[]];
  timer: NodeJS.Timeout;
}

export function createNoticeGathering(deps: NoticeGatheringDeps): NoticeGathering {
  const gathered = new Map<NoticeKind, Gathered>();
  let downWasShown = false;

  function mayShow(kind: NoticeKind): boolean {
    const wanted = deps.wanted();
    if (kind === 'line_down') return wanted.lineDown;
    if (deps.isFocused()) return false;
    if (kind === 'line_up') return wanted.lineDown;
    return kind === 'told' || wanted[kind];
  }

  function flush(kind: NoticeKind): void {
    const entry = gathered.get(kind);
    if (entry === undefined || !mayShow(kind)) {
      gathered.delete(kind);
      return;
    }
    if (kind === 'line_down') downWasShown = true;
    const [only, ...others] = distinctFailures(entry.news);
    if (only === undefined || others.length > 0) return showNow(kind, entry, null);
    void deps.explain(only).then((reason) => showNow(kind, entry, reason));
  }

  /** What came or was called off while the reason was looked for counts. */
  function showNow(kind: NoticeKind, entry: Gathered, reason: string | null): void {
    if (gathered.get(kind) !== entry) return;
    gathered.delete(kind);
    const isStillOne = distinctFailures(entry.news).length === 1;
    deps.show(noticeOf(entry.news, wordsIn(deps.language()), isStillOne ? reason : null));
  }

  function drop(kind: NoticeKind): void {
    clearTimeout(gathered.get(kind)?.timer);
    gathered.delete(kind);
  }

  return {
    tell(news) {
      if (news.what === 'over') {
        drop(news.of);
        deps.withdraw(news.of);
        return;
      }
      if (news.what === 'line_up') {
        // Nobody was told that it was down.
        if (!downWasShown) return;
        downWasShown = false;
      }
      if (news.what === 'line_down') {
        drop('line_up');
        deps.withdraw('line_up');
      }
      const entry = gathered.get(news.what);
      if (entry !== undefined) entry.news.push(news);
      else {
        const timer = setTimeout(() => flush(news.what), GATHER_MS);
        gathered.set(news.what, { news: [news], timer });
      }
    },
    dispose() {
      for (const kind of gathered.keys()) drop(kind);
    },
  };
}

// What the tray shows: its state at a glance, a tooltip, and a menu whose items say what they do. Nothing of Electron here.
import type { EventSummary } from '#shared/contract/events.ts';
import { STORE_NOTICES, type Status } from '#shared/contract/status.ts';
import type { TrayState } from '../../app/tray-icon.ts';
import { lineVerdict } from './line-verdict.ts';
import { wordsIn, type Language, type Words } from './words.ts';

/** Windows cuts longer ones off. */
const MOST_TOOLTIP = 127;
const MOST_LABEL = 60;

export type TrayAction =
  | { act: 'open_event'; id: string }
  | { act: 'resend_last' }
  | { act: 'pause' }
  | { act: 'resume' }
  | { act: 'copy_secret' }
  | { act: 'open' }
  | { act: 'quit' };

export type TrayItem = 'separator' | { label: string; action: TrayAction | null; enabled: boolean };

export interface TrayView {
  state: TrayState;
  tooltip: string;
  menu: readonly TrayItem[];
}

export interface TrayFacts {
  status: Status;
  /** Newest first. */
  recent: readonly EventSummary[];
  hasSecret: boolean;
  language: Language;
}

export function trayView({ status, recent, hasSecret, language }: TrayFacts): TrayView {
  const words = wordsIn(language);
  const line = stateLine(status, words);
  const [last] = recent;
  const on = status.endpoints.filter(({ enabled }) => enabled);
  const menu: TrayItem[] = [
    { label: line, action: null, enabled: false },
    'separator',
    ...(last === undefined ? [{ label: words.tray.noEvents, action: null, enabled: false }] : []),
    ...recent.map((event) => item(eventLabel(event, words), { act: 'open_event', id: event.id })),
    'separator',
    item(words.tray.resendLast, { act: 'resend_last' }, last !== undefined),
    // As in the page: each is offered where it changes something.
    ...(on.some(({ paused }) => paused) ? [item(words.tray.resume, { act: 'resume' })] : []),
    ...(on.some(({ paused }) => !paused) ? [item(words.tray.pause, { act: 'pause' })] : []),
    item(words.tray.copySecret, { act: 'copy_secret' }, hasSecret),
    'separator',
    item(words.tray.open, { act: 'open' }),
    item(words.tray.quit, { act: 'quit' }),
  ];
  return { state: trayState(status), tooltip: shortened(`Hookline: ${line}`, MOST_TOOLTIP), menu };
}

/** Live mode before all else: nobody may take it for a test. */
export function trayState(status: Status): TrayState {
  const verdict = lineVerdict(status.forwarder.state);
  if (status.forwarder.livemode === true && verdict !== 'off') return 'live';
  const trouble =
    (verdict === 'down' && !isWithoutStripe(status)) ||
    status.counts.failed > 0 ||
    status.plans.drifting > 0 ||
    storeTrouble(status) !== undefined;
  if (trouble) return 'trouble';
  return verdict === 'up' ? 'up' : 'off';
}

/** Nobody has signed in to this history: it is used without Stripe. */
function isWithoutStripe({ forwarder, account }: Status): boolean {
  const known = account.histories.some((one) => one.open && one.accountId !== null);
  return forwarder.state === 'not_logged_in' && !known;
}

function stateLine(status: Status, words: Words): string {
  const { forwarder, counts, plans, demo } = status;
  const live = forwarder.livemode === true && lineVerdict(forwarder.state) !== 'off';
  const trouble = storeTrouble(status);
  const parts = [
    live ? words.tray.live : null,
    demo ? words.tray.demo : words.line[forwarder.state],
    trouble === undefined ? null : words.tray.store[trouble],
    counts.failed > 0 ? words.tray.failed(counts.failed) : null,
    counts.held > 0 ? words.tray.held(counts.held) : null,
    plans.drifting > 0 ? words.tray.drifting(plans.drifting) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** Why events cannot be stored, if they cannot. */
function storeTrouble({ notices }: Status): (typeof STORE_NOTICES)[number] | undefined {
  return STORE_NOTICES.find((trouble) => notices.some(({ code }) => code === trouble));
}

/** `invoice.paid · Ada Lovelace · 200` */
export function eventLabel(event: EventSummary, words: Words): string {
  const who = event.customerLabel ?? event.customerId;
  return [shortened(event.type, MOST_LABEL), who === null ? null : shortened(who, 30), outcome(event, words)]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The answer, where there was one, else a word. */
export function outcome(event: EventSummary, words: Words): string {
  const { deliveryState, lastStatus, lastErrorClass } = event;
  if (deliveryState !== 'delivered' && deliveryState !== 'failed') return words.state[deliveryState];
  if (lastErrorClass !== null) return words.errorWord[lastErrorClass];
  return lastStatus === null ? words.state[deliveryState] : String(lastStatus);
}

function item(label: string, action: TrayAction, enabled = true): TrayItem {
  return { label, action, enabled };
}

export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

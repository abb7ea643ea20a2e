// Asks Stripe which events it has: with the key in use, or through the CLI and its login when there is none. Every list comes with the
// time it was made at, by Stripe's clock.
import { StripeTime } from '#shared/domain/stripe-time.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import { createCliDriver } from './cli-driver.ts';
import type { StripeQuestion } from './driver.ts';
import { createKeyDriver } from './key-driver.ts';
import { createPacing, type PacingLimits } from './pacing.ts';
import { readEventList, readListed, type EventList, type ListedEvent } from './read-list.ts';
import { notStripe, StripeFailure } from './stripe-failure.ts';

export interface ListQuestion {
  /** Included; null = as far back as Stripe goes. */
  since?: StripeTime | null;
  until?: StripeTime | null;
  /** Connected account; null = the own one. */
  account?: string | null;
  /** Id of the last event of the page before. */
  startingAfter?: string | null;
  /** At most 100. */
  limit?: number;
  /** At most 20; empty = all. */
  types?: readonly string[];
}

export interface DatedList extends EventList {
  /** When Stripe responded, by its clock. */
  at: StripeTime;
}

export interface AccountList {
  ids: string[];
  hasMore: boolean;
  at: StripeTime;
}

export interface StripeEvents {
  /** Newest first. @throws StripeFailure */
  list(question: ListQuestion, signal: AbortSignal): Promise<DatedList>;
  /** null = Stripe has it no longer. @throws StripeFailure */
  retrieve(id: string, account: string | null, signal: AbortSignal): Promise<ListedEvent | null>;
  /** Thin events, newest first. @param page address of the next page; null = the first. @throws StripeFailure */
  listThin(page: string | null, signal: AbortSignal): Promise<DatedList>;
  /** Connected accounts, a page at a time. @throws StripeFailure */
  listAccounts(startingAfter: string | null, signal: AbortSignal): Promise<AccountList>;
  /** Stripe's clock: its last response, and what has passed since. null = it has not responded in this run. */
  now(): StripeTime | null;
}

export interface StripeEventsDeps {
  cli: CliCommands;
  /** The key in use; null = the CLI's own login. */
  apiKey: () => string | null;
  apiBase: string | null;
  pacing?: PacingLimits | undefined;
  /** Takes secrets out of what is said of a failure. */
  redact?: (text: string) => string;
  /** Stripe asked to wait. */
  onWait?: (ms: number) => void;
}

export const PAGE_SIZE = 100;
/** The v2 API demands a version. */
const THIN_VERSION = '2026-10-28.endive';

export function createStripeEvents({
  cli,
  apiKey,
  apiBase,
  pacing,
  redact = (text) => text,
  onWait,
}: StripeEventsDeps): StripeEvents {
  const byCli = createCliDriver(cli);
  const byKey = createKeyDriver(apiKey, apiBase);
  const paced = createPacing({ ...(pacing && { limits: pacing }), ...(onWait && { onWait }) });
  let clock: { at: StripeTime; heardAt: number } | null = null;

  function noteTime(at: StripeTime | null): void {
    if (at !== null) clock = { at, heardAt: performance.now() };
  }

  /** @param read null = the text is not what Stripe writes */
  async function ask<T>(
    question: StripeQuestion,
    read: (text: string) => T | null,
  ): Promise<T & { at: StripeTime }> {
    try {
      return await paced(async () => {
        const { text, date } = await (apiKey() === null ? byCli : byKey)(question);
        const value = read(text);
        if (value === null) throw notStripe(NOT_READABLE);
        const at = StripeTime.ofDateHeader(date);
        if (at === null) throw notStripe(NO_DATE);
        noteTime(at);
        return { ...value, at };
      }, question.signal);
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error;
      noteTime(error.at);
      if (error.problem.detail === null) throw error;
      throw new StripeFailure({ ...error.problem, detail: redact(error.problem.detail) }, error);
    }
  }

  return {
    async list({ since, until, account = null, startingAfter, limit = PAGE_SIZE, types = [] }, signal) {
      const parameters: [string, string][] = [['limit', String(limit)]];
      if (since !== undefined && since !== null)
        parameters.push(['created[gte]', String(Math.max(0, since.toUnixSeconds()))]);
      if (until !== undefined && until !== null)
        parameters.push(['created[lte]', String(Math.max(0, until.toUnixSeconds()))]);
      if (startingAfter !== undefined && startingAfter !== null)
        parameters.push(['starting_after', startingAfter]);
      for (const type of types) parameters.push(['types[]', type]);
      return await ask({ path: '/v1/events', parameters, account, signal }, (text) =>
        readEventList(text, account),
      );
    },

    async retrieve(id, account, signal) {
      try {
        const path = `/v1/events/${encodeURIComponent(id)}`;
        const { event } = await ask({ path, parameters: [], account, signal }, (text) => {
          const read = readJson(text) === null ? null : readListed(text.trim(), account);
          return read === null ? null : { event: read };
        });
        return event;
      } catch (error) {
        if (error instanceof StripeFailure && error.stripeCode === 'resource_missing') return null;
        throw error;
      }
    },

    async listThin(page, signal) {
      const { pathname, searchParams } = new URL(
        page ?? '/v2/core/events?limit=100',
        'https://api.stripe.com',
      );
      const question = { path: pathname, parameters: [...searchParams], account: null, signal };
      return await ask({ ...question, apiVersion: THIN_VERSION }, (text) => readEventList(text, null));
    },

    async listAccounts(startingAfter, signal) {
      const parameters: [string, string][] = [['limit', String(PAGE_SIZE)]];
      if (startingAfter !== null) parameters.push(['starting_after', startingAfter]);
      return await ask({ path: '/v1/accounts', parameters, account: null, signal }, (text) => {
        const { data, has_more: hasMore } = (readJson(text) ?? {}) as { data?: unknown; has_more?: unknown };
        if (!Array.isArray(data)) return null;
        const ids = (data as ({ id?: unknown } | null)[]).flatMap((one) =>
          typeof one?.id === 'string' ? [one.id] : [],
        );
        return { ids, hasMore: hasMore === true };
      });
    },

    now: () => (clock === null ? null : clock.at.plus(performance.now() - clock.heardAt)),
  };
}

const NOT_READABLE =
  'The response is not what Stripe’s API returns: it may be the login page of a network, a proxy’s page, or cut short.';
const NO_DATE = 'The response has no Date header, which Stripe’s API always sends.';

function readJson(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' ? json : null;
  } catch {
    return null;
  }
}

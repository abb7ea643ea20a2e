// Asks Stripe which events it has: with the key in use, or through the CLI and its login when there is none.
import type { CliCommands } from '../forwarder/cli-commands.ts';
import { createCliDriver } from './cli-driver.ts';
import type { StripeQuestion } from './driver.ts';
import { createKeyDriver } from './key-driver.ts';
import { createPacing, type PacingLimits } from './pacing.ts';
import { readEventList, readListed, type EventList, type ListedEvent } from './read-list.ts';
import { StripeFailure } from './stripe-failure.ts';

export interface ListQuestion {
  /** Unix milliseconds, included; null = as far back as Stripe goes. */
  since?: number | null;
  until?: number | null;
  /** Connected account; null = the own one. */
  account?: string | null;
  /** Id of the last event of the page before. */
  startingAfter?: string | null;
  /** At most 100. */
  limit?: number;
  /** At most 20; empty = all. */
  types?: readonly string[];
}

export interface StripeEvents {
  /** Newest first. @throws StripeFailure */
  list(question: ListQuestion, signal: AbortSignal): Promise<EventList>;
  /** null = Stripe has it no longer. @throws StripeFailure */
  retrieve(id: string, account: string | null, signal: AbortSignal): Promise<ListedEvent | null>;
  /** Thin events, newest first. @param page address of the next page; null = the first. @throws StripeFailure */
  listThin(page: string | null, signal: AbortSignal): Promise<EventList>;
  /** Connected accounts, a page at a time. @throws StripeFailure */
  listAccounts(
    startingAfter: string | null,
    signal: AbortSignal,
  ): Promise<{ ids: string[]; hasMore: boolean }>;
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

  async function ask(question: StripeQuestion): Promise<string> {
    try {
      return await paced(() => (apiKey() === null ? byCli : byKey)(question), question.signal);
    } catch (error) {
      if (!(error instanceof StripeFailure) || error.problem.detail === null) throw error;
      const problem = { ...error.problem, detail: redact(error.problem.detail) };
      throw new StripeFailure(problem, error.stripeCode, error.retryAfterMs);
    }
  }

  function listOf(text: string, account: string | null): EventList {
    const list = readEventList(text, account);
    if (list === null)
      throw new StripeFailure({ code: 'other', detail: 'Stripe answered with something that is no list.' });
    return list;
  }

  return {
    async list({ since, until, account = null, startingAfter, limit = PAGE_SIZE, types = [] }, signal) {
      const parameters: [string, string][] = [['limit', String(limit)]];
      if (since !== undefined && since !== null)
        parameters.push(['created[gte]', String(Math.floor(since / 1_000))]);
      if (until !== undefined && until !== null)
        parameters.push(['created[lte]', String(Math.floor(until / 1_000))]);
      if (startingAfter !== undefined && startingAfter !== null)
        parameters.push(['starting_after', startingAfter]);
      for (const type of types) parameters.push(['types[]', type]);
      return listOf(await ask({ path: '/v1/events', parameters, account, signal }), account);
    },

    async retrieve(id, account, signal) {
      try {
        const path = `/v1/events/${encodeURIComponent(id)}`;
        return readListed((await ask({ path, parameters: [], account, signal })).trim(), account);
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
      return listOf(await ask({ ...question, apiVersion: THIN_VERSION }), null);
    },

    async listAccounts(startingAfter, signal) {
      const parameters: [string, string][] = [['limit', String(PAGE_SIZE)]];
      if (startingAfter !== null) parameters.push(['starting_after', startingAfter]);
      const text = await ask({ path: '/v1/accounts', parameters, account: null, signal });
      const { data, has_more: hasMore } = JSON.parse(text) as {
        data?: { id?: unknown }[];
        has_more?: unknown;
      };
      const ids = (data ?? []).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
      return { ids, hasMore: hasMore === true };
    },
  };
}

// Asks Stripe with a given key, by Stripe's own library. It is loaded with the first question: a login of the CLI needs none of it.
import type { Stripe } from 'stripe';
import { queryOf, retryAfterOf, type StripeDriver } from './driver.ts';
import { failureOf, notStripe, StripeFailure } from './stripe-failure.ts';

const TIMEOUT_MS = 30_000;
const NO_JSON = 'The response is not JSON, so it does not come from Stripe’s API.';

/** @param apiBase address of a stand-in; null = Stripe */
export function createKeyDriver(apiKey: () => string | null, apiBase: string | null): StripeDriver {
  return async ({ path, parameters, account, apiVersion, signal }) => {
    const key = apiKey();
    if (key === null) throw new StripeFailure({ code: 'no_credentials', detail: null });
    const { default: StripeClient } = await import('stripe');
    // The library hands out parsed objects, and an event's numbers would not survive being written out again.
    const heard: { status: number; headers: Headers; text: string }[] = [];
    const client = new StripeClient(key, {
      ...addressOf(apiBase),
      timeout: TIMEOUT_MS,
      // Waiting is for the one who asks: it knows who else is asking.
      maxNetworkRetries: 0,
      telemetry: false,
      httpClient: StripeClient.createFetchHttpClient(async (input, init) => {
        const response = await fetch(input, { ...init, signal: AbortSignal.any(signalsOf(init, signal)) });
        const text = await response.clone().text();
        heard.push({ status: response.status, headers: response.headers, text });
        return response;
      }),
    });
    const query = queryOf(parameters);
    try {
      await client.rawRequest('GET', query === '' ? path : `${path}?${query}`, undefined, {
        ...(account === null ? {} : { stripeAccount: account }),
        ...(apiVersion === undefined ? {} : { apiVersion }),
      });
    } catch (error) {
      signal.throwIfAborted();
      const answer = heard.at(-1);
      if (answer === undefined) {
        const detail = error instanceof Error ? error.message : String(error);
        throw new StripeFailure({ code: 'offline', detail });
      }
      // What the library cannot read as JSON.
      if (answer.status < 300) throw notStripe(NO_JSON);
      const date = answer.headers.get('date');
      throw failureOf(answer.status, answer.text, {
        retryAfterMs: retryAfterOf(answer.headers.get('retry-after')),
        date,
      });
    }
    const answer = heard.at(-1);
    return { text: answer?.text ?? '', date: answer?.headers.get('date') ?? null };
  };
}

function addressOf(apiBase: string | null): Partial<Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'>> {
  if (apiBase === null) return {};
  const { hostname, port, protocol } = new URL(apiBase);
  const isPlain = protocol === 'http:';
  return {
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : port,
    protocol: isPlain ? 'http' : 'https',
  };
}

function signalsOf(init: RequestInit | undefined, signal: AbortSignal): AbortSignal[] {
  return init?.signal === undefined || init.signal === null ? [signal] : [init.signal, signal];
}

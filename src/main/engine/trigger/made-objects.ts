// Which objects a trigger's calls made: theirs are the events that Stripe causes by itself a moment later.
import type { RelayedCall } from './call-relay.ts';

/** Fields in which an answer names what came into being with it. */
const NAMES = [
  'id',
  'customer',
  'subscription',
  'invoice',
  'latest_invoice',
  'payment_intent',
  'setup_intent',
  'charge',
  'latest_charge',
  'payment_method',
] as const;

export interface MadeObjects {
  /** @returns what the call was about, for people */
  note(call: RelayedCall): string | null;
  ids(): string[];
}

export function createMadeObjects(): MadeObjects {
  const made = new Set<string>();
  return {
    note({ method, status, body, sent, path }) {
      const answer = read(body);
      const own = typeof answer['id'] === 'string' ? answer['id'] : null;
      if (method !== 'POST' || status >= 300) return status < 300 ? own : null;
      const form = new Set(new URLSearchParams(sent).values());
      // What the call itself named was there before, unless an earlier call made it.
      const wasThere = (id: string): boolean => form.has(id) || path.split(/[/?]/).includes(id);
      for (const name of NAMES) {
        const id = answer[name];
        if (typeof id === 'string' && /^[a-z]+_\w+$/.test(id) && !wasThere(id)) made.add(id);
      }
      return own;
    },
    ids: () => [...made],
  };
}

function read(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

// Turns requests away by their headers alone, before a body is read: those of web pages, and Hookline's own that come back.
//
// Any page in a browser can send requests to a loopback port, five MiB at a time, and fill the history with them. Browsers say
// so in headers that a page cannot leave out; Stripe, its CLI, curl and tunnels set neither. Host is not looked at: a page that
// rebinds a name still sends Origin, and a tunnel such as ngrok rightly comes with a Host of its own.
import type { HeaderList } from '#shared/contract/events.ts';
import type { Notice } from '#shared/contract/status.ts';
import { DELIVERY_HEADER, LOOP_MARK } from '#shared/domain/delivery-header.ts';

export interface Refusal {
  status: number;
  body: Record<string, unknown>;
}

export interface Door {
  /** @returns null when the request may come in; one that may not is counted */
  refuse(headers: HeaderList): Refusal | null;
  notices(): Notice[];
}

export interface DoorDeps {
  /** What our own deliveries are marked with. */
  instanceId: string;
  onRefused: () => void;
}

const MAX_DETAIL_LENGTH = 200;

export function createDoor({ instanceId, onRefused }: DoorDeps): Door {
  const refused = { page_requests_refused: none(), own_deliveries_refused: none() };

  function count(what: keyof typeof refused, detail: string): void {
    refused[what].count += 1;
    refused[what].detail = detail.slice(0, MAX_DETAIL_LENGTH);
    onRefused();
  }

  return {
    refuse(headers) {
      let origin: string | null = null;
      for (const [name, value] of headers) {
        const lower = name.toLowerCase();
        if (lower === 'origin') origin = value;
        else if (lower === 'sec-fetch-site') origin ??= '';
        else if (lower === DELIVERY_HEADER.toLowerCase() && names(value, instanceId)) {
          count('own_deliveries_refused', '');
          return LOOP;
        }
      }
      if (origin === null) return null;
      count('page_requests_refused', origin);
      return PAGE;
    },
    notices: () =>
      (['page_requests_refused', 'own_deliveries_refused'] as const)
        .filter((code) => refused[code].count > 0)
        .map((code) => ({ code, ...refused[code] })),
  };
}

/** Proxies join headers of one name (RFC 9110, 5.3). */
function names(value: string, instanceId: string): boolean {
  return value.split(',').some((one) => one.trim() === instanceId);
}

const none = (): { count: number; detail: string } => ({ count: 0, detail: '' });

const PAGE: Refusal = {
  status: 403,
  body: {
    hookline: 'refused',
    reason:
      'This request comes from a web page, so it is no webhook and was not kept. Send test events from a terminal or the dashboard.',
  },
};

/** 508 Loop Detected (RFC 5842, 7.2). */
const LOOP: Refusal = {
  status: 508,
  body: {
    hookline: LOOP_MARK,
    reason:
      'Hookline sent this event itself: the endpoint’s address leads back to Hookline, directly or through a proxy. Point the endpoint at your backend.',
  },
};

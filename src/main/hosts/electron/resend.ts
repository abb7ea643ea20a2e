// Sends again from outside the page (shortcut, tray, notification), and says in a short notification how it went.
import type { Engine } from '#engine/engine.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { isDelivered, type DeliveryErrorClass } from '#shared/domain/delivery.ts';
import type { DesktopNotice } from './notices.ts';
import type { FailedEvent } from './watch-engine.ts';
import { wordsIn, type Language, type Words } from './words.ts';

const MOST_AT_ONCE = 10_000;

export interface Resend {
  /** The newest event, to where it went. Never rejects: the outcome is told. */
  last(): Promise<void>;
  /** Where they failed; many go on as a job, which the page shows. Never rejects. */
  failed(failed: readonly FailedEvent[]): Promise<void>;
}

export interface ResendDeps {
  engine: {
    replay: Pick<Engine['replay'], 'resend' | 'resendMany'>;
    endpoints: Pick<Engine['endpoints'], 'find'>;
    store: { deliveries: Pick<Engine['store']['deliveries'], 'listDeliveries'> };
  };
  newest: () => EventSummary | null;
  language: () => Language;
  show: (notice: DesktopNotice) => void;
  /** What has no words of its own. */
  onError: (error: unknown) => void;
}

type Answer = {
  name: string | null;
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  ms: number;
};

export function createResend({ engine, newest, language, show, onError }: ResendDeps): Resend {
  const words = (): Words => wordsIn(language());

  /** Endpoints that are gone are left out; an event that went nowhere goes to the first endpoint. */
  function whereItWent(seq: number): { id: string | undefined; name: string | null }[] {
    const went = engine.store.deliveries
      .listDeliveries(seq)
      .filter(({ state, endpointId }) => state !== 'skipped' && engine.endpoints.find(endpointId) !== null);
    return went.length === 0
      ? [{ id: undefined, name: null }]
      : went.map(({ endpointId, endpointName }) => ({ id: endpointId, name: endpointName }));
  }

  function tell(title: string, body: string, id: string | null): void {
    const opens = id === null ? null : ({ what: 'open_event', id } as const);
    show({ kind: 'told', title, body, opens, button: null });
  }

  function tellWhyNot(error: unknown, id: string | null): void {
    tell(words().notice.notResent, whyNot(error, words()) ?? words().notice.resendBroke, id);
    if (whyNot(error, words()) === null) onError(error);
  }

  async function send(
    event: Pick<EventSummary, 'id' | 'type'>,
    to: readonly { id: string | undefined; name: string | null }[],
  ): Promise<void> {
    const answers = await Promise.all(
      to.map(async ({ id: endpointId, name }): Promise<Answer> => {
        const [{ status, errorClass, timings }] = await engine.replay.resend({ id: event.id, endpointId });
        return { name, status, errorClass, ms: Math.round(timings.totalMs ?? 0) };
      }),
    );
    const { notice } = words();
    const well = answers.every(({ status, errorClass }) => errorClass === null && isDelivered(status));
    const title = well ? notice.resent(event.type) : notice.failedOne(event.type);
    const said = answers.map((answer) => {
      const how = answered(answer, words());
      return answer.name === null ? how : notice.failedFrom(how, answer.name);
    });
    tell(title, said.join(' · '), event.id);
  }

  return {
    async last() {
      const event = newest();
      if (event === null) return tell(words().notice.notResent, words().notice.nothingToResend, null);
      try {
        await send(event, whereItWent(event.seq));
      } catch (error) {
        tellWhyNot(error, event.id);
      }
    },

    async failed(failed) {
      const [first] = failed;
      if (first === undefined) return;
      try {
        if (failed.length === 1) {
          const { event, endpoint } = first;
          return await send(event, [{ id: endpoint?.id, name: endpoint?.name ?? null }]);
        }
        const endpointIds = new Set(failed.map(({ endpoint }) => endpoint?.id));
        await engine.replay.resendMany({
          ids: failed.slice(0, MOST_AT_ONCE).map(({ event }) => event.id),
          // Failed at several, each goes where it failed, as from the page.
          endpointId: endpointIds.size === 1 ? first.endpoint?.id : undefined,
          dryRun: false,
        });
      } catch (error) {
        tellWhyNot(error, failed.length === 1 ? first.event.id : null);
      }
    },
  };
}

function answered({ status, errorClass, ms }: Answer, words: Words): string {
  if (errorClass !== null || status === null) return words.errorWord[errorClass ?? 'interrupted'];
  return words.notice.answered(status, ms);
}

/** null = it is none of the replay's own problems */
function whyNot(error: unknown, { notice }: Words): string | null {
  const reasons: Readonly<Record<string, string>> = {
    NOT_FOUND: notice.gone,
    NO_ENDPOINT: notice.noEndpoint,
    NO_BODY: notice.noBody,
    ENDPOINT_CLOSED: notice.endpointClosed,
    NOT_SENT: notice.notSent,
    JOB_RUNNING: notice.jobRunning,
  };
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? (reasons[code] ?? null) : null;
}

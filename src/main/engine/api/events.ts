// Events over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { NoSecretError } from '../delivery/delivery.ts';
import type { Engine } from '../engine.ts';
import { ReplayError } from '../replay/replay.ts';

export function eventsRouter({ store, replay }: Pick<Engine, 'store' | 'replay'>) {
  const os = implement(contract.events);
  return {
    list: os.list.handler(({ input: { cursor, limit, ...filter } }) =>
      store.reader.listEvents(filter, cursor ?? null, limit),
    ),

    get: os.get.handler(({ input, errors }) => {
      const event = store.reads.findEventDetail(input.id);
      if (event === null) throw errors.NOT_FOUND();
      return event;
    }),

    payload: os.payload.handler(({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      const body =
        input.receiptId === undefined
          ? store.reads.findBody(event.seq)
          : store.reads.findReceiptBody(event.seq, input.receiptId);
      if (body === null) throw errors.NOT_FOUND();
      // Never as something a browser would run, whatever the sender called it.
      return new Blob([Uint8Array.from(body)], { type: 'application/octet-stream' });
    }),

    attempts: os.attempts.handler(({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      return store.deliveries.listAttempts(event.seq);
    }),

    resend: os.resend.handler(async ({ input, errors }) => {
      try {
        return await replay.resend(input.id, input.endpointId ?? null);
      } catch (error) {
        if (error instanceof NoSecretError) throw errors.NO_SECRET();
        if (error instanceof ReplayError && error.code !== 'JOB_RUNNING') throw errors[error.code]();
        throw error;
      }
    }),

    resendFailed: os.resendFailed.handler(({ errors }) => {
      try {
        return replay.resendFailed();
      } catch (error) {
        if (error instanceof ReplayError && error.job !== null) throw errors.JOB_RUNNING({ data: error.job });
        if (error instanceof ReplayError) throw errors.NO_ENDPOINT();
        throw error;
      }
    }),
  };
}

// Events over the API.
import { implement } from '@orpc/server';
import type { Delivery } from '#shared/contract/events.ts';
import { contract } from '#shared/contract/index.ts';
import { checkedUrl, EndpointError } from '../delivery/endpoints.ts';
import { createFailureCauses } from '../delivery/failure-causes.ts';
import { EndpointClosedError, NotSentError } from '#shared/domain/delivery-errors.ts';
import type { Engine } from '../engine.ts';
import { checkFilter } from './checked-filter.ts';
import { ReplayError } from '../replay/replay.ts';

export function eventsRouter(
  engine: Pick<Engine, 'store' | 'replay' | 'delivery' | 'ownPorts' | 'explainer'>,
) {
  const { store, replay, delivery, explainer } = engine;
  const failureCauses = createFailureCauses({ store, explainer });
  const os = implement(contract.events);

  /** With why each that waits does so, which only the process knows. */
  const deliveriesOf = (seq: number): Delivery[] =>
    store.deliveries
      .listDeliveries(seq)
      .map((one) => ({ ...one, waitingFor: delivery.waitingReason(seq, one.endpointId) }));

  return {
    list: os.list.handler(({ input: { cursor, limit, ...filter }, errors }) => {
      checkFilter(filter, errors);
      // The first page of everything is read at once, without waiting for a thread to start.
      const reads = filter.filter ? store.reader : store.reads;
      return reads.listEvents(filter, cursor ?? null, limit);
    }),

    values: os.values.handler(({ input }) => store.reader.listFilterValues(input.field, input.text)),

    pin: os.pin.handler(async ({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      await store.write.setPinned(event.seq, input.pinned);
      return store.reads.findEventById(input.id) ?? event;
    }),

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

    attempts: os.attempts.handler(async ({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      const { seq } = event;
      return await Promise.all(
        store.deliveries.listAttempts(seq).map((attempt) => explainer.explain(seq, attempt)),
      );
    }),

    deliveries: os.deliveries.handler(({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      return deliveriesOf(event.seq);
    }),

    story: os.story.handler(async ({ input: { id, by, ...filter }, errors }) => {
      checkFilter(filter, errors);
      const story = await store.reader.findStory(id, by, filter);
      if (story === null) throw errors.NOT_FOUND();
      return story;
    }),

    stopRetry: os.stopRetry.handler(async ({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      await delivery.stop(event.seq, input.endpointId ?? null);
      return deliveriesOf(event.seq);
    }),

    failureCauses: os.failureCauses.handler(() => failureCauses.list()),

    edit: os.edit.handler(({ input, errors }) => {
      const body = store.deliveries.findEditBody(input.id);
      if (body === null) throw errors.NOT_FOUND();
      return new Blob([Uint8Array.from(body)], { type: 'application/octet-stream' });
    }),

    resend: os.resend.handler(async ({ input, errors }) => {
      const event = store.reads.findEventById(input.id);
      if (event === null) throw errors.NOT_FOUND();
      try {
        const url = input.url === undefined ? undefined : checkedUrl(input.url, engine.ownPorts());
        const attempts = await replay.resend({ ...input, url });
        const [worst, ...others] = await Promise.all(
          attempts.map((attempt) => explainer.explain(event.seq, attempt)),
        );
        if (worst === undefined) throw errors.NO_ENDPOINT();
        return { ...worst, others };
      } catch (error) {
        if (error instanceof EndpointClosedError) throw errors.ENDPOINT_CLOSED({ message: error.message });
        if (error instanceof NotSentError) throw errors.NOT_SENT({ message: error.message });
        if (error instanceof EndpointError) throw errors.BAD_URL({ message: error.message });
        if (error instanceof ReplayError && error.code !== 'JOB_RUNNING' && error.code !== 'NOTHING_NAMED') {
          throw errors[error.code]();
        }
        throw error;
      }
    }),

    resendMany: os.resendMany.handler(async ({ input, errors }) => {
      checkFilter({ filter: input.filter }, errors);
      try {
        return await replay.resendMany(input);
      } catch (error) {
        if (error instanceof ReplayError && error.job !== null) throw errors.JOB_RUNNING({ data: error.job });
        if (error instanceof ReplayError && error.code === 'NOTHING_NAMED') throw errors.NOTHING_NAMED();
        if (error instanceof ReplayError) throw errors.NO_ENDPOINT();
        throw error;
      }
    }),

    resendFailed: os.resendFailed.handler(async ({ errors }) => {
      try {
        return await replay.resendFailed();
      } catch (error) {
        if (error instanceof ReplayError && error.job !== null) throw errors.JOB_RUNNING({ data: error.job });
        if (error instanceof ReplayError) throw errors.NO_ENDPOINT();
        throw error;
      }
    }),
  };
}

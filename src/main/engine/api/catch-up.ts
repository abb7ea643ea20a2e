// Catching up, comparing and the watch over the line, over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { StripeProblem } from '#shared/contract/catch-up.ts';
import { ChoiceError } from '../catch-up/catch-up.ts';
import { ReconcileError } from '../catch-up/reconcile.ts';
import type { Engine } from '../engine.ts';
import { StripeFailure } from '../stripe-events/stripe-failure.ts';

interface GapErrors {
  NOT_FOUND: () => Error;
  NO_ENDPOINT: () => Error;
  NO_SECRET: () => Error;
}

export function catchUpRouter({ catchUp }: Pick<Engine, 'catchUp'>) {
  const os = implement(contract.catchUp);

  function found<T>(value: T | null, errors: { NOT_FOUND: () => Error }): T {
    if (value === null) throw errors.NOT_FOUND();
    return value;
  }

  /** What can be said of a gap in plain codes. */
  function told(error: unknown, errors: GapErrors): unknown {
    const isKnown = error instanceof ChoiceError && error.code in errors;
    return isKnown ? errors[error.code as keyof GapErrors]() : error;
  }

  return {
    get: os.get.handler(() => catchUp.statusNow()),
    look: os.look.handler(async ({ input }) => {
      await catchUp.look('asked', input.from ?? null);
      return await catchUp.statusNow();
    }),
    gap: os.gap.handler(async ({ input, errors }) => found(await catchUp.gap(input.id), errors)),
    events: os.events.handler(async ({ input, errors }) => {
      const { id, state, cursor, limit } = input;
      found(await catchUp.gap(id), errors);
      const items = await catchUp.events(id, state ?? null, cursor, limit + 1);
      return pageOf(items, cursor, limit, items.length > limit);
    }),
    choose: os.choose.handler(async ({ input, errors }) => {
      try {
        return await catchUp.choose(input.id, input.what, input.ids);
      } catch (error) {
        if (error instanceof ChoiceError && error.code === 'LOOKING') throw errors.LOOKING();
        if (error instanceof ChoiceError && error.code === 'NOTHING_NAMED') throw errors.NOTHING_NAMED();
        throw told(error, errors);
      }
    }),
    pause: os.pause.handler(async ({ input, errors }) => found(await catchUp.pause(input.id), errors)),
    resume: os.resume.handler(async ({ input, errors }) => found(await catchUp.resume(input.id), errors)),
    cancel: os.cancel.handler(async ({ input, errors }) => found(await catchUp.cancel(input.id), errors)),
    reconcile: os.reconcile.handler(({ input, errors }) => {
      const { from, until, lastMs } = input;
      const isWhole = from !== undefined && until !== undefined;
      if (isWhole === (lastMs !== undefined)) throw errors.BAD_PERIOD();
      try {
        return catchUp.reconcile.start(isWhole ? { from, until } : { lastMs: lastMs ?? 0 });
      } catch (error) {
        if (error instanceof ReconcileError && error.code === 'BAD_PERIOD') throw errors.BAD_PERIOD();
        if (error instanceof ReconcileError && error.code === 'RUNNING') throw errors.RUNNING();
        throw error;
      }
    }),
    reconciliation: os.reconciliation.handler(() => catchUp.reconcile.last()),
    cancelReconcile: os.cancelReconcile.handler(() => catchUp.reconcile.cancel()),
    differences: os.differences.handler(({ input, errors }) => {
      const { kind, cursor, limit } = input;
      if (catchUp.reconcile.last() === null) throw errors.NOT_FOUND();
      const { items, more } = catchUp.reconcile.differences(kind ?? null, cursor, limit);
      return pageOf(items, cursor, limit, more);
    }),
    settle: os.settle.handler(async ({ input, errors }) => {
      try {
        return await catchUp.settle(input.what, input.ids ?? null);
      } catch (error) {
        if (error instanceof ReconcileError) throw errors.NOT_FOUND();
        if (error instanceof StripeFailure)
          throw errors.STRIPE({ data: error.problem satisfies StripeProblem });
        throw told(error, errors);
      }
    }),
  };
}

function pageOf<T>(
  items: readonly T[],
  cursor: number,
  limit: number,
  more: boolean,
): { items: T[]; nextCursor: number | null } {
  return { items: items.slice(0, limit), nextCursor: more ? cursor + limit : null };
}

// Turns oRPC's refusal of an input into one that says what to change.
import { ORPCError, ValidationError, type AnyMiddleware } from '@orpc/server';
import type { z } from 'zod';
import { INVALID_INPUT } from '#shared/contract/errors.ts';
import { describeInput, type Issue } from '#shared/contract/input-problem.ts';

/** Stands before every procedure. */
export const describeInvalidInput: AnyMiddleware = async ({ next, procedure }) => {
  try {
    return await next();
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') throw error;
    const { inputSchema } = procedure['~orpc'];
    if (!(error.cause instanceof ValidationError) || inputSchema === undefined) throw error;
    const { message, data } = describeInput(
      error.cause.issues as readonly Issue[],
      inputSchema as unknown as z.ZodType,
    );
    throw new ORPCError(INVALID_INPUT, { status: 422, message, data });
  }
};

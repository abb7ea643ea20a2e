// Headers that someone types in to be sent: refused with a sentence when they cannot be.
import { z } from 'zod';
import { headersProblem, MAX_HEADER_VALUE_LENGTH, trimHeaderValue } from '../domain/request-rules.ts';

export const SendableHeadersSchema = z
  .array(z.tuple([z.string().max(200), z.string().max(MAX_HEADER_VALUE_LENGTH).overwrite(trimHeaderValue)]))
  .superRefine((headers, context) => {
    const problem = headersProblem(headers);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

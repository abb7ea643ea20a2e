// Failures of the dashboard's own, for the log of the engine.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_FAULT_DETAILS, MAX_FAULT_MESSAGE } from '../domain/dashboard-fault.ts';

export const FaultReportSchema = z.object({
  part: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .describe('Which part of the dashboard failed, such as inspector'),
  message: z.string().max(MAX_FAULT_MESSAGE),
  details: z.string().max(MAX_FAULT_DETAILS).describe('Stack traces, a frame a line'),
});
export type FaultReport = z.infer<typeof FaultReportSchema>;

export const faultsContract = {
  report: oc
    .route({
      tags: ['faults'],
      method: 'POST',
      path: '/faults',
      summary: 'Write a failure of the dashboard into Hookline’s log, without secrets; a few a minute',
    })
    .input(FaultReportSchema)
    .output(z.object({ logged: z.boolean().describe('false = there were too many in the last minute') })),
};

// The forwarder: the Stripe CLI that Hookline runs and watches.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { FORWARDER_STATES, LINE_HEALTH } from '../domain/forwarder-state.ts';

export const ForwarderStatusSchema = z.object({
  state: z.enum(FORWARDER_STATES),
  since: z.int().describe('When this state began, Unix milliseconds'),
  detail: z.string().nullable().describe("The CLI's own words for a failure, secrets removed"),
  cliPath: z.string().nullable(),
  cliVersion: z.string().nullable(),
  pid: z.int().nullable(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  livemode: z.boolean().nullable().describe('null = not known yet'),
  keyExpiresAt: z.int().nullable(),
  apiVersion: z.string().nullable(),
  secretMasked: z.string().nullable(),
  lineHealth: z.enum(LINE_HEALTH),
  lastHeartbeatAt: z.int().nullable(),
  renewals: z.int().describe('Sessions renewed since start'),
  restarts: z.int(),
  nextRestartAt: z.int().nullable(),
  events: z.array(z.string()).describe('Event types asked for; empty = all'),
  logSeq: z.int().describe('Number of the newest log line'),
});
export type ForwarderStatus = z.infer<typeof ForwarderStatusSchema>;

export const LogLineSchema = z.object({
  seq: z.int(),
  at: z.int(),
  stream: z.enum(['stdout', 'stderr', 'hookline']),
  level: z.enum(['debug', 'info', 'warning', 'error']),
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLineSchema>;

const tag = { tags: ['forwarder'] };

export const forwarderContract = {
  get: oc
    .route({ ...tag, method: 'GET', path: '/forwarder', summary: 'State of the forwarder' })
    .output(ForwarderStatusSchema),
  start: oc
    .route({ ...tag, method: 'POST', path: '/forwarder/start', summary: 'Start stripe listen' })
    .output(ForwarderStatusSchema),
  stop: oc
    .route({ ...tag, method: 'POST', path: '/forwarder/stop', summary: 'Stop stripe listen' })
    .output(ForwarderStatusSchema),
  restart: oc
    .route({ ...tag, method: 'POST', path: '/forwarder/restart', summary: 'Stop and start stripe listen' })
    .output(ForwarderStatusSchema),
  log: oc
    .route({ ...tag, method: 'GET', path: '/forwarder/log', summary: 'What the CLI said, oldest first' })
    .input(z.object({ after: z.coerce.number().int().default(0) }))
    .output(z.array(LogLineSchema)),
  secret: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/forwarder/secret',
      summary: "The session's signing secret, unmasked",
    })
    .output(z.object({ secret: z.string().nullable() })),
};

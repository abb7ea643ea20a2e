// Synthetic events: what can be played without Stripe, and what is being played.
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const SCENARIO_SPEEDS = ['at_once', 'compressed', 'step'] as const;

export const ScenarioRunSchema = z.object({
  id: z.string(),
  scenario: z.string(),
  state: z.enum(['running', 'waiting', 'done', 'stopped', 'failed']),
  speed: z.enum(SCENARIO_SPEEDS),
  total: z.int(),
  sent: z.int(),
  delivered: z.int().describe('Of its events, those that every endpoint accepted'),
  failed: z.int().describe('Of its events, those that an endpoint did not accept'),
  customerName: z.string(),
  nextType: z.string().nullable().describe('The event that goes out next'),
  detail: z.string().nullable(),
});
export type ScenarioRun = z.infer<typeof ScenarioRunSchema>;

export const ScenarioOrderSchema = z.object({
  scenario: z.string().max(60),
  apiVersion: z.string().max(40).optional().describe('Left out = the current one'),
  speed: z.enum(SCENARIO_SPEEDS).default('at_once'),
  disorder: z.boolean().default(false).describe('Some events out of order, as Stripe may deliver them'),
  duplicates: z.boolean().default(false).describe('Some events twice'),
  name: z.string().max(100).optional(),
  email: z.string().max(200).optional(),
  seed: z.int().optional().describe('The same seed gives the same events'),
});
export type ScenarioOrder = z.infer<typeof ScenarioOrderSchema>;

const tags = ['scenarios'];
const runId = z.object({ id: z.string().max(60) });
const gone = { NOT_FOUND: { status: 404, message: 'That is not being played.' } } as const;

export const scenariosContract = {
  list: oc.route({ tags, method: 'GET', path: '/scenarios', summary: 'What can be played' }).output(
    z.object({
      scenarios: z.array(z.string()),
      apiVersions: z.array(z.string()),
      onlyIn: z
        .record(z.string(), z.array(z.string()))
        .describe('The API versions of scenarios that are about something others do not have'),
    }),
  ),
  runs: oc
    .route({
      tags,
      method: 'GET',
      path: '/scenarios/runs',
      summary: 'What is being played, and the last few',
    })
    .output(z.array(ScenarioRunSchema)),
  run: oc
    .route({ tags, method: 'POST', path: '/scenarios/runs', summary: 'Play one' })
    .input(ScenarioOrderSchema)
    .errors({
      UNKNOWN_SCENARIO: { status: 400, message: 'There is no such scenario or API version.' },
      NOT_IN_VERSION: {
        status: 409,
        message: 'This scenario is about something that the chosen API version does not have.',
      },
    })
    .output(ScenarioRunSchema),
  step: oc
    .route({ tags, method: 'POST', path: '/scenarios/runs/{id}/step', summary: 'Send the next event' })
    .input(runId)
    .errors(gone)
    .output(ScenarioRunSchema),
  stop: oc
    .route({ tags, method: 'POST', path: '/scenarios/runs/{id}/stop', summary: 'Stop playing' })
    .input(runId)
    .errors(gone)
    .output(ScenarioRunSchema),
};

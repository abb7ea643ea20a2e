// Insight: how endpoints answer over time, which types are slow or fail, and which are ready for production.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { GO_LIVE_VERDICTS } from '../domain/go-live.ts';
import { INSIGHT_RANGES } from '../domain/insight-range.ts';
import { notFound } from './errors.ts';

const latency = z
  .number()
  .nullable()
  .describe('Milliseconds until the answer was complete, within 5 %; null = there was no complete answer');

/** Every attempt on an event as it came: live ones, retries and resends. Edited ones and addresses given for once do not count. */
export const FiguresSchema = z.object({
  attempts: z.int(),
  ok: z.int().describe('Answered with 2xx'),
  resends: z.int().describe('Of the attempts: asked for by somebody'),
  resendsOk: z.int().describe('Of the resends: answered with 2xx'),
  p50Ms: latency,
  p95Ms: latency,
});
export type Figures = z.infer<typeof FiguresSchema>;

export const InsightPointSchema = FiguresSchema.extend({ at: z.int().describe('Where it begins') });
export type InsightPoint = z.infer<typeof InsightPointSchema>;

export const EndpointInsightSchema = z.object({
  endpointId: z.string(),
  total: FiguresSchema,
  points: z.array(InsightPointSchema).describe('Oldest first, without gaps; the last one is not over yet'),
});
export type EndpointInsight = z.infer<typeof EndpointInsightSchema>;

export const TypeFiguresSchema = FiguresSchema.extend({ type: z.string() });
export type TypeFigures = z.infer<typeof TypeFiguresSchema>;

export const InsightSchema = z.object({
  range: z.enum(INSIGHT_RANGES),
  from: z.int(),
  to: z.int().describe('Where the last point ends'),
  stepMs: z.int().describe('From one point to the next'),
  uncounted: z.int().describe('Attempts that are stored and not counted here yet'),
  endpoints: z.array(EndpointInsightSchema),
  types: z.array(TypeFiguresSchema).describe('Over these endpoints together, within the range; by name'),
  neverOk: z
    .array(z.object({ type: z.string(), attempts: z.int(), lastAt: z.int() }))
    .describe('Sent to these endpoints, and never once answered with 2xx, whatever the range'),
  untaken: z
    .array(z.object({ type: z.string(), events: z.int(), lastAt: z.int() }))
    .describe('Arrived, and no endpoint that is switched on would take it now, whatever the range'),
});
export type Insight = z.infer<typeof InsightSchema>;

export const GoLiveTypeSchema = z.object({
  type: z.string(),
  verdict: z
    .enum(GO_LIVE_VERDICTS)
    .describe(
      'ready = of at least one event the last answer was 2xx, and of no event the newest attempt failed',
    ),
  events: z.int().describe('Arrived so far'),
  ok: z.int().describe('Events whose newest attempt was answered with 2xx, counted at each endpoint'),
  failed: z.int().describe('Events whose newest attempt was not'),
  connected: z.int().describe('Of the events: of connected accounts'),
  synthetic: z.int().describe('Of the events: made by Hookline’s scenarios'),
});
export type GoLiveType = z.infer<typeof GoLiveTypeSchema>;

export const GoLiveSchema = z.object({
  types: z.array(GoLiveTypeSchema).describe('All that ever arrived, by name'),
  uncounted: z.int().describe('Attempts that are stored and not counted here yet'),
});
export type GoLive = z.infer<typeof GoLiveSchema>;

const endpoint = z.string().max(100).optional().describe('One endpoint’s id; left out = all');
const tags = ['insight'];

export const insightContract = {
  get: oc
    .route({ tags, method: 'GET', path: '/insight', summary: 'How endpoints answer, over time and by type' })
    .input(
      z.object({
        range: z.enum(INSIGHT_RANGES).default('24h'),
        endpoint,
        type: z.string().max(300).optional().describe('One event type; left out = all'),
      }),
    )
    .errors(notFound)
    .output(InsightSchema),
  goLive: oc
    .route({
      tags,
      method: 'GET',
      path: '/insight/go-live',
      summary: 'Which event types are handled well enough for production',
    })
    .input(z.object({ endpoint }))
    .errors(notFound)
    .output(GoLiveSchema),
};

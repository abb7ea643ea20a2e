// Endpoints: where events are delivered to, how, and how each is doing.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DELIVERY_ERROR_CLASSES } from '../domain/delivery.ts';
import { ACCOUNT_CHOICES, EVENT_KIND_CHOICES } from '../domain/endpoint-filter.ts';
import { MAX_FILTER_LENGTH } from '../domain/filter/parse-filter.ts';
import { ENV_FILE_NOTES, ENV_FILE_PROBLEMS } from '../domain/env-file.ts';
import { LISTEN_REMARKS } from '../domain/listen-command.ts';
import { MAX_URL_LENGTH } from '../domain/request-rules.ts';
import { notFound } from './errors.ts';
import { SendableHeadersSchema } from './sendable-headers.ts';
import { BackendVersionSchema } from './versions.ts';

export const MAX_TIMEOUT_MS = 3_600_000;
export const MAX_ENDPOINT_NAME = 80;
export const ENDPOINT_COLOURS = ['teal', 'violet', 'amber', 'green', 'blue', 'grey'] as const;

const times = z.int().min(1).max(50);
const pauseMs = z
  .int()
  .min(100)
  .max(24 * 3_600_000);

export const EndpointFilterSchema = z.object({
  types: z
    .array(z.string().trim().min(1).max(200))
    .max(200)
    .describe('Globs such as invoice.*; -glob excludes; none = all'),
  kinds: z.enum(EVENT_KIND_CHOICES),
  accounts: z.enum(ACCOUNT_CHOICES),
  condition: z
    .string()
    .trim()
    .max(MAX_FILTER_LENGTH)
    .optional()
    .describe(
      'In the filter language, of what is known when an event arrives: data.object.metadata.env:mine customer:cus_…; empty = none, left out = as it is',
    ),
});

export const RetryPolicySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('stripe'),
    compressed: z.boolean().describe('One hour of Stripe’s schedule becomes one minute'),
  }),
  z.object({ kind: z.literal('fixed'), everyMs: pauseMs, times }),
  z.object({ kind: z.literal('exponential'), firstMs: pauseMs, maxMs: pauseMs, times }),
]);

/**
 * How deliveries are signed. `received`: the first attempt carries Stripe's signature untouched, later ones the forwarder's secret;
 * `stable`: Hookline's own secret, made once; `own`: one typed in.
 */
export const SIGNING_MODES = ['received', 'stable', 'own'] as const;
export const DELIVERY_ORDERS = ['parallel', 'customer', 'created'] as const;

const HoldSchema = z.object({
  enabled: z
    .boolean()
    .describe('Keep events while the endpoint cannot be reached, and deliver them when it is back'),
  askAfterMs: z
    .int()
    .min(1_000)
    .max(7 * 24 * 3_600_000)
    .describe('Held longer than this, events wait for a yes'),
  drainConcurrency: z.int().min(1).max(64).describe('How many held events go out at a time'),
});

/** What can be set on an endpoint. */
export const EndpointSettingsSchema = z.object({
  name: z.string().trim().min(1).max(MAX_ENDPOINT_NAME),
  url: z.string(),
  colour: z.enum(ENDPOINT_COLOURS),
  enabled: z.boolean(),
  paused: z.boolean().describe('Held by hand'),
  timeoutMs: z
    .int()
    .min(100)
    .max(MAX_TIMEOUT_MS)
    .nullable()
    .describe('null = wait as long as it takes (debugging)'),
  filter: EndpointFilterSchema,
  headers: z.array(z.tuple([z.string(), z.string()])),
  allowSelfSigned: z.boolean().describe('Do not verify the certificate of an https endpoint'),
  concurrency: z.int().min(1).max(256),
  order: z.enum(DELIVERY_ORDERS),
  retry: RetryPolicySchema,
  signing: z.enum(SIGNING_MODES),
  hold: HoldSchema,
  probePath: z
    .string()
    .regex(/^\/\S*$/)
    .max(500)
    .nullable()
    .describe(
      'Asked with GET before held events go out; anything below 500 means ready. null = TCP alone decides',
    ),
  backend: BackendVersionSchema.describe('Which API version the code behind it is written for'),
  dedupe: z.boolean().describe('Do not send a redelivery of an event that was sent here already'),
});
export type EndpointSettings = z.infer<typeof EndpointSettingsSchema>;

export const EndpointSchema = EndpointSettingsSchema.extend({
  id: z.string(),
  hasSecret: z.boolean().describe('Has a signing secret of its own; it is not part of this answer'),
});
export type Endpoint = z.infer<typeof EndpointSchema>;

/** A secret is never part of an answer that is not asked for it. */
export const SigningSecretSchema = z.object({
  from: z
    .enum(['cli', 'hookline', 'own'])
    .describe('The stripe listen session, Hookline itself, or the endpoint’s settings'),
  masked: z.string(),
  endpointIds: z.array(z.string()).describe('Those that have to verify with it; never none'),
});
export type SigningSecret = z.infer<typeof SigningSecretSchema>;

const secretField = z
  .string()
  .trim()
  .max(300)
  .nullable()
  .optional()
  .describe('The secret for signing: own, also accepted at the receiver; null = forget it');

/**
 * What is saved can be sent; see domain/request-rules.ts and parseForwardTarget. What an earlier version saved is still shown, so
 * these rules are for the way in alone.
 */
const sendable = {
  url: z.string().max(MAX_URL_LENGTH).describe('Full URL or the shorthand of stripe listen --forward-to'),
  headers: SendableHeadersSchema.max(50)
    .optional()
    .describe('Sent besides or instead of the received ones; Host too'),
};

/** What is left out gets its default. */
export const NewEndpointSchema = EndpointSettingsSchema.partial().extend({
  ...sendable,
  secret: secretField,
});
export type NewEndpoint = z.infer<typeof NewEndpointSchema>;

/** What is left out stays as it is. */
export const EndpointChangeSchema = EndpointSettingsSchema.partial().extend({
  ...sendable,
  url: sendable.url.optional(),
  id: z.string().max(100),
  secret: secretField,
});
export type EndpointChange = z.infer<typeof EndpointChangeSchema>;

/** How an endpoint answered last, and what waits for it. */
export const EndpointHealthSchema = z.object({
  endpointId: z.string(),
  state: z.enum(['unknown', 'up', 'failing', 'down']).describe('down = could not be reached at all'),
  lastStatus: z.int().nullable(),
  lastErrorClass: z.enum(DELIVERY_ERROR_CLASSES).nullable(),
  lastDurationMs: z.number().nullable(),
  lastAt: z.int().nullable(),
  held: z.int(),
  retrying: z.int(),
  inFlight: z.int(),
  asking: z.boolean().describe('Events were held for so long that they wait for a yes; see release'),
  nextProbeAt: z.int().nullable(),
  draining: z.object({ done: z.int(), total: z.int() }).nullable().describe('Held events on their way out'),
});
export type EndpointHealth = z.infer<typeof EndpointHealthSchema>;

const endpointId = z.object({ id: z.string().max(100) });
const badSettings = {
  BAD_URL: { status: 422, message: 'This is not an address to forward to.' },
  LOOP: {
    status: 422,
    message: 'This address is Hookline’s own receiver; events would go round in circles.',
  },
  BAD_SECRET: { status: 422, message: 'A signing secret starts with whsec_ and has no spaces.' },
  BAD_CONDITION: { status: 422, message: 'The endpoint’s condition cannot be read.' },
} as const;

export const EnvFilePlanSchema = z.object({
  path: z.string(),
  exists: z.boolean(),
  changed: z.boolean().describe('false = the file says so already'),
  applied: z.boolean(),
  diff: z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() })),
  notes: z
    .array(z.object({ code: z.enum(ENV_FILE_NOTES), line: z.int().nullable() }))
    .describe(
      'Where the shell or dotenv reads the file otherwise than the other, and other names of the file',
    ),
});
export type EnvFilePlan = z.infer<typeof EnvFilePlanSchema>;

const ListenRemarksSchema = z
  .array(z.object({ code: z.enum(LISTEN_REMARKS), text: z.string(), value: z.string().nullable() }))
  .describe('What was assumed, and what could not be read; text is as typed, without secrets');

export const ListenImportSchema = z.object({
  endpoints: z.array(NewEndpointSchema),
  notes: z.array(z.string()).describe('What of the command line has no counterpart here'),
  remarks: ListenRemarksSchema,
});
export type ListenImport = z.infer<typeof ListenImportSchema>;

const tag = { tags: ['endpoints'] };

export const endpointsContract = {
  list: oc
    .route({ ...tag, method: 'GET', path: '/endpoints', summary: 'All endpoints' })
    .output(z.array(EndpointSchema)),
  create: oc
    .route({ ...tag, method: 'POST', path: '/endpoints', summary: 'Add an endpoint' })
    .input(NewEndpointSchema)
    .errors(badSettings)
    .output(EndpointSchema),
  update: oc
    .route({ ...tag, method: 'PUT', path: '/endpoints', summary: 'Change an endpoint' })
    .input(EndpointChangeSchema)
    .errors({ ...notFound, ...badSettings })
    .output(EndpointSchema),
  remove: oc
    .route({
      ...tag,
      method: 'DELETE',
      path: '/endpoints/{id}',
      summary: 'Remove an endpoint; its attempts are kept',
    })
    .input(endpointId)
    .errors({
      ...notFound,
      LAST: { status: 409, message: 'The last endpoint cannot be removed; turn it off instead.' },
    })
    .output(z.object({})),
  release: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/endpoints/{id}/release',
      summary:
        'Decide over events held for long: deliver them, or give them up (they become failed and can be resent)',
    })
    .input(endpointId.extend({ deliver: z.boolean() }))
    .errors(notFound)
    .output(EndpointHealthSchema),
  reach: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/endpoints/{id}/reach',
      summary: 'Whether something answers at its address now; no event is sent',
    })
    .input(endpointId)
    .errors(notFound)
    .output(z.object({ reachable: z.boolean() })),
  secret: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/endpoints/{id}/secret',
      summary: 'The secret this endpoint has to verify with',
    })
    .input(endpointId)
    .errors(notFound)
    .output(z.object({ secret: z.string() })),
  envFile: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/endpoints/{id}/env-file',
      summary: 'Write the secret into a .env file; without apply, only shows the difference',
    })
    .input(
      endpointId.extend({
        path: z
          .string()
          .min(1)
          .max(4000)
          .describe('Absolute path, or relative to where Hookline was started'),
        variable: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
          .max(200)
          .default('STRIPE_WEBHOOK_SECRET'),
        apply: z.boolean().default(false),
      }),
    )
    .errors({
      ...notFound,
      FILE: {
        status: 422,
        message: 'The file cannot be read or written.',
        data: z.object({ problem: z.enum(ENV_FILE_PROBLEMS), line: z.int().nullable() }),
      },
    })
    .output(EnvFilePlanSchema),
  importListen: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/endpoints/import',
      summary:
        'Read the stripe listen commands of a text (a command line, package.json, a compose file, …) into endpoints; nothing is created',
    })
    .input(z.object({ commandLine: z.string().max(200_000) }))
    .errors({
      UNREADABLE: {
        status: 422,
        message: 'This is no stripe listen command line with a target.',
        data: z.object({ remarks: ListenRemarksSchema }),
      },
    })
    .output(ListenImportSchema),
};

// API versions: which ones events come in, which one a backend is written for, and what that changes in an event.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AT_LEAST_REASONS } from '../domain/versions/pinned-version.ts';
import { API_VERSION_SHAPE, RELEASE_SPEC_SHAPE, SDKS } from '../domain/versions/sdk.ts';
import { notFound } from './errors.ts';
import { EventIdSchema } from './events.ts';

const apiVersion = z.string().max(60).regex(API_VERSION_SHAPE);
const folder = z.string().trim().min(1).max(4000).describe('Absolute path of a project’s folder');

/** How it is known which API version the code behind an endpoint is written for. */
export const BackendVersionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('api'), apiVersion }),
  z.object({
    kind: z.literal('sdk'),
    sdk: z.enum(SDKS),
    version: z.string().trim().regex(RELEASE_SPEC_SHAPE).max(60),
  }),
  z.object({
    kind: z.literal('lock'),
    folder,
    file: z
      .string()
      .max(200)
      .nullable()
      .describe('Which of its lock files; null = the first that names an SDK'),
  }),
]);
export type BackendVersion = z.infer<typeof BackendVersionSchema>;

export const PIN_PROBLEMS = [
  /** The folder is not there, or is no folder. */
  'no_folder',
  'no_lock_file',
  /** Lock files are there; none of them names a Stripe SDK. */
  'no_sdk',
  /** See `atLeast` for the nearest version that is known. */
  ...AT_LEAST_REASONS,
  /** The lock file names several releases that pin different versions. */
  'several',
  /** The release is from before its SDK pinned a version: it uses the account's default. */
  'account_default',
  'not_known',
] as const;

const atLeast = z
  .string()
  .describe(
    'Where the version is not known exactly: the nearest one that is known; it is this one or a later one',
  );

/** What a lock file says. */
export const LockFindingSchema = z.object({
  file: z.string().describe('Its name in the folder'),
  sdk: z.enum(SDKS),
  version: z.string(),
  apiVersion: z.string().nullable().describe('What this release of the SDK pins; null = not known exactly'),
  atLeast: atLeast.optional(),
});
export type LockFinding = z.infer<typeof LockFindingSchema>;

/** The version the code behind an endpoint is written for, as far as it is known. */
export const VersionPinSchema = z.object({
  apiVersion: z.string().nullable(),
  sdk: z.enum(SDKS).nullable(),
  sdkVersion: z.string().nullable(),
  file: z.string().nullable().describe('The lock file that says so'),
  atLeast: atLeast.nullable(),
  problem: z.enum(PIN_PROBLEMS).nullable().describe('Why the version is not known exactly'),
});
export type VersionPin = z.infer<typeof VersionPinSchema>;

export const SeenVersionSchema = z.object({
  apiVersion: z.string(),
  events: z.int(),
  lastAt: z.int().nullable().describe('When the newest one arrived, Unix milliseconds'),
});

export const EndpointVersionSchema = z.object({
  apiVersion: z.string(),
  taken: z.int().describe('Attempts answered with 2xx'),
  failed: z.int().describe('Attempts answered otherwise or not at all'),
  lastAt: z.int(),
});

export const VersionsSchema = z.object({
  account: z.string().nullable().describe('The account’s default, as the Stripe CLI last said it'),
  seen: z.array(SeenVersionSchema).describe('The newest version first'),
  endpoints: z.array(
    z.object({
      endpointId: z.string(),
      pin: VersionPinSchema.nullable().describe('null = nobody said what it is written for'),
      seen: z.array(EndpointVersionSchema),
    }),
  ),
});
export type Versions = z.infer<typeof VersionsSchema>;

export const VERSION_YARDSTICKS = ['account', 'endpoint', 'backend'] as const;

export const VersionDifferenceSchema = z.object({
  yardstick: z
    .enum(VERSION_YARDSTICKS)
    .describe(
      'account: its default when the event arrived; endpoint: what it had taken with 2xx before; backend: what its code is written for',
    ),
  apiVersion: z.string().describe('The version that was to be expected'),
  atLeast: z.boolean().optional().describe('true = that one or a later one; only with backend'),
  endpointId: z.string().nullable(),
  sdk: z.enum(SDKS).nullable(),
  sdkVersion: z.string().nullable(),
});
export type VersionDifference = z.infer<typeof VersionDifferenceSchema>;

/** How one version writes what another writes otherwise. Paths into the event’s `data.object`; `[]` is any element. */
export const VersionComparisonSchema = z.object({
  apiVersion: z.string().describe('The other version'),
  known: z
    .array(z.object({ here: z.array(z.string()), there: z.array(z.string()) }))
    .describe('Changes Stripe made between the two versions that concern this object'),
  example: z
    .object({
      eventId: z.string(),
      createdAt: z.int().nullable(),
      onlyHere: z.array(z.string()),
      onlyThere: z.array(z.string()),
      more: z.int().describe('Paths left out of the two lists'),
    })
    .nullable()
    .describe('The newest stored event of this type in the other version'),
});
export type VersionComparison = z.infer<typeof VersionComparisonSchema>;

export const EventVersionSchema = z.object({
  apiVersion: z.string().nullable(),
  differences: z.array(VersionDifferenceSchema),
  comparisons: z.array(VersionComparisonSchema).describe('One for each other version'),
});
export type EventVersion = z.infer<typeof EventVersionSchema>;

const tag = { tags: ['versions'] };
const noFolder = {
  FOLDER: { status: 422, message: 'There is no such folder, or it cannot be read.' },
} as const;

export const versionsContract = {
  get: oc
    .route({ ...tag, method: 'GET', path: '/versions', summary: 'API versions seen, by endpoint too' })
    .output(VersionsSchema),
  ofEvent: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/{id}/version',
      summary: 'What an event’s API version differs from, and which fields that changes',
    })
    .input(z.object({ id: EventIdSchema }))
    .errors(notFound)
    .output(EventVersionSchema),
  readLocks: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/versions/locks',
      summary: 'Read which Stripe SDK the lock files of a folder name; nothing is kept',
    })
    .input(z.object({ folder }))
    .errors(noFolder)
    .output(z.array(LockFindingSchema)),
  pinOf: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/versions/pin',
      summary: 'Which API version a release of an SDK, or a folder’s lock file, stands for; nothing is kept',
    })
    .input(BackendVersionSchema)
    .output(VersionPinSchema),
  refresh: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/versions/refresh',
      summary: 'Read the lock files of all endpoints again',
    })
    .output(VersionsSchema),
};

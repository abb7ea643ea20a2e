// Whose events come: signing in to Stripe, the key in use, and the history that is open.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { KEY_COMPLAINTS } from '../domain/stripe-key.ts';

export const SIGN_IN_PROBLEMS = [
  'no_cli', // there is no CLI to sign in with
  'not_understood', // the CLI wants something that Hookline does not do by itself
  'expired', // nobody confirmed in time
  'refused', // Stripe or somebody said no
  'unreachable',
  'failed',
] as const;

export const SignInSchema = z.object({
  phase: z.enum(['idle', 'asking', 'waiting', 'done', 'failed']),
  way: z
    .enum(['pairing', 'device'])
    .nullable()
    .describe(
      'device = OAuth, where the code is typed into the page; pairing = the page shows the same code',
    ),
  browserUrl: z.string().nullable().describe('Where to confirm; at Stripe and nowhere else'),
  code: z.string().nullable(),
  since: z.int().describe('When this phase began, Unix milliseconds'),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  unencryptedAt: z
    .string()
    .nullable()
    .describe('Where the CLI keeps the login in clear text, for want of a keyring'),
  problem: z.enum(SIGN_IN_PROBLEMS).nullable(),
  detail: z.string().nullable().describe("The CLI's own words for a failure, secrets removed"),
});
export type SignIn = z.infer<typeof SignInSchema>;

export const KeyInUseSchema = z.object({
  source: z
    .enum(['environment', 'kept', 'login'])
    .describe('environment = STRIPE_API_KEY, which wins; kept = pasted here; login = what the CLI has'),
  masked: z.string().nullable().describe('null = the login’s, which Hookline does not read'),
  keptMasked: z.string().nullable().describe('The pasted key, in use or not'),
});
export type KeyInUse = z.infer<typeof KeyInUseSchema>;

export const HistorySchema = z.object({
  accountId: z.string(),
  livemode: z.boolean(),
  accountName: z.string().nullable(),
  /** The one on screen. */
  open: z.boolean(),
});
export type History = z.infer<typeof HistorySchema>;

export const AccountSchema = z.object({
  signIn: SignInSchema,
  key: KeyInUseSchema,
  histories: z.array(HistorySchema).describe('One a Stripe account and mode; none before the first session'),
});
export type Account = z.infer<typeof AccountSchema>;

export const KeyVerdictSchema = z.object({
  accepted: z.boolean(),
  problem: z
    .enum([
      ...KEY_COMPLAINTS,
      'live_not_allowed',
      'refused',
      'expired',
      'may_not_listen',
      'unreachable',
      'no_cli',
      'failed',
    ])
    .nullable(),
  missing: z
    .array(z.enum(['listen', 'events']))
    .describe('What the key may not do: listen for events; read the events of the past'),
  accountId: z.string().nullable().describe('null = the key may not tell'),
  accountName: z.string().nullable(),
  detail: z.string().nullable().describe("Stripe's own words, secrets removed"),
});
export type KeyVerdict = z.infer<typeof KeyVerdictSchema>;

const tag = { tags: ['account'] };

export const accountContract = {
  get: oc
    .route({ ...tag, method: 'GET', path: '/account', summary: 'Sign-in, key and history' })
    .output(AccountSchema),
  signIn: oc
    .route({ ...tag, method: 'POST', path: '/account/sign-in', summary: 'Begin to sign in to Stripe' })
    .output(AccountSchema),
  cancelSignIn: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/account/sign-in/cancel',
      summary: 'Stop waiting for it, and put away how it went',
    })
    .output(AccountSchema),
  useKey: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/account/key',
      summary: 'Try a secret or restricted key with Stripe, and keep it if it will do',
    })
    .input(z.object({ key: z.string().max(500), allowLive: z.boolean().default(false) }))
    .output(KeyVerdictSchema),
  forgetKey: oc
    .route({ ...tag, method: 'DELETE', path: '/account/key', summary: 'Forget the key that is kept' })
    .output(AccountSchema),
};

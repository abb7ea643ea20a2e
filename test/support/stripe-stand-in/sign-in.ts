// Stripe's side of `stripe login`: hands out a pairing code, and confirms or refuses when the test says so.
// Requests and answers as observed with CLI 1.52.
import { apiError, type Answer } from './http-routes.ts';
import type { StripeStandIn } from './stripe-stand-in.ts';

export interface LoginAccount {
  accountId: string;
  name: string;
  /** The restricted key that the login is given. */
  key: string;
}

export interface SignInDesk {
  code: string;
  /** Somebody presses "Allow" in the browser; sessions are this account's from then on. */
  confirm(account: LoginAccount): void;
  /** From now on the CLI's question is answered so. */
  answerPolls(answer: Answer): void;
  /** Answers the request for a code so instead. */
  answerNextStart(answer: Answer): void;
  polls(): number;
}

export const ADA: LoginAccount = {
  accountId: 'acct_1AdaShop00000001',
  name: 'Ada’s Shop',
  key: 'rk_test_51AdaShop0123456789abcdef',
};
export const GRACE: LoginAccount = {
  accountId: 'acct_1GraceBooks00002',
  name: 'Grace Books',
  key: 'rk_test_51GraceBooks0123456789abcd',
};

export function serveSignIn(stripe: StripeStandIn): SignInDesk {
  const code = 'enjoy-enough-outwit-win';
  let poll: Answer = { status: 200, body: { redeemed: false } };
  let start: Answer | null = null;
  let started = 0;
  stripe.route('POST', '/stripecli/auth', () => {
    started += 1;
    const scripted = start;
    start = null;
    poll = { status: 200, body: { redeemed: false } };
    return (
      scripted ?? {
        status: 200,
        body: {
          browser_url: `${stripe.url}/stripecli/confirm_auth?t=token${started}`,
          poll_url: `${stripe.url}/stripecli/auth/cliauth_${started}?secret=poll${started}`,
          verification_code: code,
        },
      }
    );
  });
  stripe.route('GET', /^\/stripecli\/auth\/cliauth_\d+$/, () => poll);
  stripe.route('GET', '/stripecli/confirm_auth', () => ({
    status: 200,
    body: '<!doctype html><title>Allow access</title>',
    headers: { 'content-type': 'text/html' },
  }));
  return {
    code,
    confirm({ accountId, name, key }) {
      stripe.settings.accountId = accountId;
      poll = {
        status: 200,
        body: {
          redeemed: true,
          account_id: accountId,
          account_display_name: name,
          testmode_key_secret: key,
          testmode_key_publishable: 'pk_test_51StandIn0123456789',
          livemode_key_secret: '',
        },
      };
    },
    answerPolls: (answer) => (poll = answer),
    answerNextStart: (answer) => (start = answer),
    polls: () =>
      stripe.requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/stripecli/auth/'))
        .length,
  };
}

/** GET /v1/account of a key that may ask. */
export function serveAccount(stripe: StripeStandIn, { accountId, name }: LoginAccount): void {
  stripe.route('GET', '/v1/account', () => ({
    status: 200,
    body: { id: accountId, object: 'account', settings: { dashboard: { display_name: name } } },
  }));
}

/** What a restricted key without the permission meets. */
export function lacking(permission: string): Answer {
  return {
    status: 403,
    body: apiError(
      `The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'. Having the '${permission}' permission would allow this request to continue.`,
      { code: 'more_permissions_required' },
    ),
  };
}

// English texts of signing in, the key in use, and whose history is open.
export const accountEn = {
  signIn: {
    title: 'Sign in to Stripe',
    intro: 'The Stripe CLI signs in for you. A sandbox or a test account is enough.',
    browser: 'With the browser',
    browserText:
      'Stripe shows you a code, you compare it with the one here and allow access. The login lasts 90 days.',
    begin: 'Get a code',
    asking: 'Asking Stripe for a code…',
    pairing: 'Compare this code with the one in the browser, then allow access there:',
    device: 'Type this code into the page in the browser, then allow access there:',
    noCode: 'Allow access in the browser.',
    code: 'Pairing code',
    open: 'Open Stripe in the browser',
    waiting: 'Waiting for you to confirm…',
    waited: '{{seconds}} s',
    cancel: 'Stop waiting',
    doneNamed: 'Signed in as {{name}}.',
    doneId: 'Signed in to `{{id}}`.',
    done: 'Signed in.',
    doneText: 'The line starts with this account now.',
    unencrypted:
      'This system has no keyring, so the CLI keeps the login as plain text in `{{path}}`. Anyone who can read your files can read it.',
    again: 'Try again',
    other: 'Use another account',
    problem: {
      no_cli:
        'There is no Stripe CLI to sign in with. Install Hookline again (from sources: `npm install`), or name one with `--stripe-bin`.',
      not_understood:
        'The CLI asked for a step that Hookline does not know, so nothing was done. Run `stripe login` in a terminal instead (from sources: `npx stripe login`), then restart `stripe listen`.',
      expired: 'Nobody confirmed in time, and the code ran out. Get a new one.',
      refused: 'Stripe refused the login, or it was declined in the browser. Try again, or paste a key.',
      unreachable:
        'Stripe cannot be reached. Check the network, a proxy or VPN, then try again; where a browser login is not possible, paste a key.',
      failed:
        'The login did not work. Try again, paste a key, or run `stripe login` in a terminal (from sources: `npx stripe login`).',
    },
    said: 'The CLI said',
    environment:
      '`STRIPE_API_KEY` ({{masked}}) is set and wins over a login or a key given here. Start Hookline without it to use another account.',
    replacesKey: 'Signing in makes Hookline forget the key it keeps ({{masked}}).',
    key: 'With a key',
    keyText:
      'A restricted key is best: it needs to write Stripe CLI sessions and to read events. Hookline keeps it with your secrets, not with the events.',
    keyPage: 'Your test keys',
    keyField: 'Secret or restricted key',
    useKey: 'Try and use',
    trying: 'Asking Stripe whether the key will do…',
    allowLive: 'Allow live mode',
    allowLiveHint: 'Real customers and real money. What your backend does with these events is real, too.',
    accepted: 'Stripe accepts the key.',
    acceptedNamed: 'Stripe accepts the key. It belongs to {{name}}.',
    keyProblem: {
      empty: 'Paste a key first.',
      too_short: 'This is too short for a key. Copy it whole.',
      publishable:
        'This is a publishable key, which cannot read events. Use a secret (`sk_test_…`) or restricted (`rk_test_…`) one.',
      organization:
        'This key is an organization’s, and `stripe listen` works with a single account only. Use a key of that account.',
      webhook_secret: 'This is a signing secret for webhooks. The key begins with `sk_test_` or `rk_test_`.',
      not_a_key: 'This is no Stripe key. One begins with `sk_test_` or `rk_test_`.',
      live_not_allowed:
        'This is a live key: real customers, real money. Use a test key, or allow live mode below.',
      refused: 'Stripe does not know this key. It may have been deleted or rolled; copy it again.',
      expired: 'This key has expired. Make a new one in Stripe’s dashboard.',
      may_not_listen:
        'This key may not listen for events. In Stripe’s dashboard, give it the permission to write “Stripe CLI” sessions.',
      unreachable:
        'Stripe cannot be reached, so the key could not be tried. Check the network and try again.',
      no_cli:
        'There is no Stripe CLI to try the key with. Install Hookline again (from sources: `npm install`), or name one with `--stripe-bin`.',
      failed: 'The key could not be tried.',
    },
    lacksEvents:
      'It may not read events, so what Stripe sends while Hookline is off cannot be fetched later. Give it the permission to read “Events” if you want that.',
    kept: 'Hookline keeps the key {{masked}}.',
    forget: 'Forget it',
    lost: 'The connection to Hookline broke before it answered. Look at the state before you try again.',
    notConnected: 'Hookline is not running, so nothing was done.',
  },
  secret: {
    title: 'Signing secrets',
    from: { cli: '`stripe listen`', hookline: 'Hookline', own: 'Your own' },
    usedBy_one: 'Used by {{names}}.',
    usedBy_other: 'Used by {{count}} endpoints: {{names}}.',
    noCliYet: 'There is no `stripe listen` secret yet, so Hookline’s own is used.',
    none: 'There is no endpoint, so nothing is signed.',
  },
  account: {
    label: 'Stripe account',
    none: 'Not signed in',
    switch: 'Sign in or switch account',
    test: 'test',
    live: 'LIVE',
    days_one: '{{count}} day left',
    days_other: '{{count}} days left',
    daysShort: '{{count}} d',
    expired: 'key expired',
    expiresSoon_one: 'The key for Stripe expires in {{count}} day, on {{date}}. Events stop then.',
    expiresSoon_other: 'The key for Stripe expires in {{count}} days, on {{date}}. Events stop then.',
    expiredSince: 'The key for Stripe expired on {{date}}. Events do not come until you sign in again.',
    signInAgain: 'Sign in again',
    histories: 'Histories kept here',
    opened: 'open now',
  },
} as const;

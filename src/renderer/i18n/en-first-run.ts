// English texts of what stands where there is nothing yet: the first screen, empty lists.
export const firstRunEn = {
  first: {
    title: 'Waiting for the first event',
    lead: 'A webhook is Stripe calling **your** backend: “invoice paid”, “subscription cancelled”. Stripe lives on the internet and your backend on `localhost`, where no call from outside gets through. So a forwarder fetches the calls and hands them over, and Hookline shows you each one.',
    stepStripe: 'Stripe',
    stepStripeText: 'Something happens: a customer pays.',
    stepForwarder: 'stripe listen',
    stepForwarderText: 'Fetches the event and brings it to your machine.',
    stepHookline: 'Hookline',
    stepHooklineText: 'Keeps it, checks it, shows it.',
    stepEndpoint: 'Your backend',
    stepEndpointText: 'Takes it and answers 2xx.',
    remember: 'Three things to remember',
    remember1: '**Keep Hookline running.** While it is closed, events pass you by.',
    remember2: '**Your backend must be up.** An event it misses is kept here, and you can resend it.',
    remember3: '**This is for development only.** In production Stripe calls your public address by itself.',
    next: 'Next step',
    ways: 'Three ways on',
    loginTitle: 'Log in to Stripe',
    login:
      'You get a code, and confirm it in the browser; an account for testing is enough. Or run `stripe login` in a terminal (from sources: `npx stripe login`).',
    loginButton: 'Sign in',
    loginDone: 'I have logged in',
    keyTitle: 'Paste a key',
    key: 'Without a browser login: give a test key (`sk_test_…` or `rk_test_…`). Or start Hookline with `STRIPE_API_KEY` set.',
    keyPage: 'Your test keys',
    keyButton: 'Paste a key',
    connectTitle: 'Connect to Stripe',
    connected: 'Connected to Stripe',
    trigger: 'Everything is ready. Make a first event, from a terminal in Hookline’s folder.',
    triggerHint:
      'It creates a real test payment in your Stripe sandbox, and its events arrive here within seconds.',
    backendCheck: 'Is your backend up? This asks it from a terminal:',
    backendCheckHint:
      'Any answer, even 400 or 404, means that it is running. “Connection refused” means that it is not.',
    state: 'State of the line',
  },
  emptyList: {
    all: 'Show all events',
    failing: 'Trying again by itself.',
    failed: {
      title: 'No failed events. Your backend took everything.',
      text: 'When it answers with an error, or not at all, the event stands here with the reason, and one key resends it.',
    },
    held: {
      title: 'Nothing is on hold.',
      text: 'While an endpoint is down or paused, its events wait here. They are delivered when it is back.',
    },
    retrying: {
      title: 'Nothing is being retried.',
      text: 'An endpoint retries when its settings say so. Its events then stand here until the next try.',
    },
    rejected: {
      title: 'No invalid requests.',
      text: 'Requests that are not Stripe events, or whose signature matches no known secret, are listed here and not delivered.',
    },
    pinned: {
      title: 'Nothing is pinned.',
      text: 'Pin an event with `p` to find it again here. It is never removed by itself.',
    },
  },
} as const;

// English texts of what stands where there is nothing yet: the first screen, empty lists.
export const firstRunEn = {
  first: {
    goal: 'See every webhook Stripe sends, what your backend returned, and resend any of them.',
    connect: 'Connect Stripe',
    signInText:
      'Sign in with your browser or paste a test key. A sandbox is enough. You can also run `stripe login` in a terminal.',
    signIn: 'Sign in',
    pasteKey: 'Paste a key',
    signedIn: 'I’m signed in',
    connected: 'Connected to Stripe',
    trigger:
      'Trigger a first event in your sandbox. It arrives here within seconds. Run this in Hookline’s folder:',
    try: 'Try it now',
    tryText: 'Send realistic test events to your backend. No Stripe account needed.',
    tryTextNoEndpoint: 'See realistic test events. No Stripe account needed.',
    scenarios: 'All scenarios',
    backend: 'Your backend',
    backendState: {
      asking: 'Checking `{{url}}`…',
      up: '`{{url}}` is reachable.',
      down: '`{{url}}` can’t be reached. Start your backend, or change the URL. Until then, events are put on hold.',
    },
    changeUrl: 'Change URL',
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

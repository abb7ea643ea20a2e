// The mistakes this backend can make on request, each of them one that real webhook handlers are shipped with.

export const EXAMPLE_BUGS = {
  forgets_invoice_paid:
    'Leaves every upgrade to the handler of invoice.paid, which nobody wrote: who paid stays on the old plan, and all is answered 200.',
  trusts_arrival_order:
    'Applies whatever comes last, so that an older event which arrives late undoes a newer one.',
  not_idempotent: 'Does not notice that an event came before, and adds its seats once more.',
  parses_before_verifying:
    'Parses the body as JSON before the signature is checked, which takes the raw bytes: all is answered 400.',
  slow: 'Does the work first and answers seconds later.',
  crashes_on_unknown: 'Throws at an event type it does not know: 500, with the stack trace in the answer.',
} as const satisfies Record<string, string>;

export type ExampleBug = keyof typeof EXAMPLE_BUGS;

/** Those that are switched on. The same set is read at every request, so that switching needs no restart. */
export type Bugs = Set<ExampleBug>;

export const DEFAULT_SLOW_SECONDS = 3;

export function isExampleBug(name: unknown): name is ExampleBug {
  return typeof name === 'string' && Object.hasOwn(EXAMPLE_BUGS, name);
}

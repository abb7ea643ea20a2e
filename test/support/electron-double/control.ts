// The test's hand in the main process, as Playwright's electronApplication.evaluate has it: a function's source comes in over
// Node's channel, is called with the electron module, and what it returns goes back.

export interface Evaluate {
  hooklineDouble: 'evaluate';
  id: number;
  source: string;
  argument: unknown;
}

export type Evaluated = { hooklineDouble: 'evaluated'; id: number } & (
  | { value: unknown }
  | { error: string }
);

export function listenForTests(load: () => Promise<Record<string, unknown>>): void {
  process.on('message', (message: Partial<Evaluate>) => {
    if (message.hooklineDouble !== 'evaluate') return;
    const { id = 0, source = '', argument } = message;
    const answer = (outcome: { value: unknown } | { error: string }): void => {
      process.send?.({ hooklineDouble: 'evaluated', id, ...outcome } satisfies Evaluated);
    };
    load()
      .then((electron) => {
        // oxlint-disable-next-line no-eval -- the function comes from the test beside this file
        const run = (0, eval)(`(${source})`) as (electron: unknown, argument: unknown) => unknown;
        return run(electron, argument);
      })
      .then(
        (value) => answer({ value }),
        (error: unknown) => answer({ error: error instanceof Error ? (error.stack ?? '') : String(error) }),
      );
  });
  // The channel alone does not keep the app alive.
  process.channel?.unref();
}

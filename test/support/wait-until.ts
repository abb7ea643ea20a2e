// Waits for a condition instead of for time.

/** Asking another process over and over would take the processor from what is waited for. */
const SHORTEST_MS = 5;
const LONGEST_MS = 50;

/** Polls until `probe` returns something truthy, and returns that. */
export async function waitUntil<T>(
  what: string,
  probe: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = SHORTEST_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_MS)) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}

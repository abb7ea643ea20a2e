// Runs steps one after the other, in the order they were asked for; a failed one does not stop the next.

export type SerialQueue = (step: () => Promise<void>) => Promise<void>;

/** @returns resolves when the step is done, also when it failed; what to do then is onError's part */
export function createSerialQueue(onError: (error: unknown) => void): SerialQueue {
  let last: Promise<void> = Promise.resolve();
  return (step) => {
    last = last.then(step).catch(onError);
    return last;
  };
}

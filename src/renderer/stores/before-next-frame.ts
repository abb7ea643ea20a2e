// Runs something before the next frame, or soon where there are no frames.

const HIDDEN_INTERVAL_MS = 250;

/** A hidden window gets no animation frames, yet its list and title have to be right when it is looked at again. */
export function beforeNextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, HIDDEN_INTERVAL_MS);
  else requestAnimationFrame(callback);
}

// Runs things so that they are on screen with the next frame, at most once for each.

const HIDDEN_INTERVAL_MS = 250;

/** Something has run already that the next frame will show. */
let frameTaken = false;

/**
 * The first thing since the last frame runs at once, because waiting for the frame to begin would only make it late;
 * what follows waits for the frame.
 */
export function beforeNextFrame(callback: () => void): void {
  if (document.hidden) {
    // A hidden window gets no frames, yet its list and title have to be right when it is looked at again.
    setTimeout(callback, HIDDEN_INTERVAL_MS);
  } else if (frameTaken) {
    requestAnimationFrame(callback);
  } else {
    frameTaken = true;
    requestAnimationFrame(() => {
      frameTaken = false;
    });
    queueMicrotask(callback);
  }
}

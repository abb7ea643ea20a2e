// For libraries that hand the browser's language to Intl while they load. uPlot does, and `en-US@posix`, which a browser tells
// under LANG=C, is no language that Intl takes.

/** Runs with a `navigator.language` that Intl knows. */
export async function withKnownLanguage<T>(run: () => Promise<T>): Promise<T> {
  if (isKnown(navigator.language)) return await run();
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  try {
    return await run();
  } finally {
    // What the prototype says shows through again.
    Reflect.deleteProperty(navigator, 'language');
  }
}

function isKnown(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}

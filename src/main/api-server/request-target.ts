// Reads what a client wrote after the method. Anything may stand there, so this never throws.

export interface RequestTarget {
  pathname: string;
  /** With its `?`; empty when there is none. */
  search: string;
}

/** @returns null when it names no path: `*`, `host:port`, or text no URL can be made of */
export function readTarget(target: string | undefined): RequestTarget | null {
  // A path is put behind a host of ours, because by itself `//name/` would be read as another host.
  const text = target?.startsWith('/') === true ? `http://hookline.invalid${target}` : (target ?? '');
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return { pathname: url.pathname, search: url.search };
}

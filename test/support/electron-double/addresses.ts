// Chromium alone knows no app:// scheme, so a page of one has an https address in it that says the same.

const SUFFIX = '.scheme.test';

/** `app://hookline/index.html` → `https://hookline.app.scheme.test/index.html`; http(s) and about: stay as they are. */
export function outward(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null) return url;
  const [, scheme = '', host = '', rest = ''] = match;
  return /^https?$/i.test(scheme) ? url : `https://${host}.${scheme}${SUFFIX}${rest}`;
}

/** The way back. */
export function inward(url: string): string {
  const match = /^https:\/\/([^/?#:]+)(:\d+)?(.*)$/.exec(url);
  const host = match?.[1] ?? '';
  if (!host.endsWith(SUFFIX)) return url;
  const named = host.slice(0, -SUFFIX.length);
  const dot = named.lastIndexOf('.');
  return `${named.slice(dot + 1)}://${named.slice(0, dot)}${match?.[3] ?? ''}`;
}

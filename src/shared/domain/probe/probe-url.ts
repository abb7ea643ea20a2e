// The address at which the developer's app is asked: a template with placeholders in its path and query.
import { isPlaceholder, type Placeholder } from './placeholders.ts';

export type UrlProblem =
  | 'unreadable'
  | 'scheme'
  | 'credentials'
  | 'placeholder_in_host'
  | 'unknown_placeholder';
export type UrlCheck =
  | { ok: true; parameters: Placeholder[] }
  | { ok: false; reason: UrlProblem; at: number };

/** Credentials belong into a header, whose value is kept as a secret; and a customer's data must not choose the host. */
export function checkProbeUrl(template: string): UrlCheck {
  const parameters: Placeholder[] = [];
  for (const { 1: name = '', index } of template.matchAll(/\{([^{}]*)\}/g)) {
    if (!isPlaceholder(name)) return { ok: false, reason: 'unknown_placeholder', at: index };
    parameters.push(name);
  }
  const bad = (reason: UrlProblem, at = 0): UrlCheck => ({ ok: false, reason, at });
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(template)?.[0];
  if (origin === undefined) return bad('unreadable');
  if (!/^https?:/i.test(origin)) return bad('scheme');
  if (origin.includes('{')) return bad('placeholder_in_host', origin.indexOf('{'));
  if (origin.includes('@')) return bad('credentials', origin.indexOf('@'));
  return URL.canParse(origin) ? { ok: true, parameters } : bad('unreadable');
}

/** @param valueOf gives each placeholder's value, which is percent-encoded here */
export function fillProbeUrl(template: string, valueOf: (placeholder: Placeholder) => string): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: Placeholder) =>
    encodeURIComponent(valueOf(name).toWellFormed()),
  );
}

// What a program that posts an event is made of.
import type { ExactText } from './exact-text.ts';
import { SECRET_VARIABLE } from './export-format.ts';
import type { Headers } from './redaction.ts';

export interface SnippetParts {
  url: string;
  /** Without Stripe-Signature. */
  headers: Headers;
  body: ExactText;
  /** A Stripe-Signature header; null = the program makes it when it runs. */
  signature: string | null;
  /** Says what it posts, e.g. `invoice.paid evt_1`; goes into a comment. */
  title: string;
}

/** What a program says when it cannot sign. */
export const MISSING_SECRET = `Set ${SECRET_VARIABLE} to the signing secret that your backend verifies with (whsec_...).`;

/** Headers that HTTP clients make by themselves, that belong to one connection, or that stand for a signature of then. */
const LEFT_OUT = new Set([
  'host',
  'content-length',
  'accept-encoding',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'proxy-authorization',
  'proxy-connection',
  'stripe-signature',
  'user-agent',
  'accept',
  'cache-control',
]);

/**
 * The headers that make a difference to a backend.
 * @param overrides set for the endpoint; they take the place of received ones of the same name
 */
export function snippetHeaders(received: Headers, overrides: Headers = []): [string, string][] {
  const replaced = new Set(overrides.map(([name]) => name.toLowerCase()));
  const kept = [...received.filter(([name]) => !replaced.has(name.toLowerCase())), ...overrides].filter(
    ([name]) => !LEFT_OUT.has(name.toLowerCase()),
  );
  const headers = kept.map(([name, value]): [string, string] => [name, value]);
  if (headers.some(([name]) => name.toLowerCase() === 'content-type')) return headers;
  return [['Content-Type', 'application/json; charset=utf-8'], ...headers];
}

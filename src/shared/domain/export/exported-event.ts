// One line of Hookline's own NDJSON: everything needed to take the event in again. Documented in docs/guide/export.md.
import { z } from 'zod';
import type { ExactText } from './exact-text.ts';
import type { SafeEvent } from './gate.ts';

/** Grows when an older Hookline would misread a line. Members that it can leave out need no new version. */
export const EXPORT_VERSION = 1;

const headers = z.array(z.tuple([z.string(), z.string()])).max(1_000);
const body = {
  body: z.string().optional().describe('The bytes as text, where they are valid UTF-8'),
  bodyBase64: z.string().optional().describe('The bytes, where they are not'),
};

export const ExportedReceiptSchema = z.object({
  receivedAt: z.int().describe('Unix milliseconds'),
  source: z.string().max(50),
  method: z.string().max(20),
  path: z.string().max(4_000),
  headers: headers.describe('Names and values in the order they were sent'),
  ...body,
});

export const ExportedEventSchema = z.object({
  hookline: z.literal(EXPORT_VERSION).describe('Version of this format'),
  id: z.string().min(1).max(300),
  type: z.string().max(300),
  account: z.string().max(300).nullable(),
  receivedAt: z.int().describe('Unix milliseconds'),
  source: z.string().max(50).describe('How it came to Hookline: cli, direct, synthetic, import, backfill'),
  ...body,
  receipts: z
    .array(ExportedReceiptSchema)
    .min(1)
    .max(10_000)
    .describe('Each arrival, oldest first; body is left out where the bytes are those of the event'),
});
export type ExportedEvent = z.infer<typeof ExportedEventSchema>;

/** @returns one line without its line feed; JSON escapes those within */
export function exportedLine(event: SafeEvent): string {
  const line: ExportedEvent = {
    hookline: EXPORT_VERSION,
    id: event.id,
    type: event.type,
    account: event.account,
    receivedAt: event.receivedAt,
    source: event.source,
    ...bodyMembers(event.body),
    receipts: event.receipts.map(({ receivedAt, source, method, path, headers: received, otherBody }) => ({
      receivedAt,
      source,
      method,
      path,
      headers: received.map(([name, value]): [string, string] => [name, value]),
      ...(otherBody === null ? {} : bodyMembers(otherBody)),
    })),
  };
  return JSON.stringify(line);
}

function bodyMembers({ text, encoding }: ExactText): { body: string } | { bodyBase64: string } {
  return encoding === 'utf8' ? { body: text } : { bodyBase64: text };
}

/** @returns null when the line carries no bytes of its own */
export function exportedBody(part: { body?: string; bodyBase64?: string }): ExactText | null {
  if (part.body !== undefined) return { text: part.body, encoding: 'utf8' };
  return part.bodyBase64 === undefined ? null : { text: part.bodyBase64, encoding: 'base64' };
}

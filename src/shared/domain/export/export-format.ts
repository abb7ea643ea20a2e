// In which forms an event, or many, can leave Hookline.

/** Programs that send one event. */
export const SNIPPET_FORMATS = ['curl', 'fetch', 'python', 'go', 'php', 'ruby'] as const;
export type SnippetFormat = (typeof SNIPPET_FORMATS)[number];

/** Files of one event or many. */
export const EXPORT_FORMATS = ['ndjson', 'json', 'har', 'fixture'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What one event can be copied as. */
export const COPY_FORMATS = [...SNIPPET_FORMATS, 'fixture', 'json', 'ndjson', 'har'] as const;
export type CopyFormat = (typeof COPY_FORMATS)[number];

/** - `placeholder`: the snippet signs when it runs, with the secret in STRIPE_WEBHOOK_SECRET; it never goes stale.
 *  - `now`: signed for this moment; SDKs refuse it after 300 s. */
export const SNIPPET_SIGNATURES = ['placeholder', 'now'] as const;
export type SnippetSignature = (typeof SNIPPET_SIGNATURES)[number];

export const SECRET_VARIABLE = 'STRIPE_WEBHOOK_SECRET';

interface FileKind {
  extension: string;
  mediaType: string;
}

export const FILE_KINDS: Readonly<Record<ExportFormat, FileKind>> = {
  ndjson: { extension: 'ndjson', mediaType: 'application/x-ndjson' },
  json: { extension: 'json', mediaType: 'application/json' },
  har: { extension: 'har', mediaType: 'application/json' },
  fixture: { extension: 'fixture.json', mediaType: 'application/json' },
};

/** `hookline-2026-11-23-081530.ndjson`, in UTC, so that files sort by time. */
export function exportFileName(format: ExportFormat, nowMs: number): string {
  const [day = '', time = ''] = new Date(nowMs).toISOString().split('T');
  return `hookline-${day}-${time.slice(0, 8).replaceAll(':', '')}.${FILE_KINDS[format].extension}`;
}

export function isSnippetFormat(format: CopyFormat): format is SnippetFormat {
  return (SNIPPET_FORMATS as readonly string[]).includes(format);
}

// Reads a file as an import does, in parts of any size.
import type { ImportProblem } from '#shared/domain/import/import-problem.ts';
import { createImportReader, type ImportedEvent } from '#shared/domain/import/import-reader.ts';

export interface ReadFile {
  events: ImportedEvent[];
  problems: ImportProblem[];
}

/** @param cuts lengths of the parts that the bytes come in, over and over */
export function readImport(file: string | Uint8Array, cuts: readonly number[] = []): ReadFile {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const reader = createImportReader();
  const events: ImportedEvent[] = [];
  for (let at = 0, turn = 0; at < bytes.byteLength; turn += 1) {
    const length = Math.max(cuts[turn % cuts.length] ?? bytes.byteLength, 1);
    events.push(...reader.read(bytes.subarray(at, at + length)));
    at += length;
  }
  events.push(...reader.end());
  return { events, problems: reader.problems() };
}

export const idsOf = ({ events }: ReadFile): string[] => events.map(({ envelope }) => envelope.stripeId);
export const bodiesOf = ({ events }: ReadFile): string[] =>
  events.map(({ body }) => new TextDecoder().decode(body));

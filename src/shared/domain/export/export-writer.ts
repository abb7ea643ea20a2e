// Writes events in a form, one after the other, so that many never have to be in memory at once.
import type { ExportFormat } from './export-format.ts';
import type { ExportInput } from './export-input.ts';
import { exportedLine } from './exported-event.ts';
import { harEntries, harFrame } from './har.ts';
import { gate, type SafeEvent } from './gate.ts';
import type { Redactor } from './redaction.ts';
import { exactBytes } from './exact-text.ts';
import { testFixture } from './test-fixture.ts';

export interface ExportWriter {
  /** What stands before the first event. */
  begin(): string;
  event(event: ExportInput): string;
  /** What stands after the last. */
  end(): string;
}

export interface WriterOptions {
  redactor: Redactor;
  /** Hookline's own. */
  version: string;
  /** One event stands by itself rather than in a list of one. */
  alone?: boolean;
}

/** Writes what came through the gate. */
interface SafeWriter extends Omit<ExportWriter, 'event'> {
  event(event: SafeEvent): string;
}

export function createExportWriter(
  format: ExportFormat,
  { redactor, version, alone = false }: WriterOptions,
): ExportWriter {
  const writer = writerOf(format, version, alone);
  return { ...writer, event: (event) => writer.event(gate(event, redactor)) };
}

function writerOf(format: ExportFormat, version: string, alone: boolean): SafeWriter {
  switch (format) {
    case 'ndjson':
      return {
        begin: () => '',
        event: (event) => `${exportedLine(event)}\n`,
        end: () => '',
      };
    case 'har': {
      const { begin, end } = harFrame(version);
      return listWriter(begin, end, (event) => harEntries(event));
    }
    case 'json':
      return alone
        ? { begin: () => '', event: (event) => `${eventJson(event)}\n`, end: () => '' }
        : listWriter('[\n', '\n]\n', (event) => [eventJson(event)]);
    case 'fixture': {
      const write = (event: SafeEvent): string => JSON.stringify(testFixture(event), null, 2);
      return alone
        ? { begin: () => '', event: (event) => `${write(event)}\n`, end: () => '' }
        : listWriter('[\n', '\n]\n', (event) => [write(event)]);
    }
  }
}

/** Stripe's own text: numbers keep their digits and members their order. */
function eventJson({ body }: SafeEvent): string {
  return new TextDecoder().decode(exactBytes(body)).trim();
}

function listWriter(begin: string, end: string, items: (event: SafeEvent) => string[]): SafeWriter {
  let first = true;
  return {
    begin: () => begin,
    event(event) {
      return items(event)
        .map((item) => {
          const text = first ? item : `,\n${item}`;
          first = false;
          return text;
        })
        .join('');
    },
    end: () => end,
  };
}

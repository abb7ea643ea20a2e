// Writes events in a form, one after the other, so that many never have to be in memory at once.
import type { ExportFormat } from './export-format.ts';
import type { ExportInput } from './export-input.ts';
import { exportedLine } from './exported-event.ts';
import { harEntries, harFrame } from './har.ts';
import type { Redactor } from './redaction.ts';
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

export function createExportWriter(format: ExportFormat, options: WriterOptions): ExportWriter {
  const writer = writerOf(format, options);
  return {
    ...writer,
    event(event) {
      options.redactor.nextEvent();
      return writer.event(event);
    },
  };
}

function writerOf(format: ExportFormat, { redactor, version, alone = false }: WriterOptions): ExportWriter {
  switch (format) {
    case 'ndjson':
      return {
        begin: () => '',
        event: (event) => `${exportedLine(event, redactor)}\n`,
        end: () => '',
      };
    case 'har': {
      const { begin, end } = harFrame(version);
      return listWriter(begin, end, (event) => harEntries(event, redactor));
    }
    case 'json':
      return alone
        ? { begin: () => '', event: (event) => `${eventJson(event, redactor)}\n`, end: () => '' }
        : listWriter('[\n', '\n]\n', (event) => [eventJson(event, redactor)]);
    case 'fixture': {
      const write = (event: ExportInput): string => JSON.stringify(testFixture(event, redactor), null, 2);
      return alone
        ? { begin: () => '', event: (event) => `${write(event)}\n`, end: () => '' }
        : listWriter('[\n', '\n]\n', (event) => [write(event)]);
    }
  }
}

/** Stripe's own text: numbers keep their digits and members their order. */
function eventJson({ body }: ExportInput, redactor: Redactor): string {
  return redactor.text(new TextDecoder().decode(body).trim());
}

function listWriter(begin: string, end: string, items: (event: ExportInput) => string[]): ExportWriter {
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

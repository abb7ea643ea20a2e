// The newest lines of what the CLI and the forwarder said, numbered and bounded.
import type { LogLine } from '#shared/contract/forwarder.ts';
import type { Clock } from '../ports.ts';

export const MAX_LOG_LINES = 2_000;
export const MAX_LOG_LINE_CHARS = 2_000;

export interface LogHistory {
  add(stream: LogLine['stream'], level: LogLine['level'], text: string): void;
  /** Lines with a greater number, oldest first. */
  after(seq: number): LogLine[];
  /** Number of the newest line, 0 before the first. */
  lastSeq(): number;
}

export function createLogHistory(clock: Clock, maxLines: number = MAX_LOG_LINES): LogHistory {
  let lines: LogLine[] = [];
  let seq = 0;
  return {
    add(stream, level, text) {
      seq += 1;
      const short = text.length > MAX_LOG_LINE_CHARS ? `${text.slice(0, MAX_LOG_LINE_CHARS - 1)}…` : text;
      lines.push({ seq, at: clock.now(), stream, level, text: short });
      // Trimmed by the hundred: dropping the first of 2000 on every line would cost more than keeping a few too many.
      if (lines.length >= maxLines + 100) lines = lines.slice(-maxLines);
    },
    after(after) {
      const first = lines[0]?.seq ?? 1;
      return lines.slice(Math.max(0, after + 1 - first, lines.length - maxLines));
    },
    lastSeq: () => seq,
  };
}

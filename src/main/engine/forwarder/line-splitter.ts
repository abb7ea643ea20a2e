// Cuts a byte stream into lines of bounded length; what a line has beyond the bound is dropped, not buffered.

/** Debug lines carry whole events; nothing we look for is longer than this. */
export const MAX_LINE_BYTES = 16 * 1024;

const NEWLINE = 0x0a;

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** Hands out a last line that has no newline. */
  end(): void;
}

export function createLineSplitter(
  onLine: (line: string) => void,
  maxBytes: number = MAX_LINE_BYTES,
): LineSplitter {
  let kept: Buffer[] = [];
  let keptBytes = 0;

  const keep = (part: Buffer): void => {
    const fitting = part.subarray(0, Math.max(0, maxBytes - keptBytes));
    if (fitting.length === 0) return;
    kept.push(fitting);
    keptBytes += fitting.length;
  };
  const handOut = (): void => {
    const line = Buffer.concat(kept).toString('utf8');
    kept = [];
    keptBytes = 0;
    onLine(line);
  };

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        keep(chunk.subarray(start, end));
        handOut();
        start = end + 1;
      }
      // A copy, so that a short remainder does not hold the whole chunk in memory.
      if (start < chunk.length) keep(Buffer.from(chunk.subarray(start, start + maxBytes)));
    },
    end() {
      if (keptBytes > 0) handOut();
    },
  };
}

// What tools put before each line of a program's output: containers, process managers, loggers.

export interface LogPrefix {
  /** The program whose line this is; '' when the prefix names none. */
  source: string;
  /** Characters, all ASCII. */
  length: number;
  /** The line goes on in the next one: the container runtime cut it. */
  isPartial: boolean;
}

/** No prefix is longer. */
export const MAX_PREFIX_LENGTH = 256;

interface PrefixForm {
  /** `source`: the program; `part`: P when the line goes on in the next one. */
  pattern: RegExp;
  /** JSON may look like this, so it counts only where no JSON value is open. */
  isAmbiguous?: boolean;
}

const TIME = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?`;
const SYSLOG_TIME = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d`;

const FORMS: readonly PrefixForm[] = [
  // Docker Compose, Swarm (`web.1.x@node |`), PM2 (`0|web |`), foreman and overmind (`12:00:01 web.1 |`).
  { pattern: /^(?:\d\d:\d\d:\d\d )?(?<source>(?:\d+\|)?[A-Za-z0-9][\w.@/-]*) *\| ?/ },
  // containerd and CRI-O, as in /var/log/pods.
  { pattern: new RegExp(`^${TIME} (?:stdout|stderr) (?<part>[FP]) `) },
  // journald and syslog.
  { pattern: new RegExp(String.raw`^${SYSLOG_TIME} [\w.-]+ (?<source>[\w./@-]+)(?:\[\d+\])?: ?`) },
  { pattern: new RegExp(String.raw`^${TIME} [\w.-]+ (?<source>[\w./@-]+)\[\d+\]: ?`) },
  // Heroku.
  { pattern: new RegExp(String.raw`^${TIME} (?<source>[a-z]+\[[\w.-]+\]): ?`) },
  // `docker logs --timestamps`, `kubectl logs --timestamps`, and most loggers.
  { pattern: new RegExp(String.raw`^\[?${TIME}\]? ?`) },
  // Turborepo.
  { pattern: /^(?<source>[\w@/.-]+:[\w.-]+): / },
  // concurrently, npm-run-all, `kubectl logs --prefix`.
  { pattern: /^\[(?<source>[\w:@/.-]+)\] /, isAmbiguous: true },
];

/** Loggers put a time behind the name, and the other way round. */
const MOST_PREFIXES = 3;

/** @param isInValue whether a JSON value is open, so that the line may be a part of it */
export function readLogPrefix(head: string, isInValue: boolean): LogPrefix {
  const prefix: LogPrefix = { source: '', length: 0, isPartial: false };
  for (let found = 0; found < MOST_PREFIXES; found++) {
    const rest = head.slice(prefix.length);
    let match: RegExpExecArray | null = null;
    for (const { pattern, isAmbiguous } of FORMS) {
      match = isAmbiguous === true && isInValue ? null : pattern.exec(rest);
      if (match !== null) break;
    }
    if (match === null) break;
    prefix.length += match[0].length;
    if (match.groups?.['part'] === 'P') prefix.isPartial = true;
    if (prefix.source === '') prefix.source = match.groups?.['source'] ?? '';
  }
  return prefix;
}

/** Whether a line may begin with a prefix; most lines of JSON are ruled out by their first byte. */
export function mayBeginPrefix(byte: number): boolean {
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isDigit || isLetter || byte === 0x5b;
}

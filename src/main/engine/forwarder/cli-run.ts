// One run of `stripe listen` as understood so far: its output folded into the state of the line, and its last lines.
import type { Clock } from '../ports.ts';
import { plain } from '#shared/domain/stripe-cli/plain-text.ts';
import { endsBody, parseCliLine } from './cli-output.ts';
import type { CliLine } from './cli-output.ts';
import { spawnCli } from './cli-process.ts';
import type { CliProcess, SpawnOptions } from './cli-process.ts';
import type { FlagStyle } from './capabilities.ts';
import { classifyExit } from './failure.ts';
import type { CliExit, Failure } from './failure.ts';
import { hearLine, INITIAL_LINE } from './line-state.ts';
import type { LineState } from './line-state.ts';
import { noteOf } from './log-notes.ts';
import type { LogNote } from './log-notes.ts';

export interface CliRun {
  process: CliProcess;
  style: FlagStyle;
  line: LineState;
  /** Called once a second; @returns once, why the run is to be given up */
  tick(): string | null;
  failure(exit: CliExit): Failure;
  /** Milliseconds since it was spawned. */
  livedMs(): number;
  /** Milliseconds since its first Ready line; 0 when there was none. */
  readyMs(): number;
}

export interface Heard {
  line: CliLine;
  stream: 'stdout' | 'stderr';
  note: LogNote | null;
  /** The state of the line is another than before. */
  moved: boolean;
  /** This Ready line opens a session in place of an expired one. */
  renewed: boolean;
}

export interface CliRunOptions extends Omit<SpawnOptions, 'onLine'> {
  style: FlagStyle;
  clock: Clock;
  onHeard: (run: CliRun, heard: Heard) => void;
}

/** Seconds after which a CLI that never got ready is given up; by itself it gives up much sooner, mostly. */
const START_SECONDS = 90;
/** Seconds without any output of a CLI that prints a heartbeat every 2 s. */
const FROZEN_SECONDS = 60;
const MAX_LAST_LINES = 60;

export function startCliRun({ style, clock, onHeard, ...options }: CliRunOptions): CliRun {
  const spawnedAt = clock.now();
  let readyAt: number | null = null;
  let lastLines: string[] = [];
  // Counted in ticks, not by the clock: a machine that slept has not waited.
  let quietTicks = 0;
  let ticks = 0;
  let givenUp: string | null = null;
  let inBody = false;

  const readLine = (stream: 'stdout' | 'stderr', raw: string): void => {
    quietTicks = 0;
    const line = parseCliLine(raw);
    if (stream === 'stderr') {
      // Messages of Stripe's are quoted unescaped: one with newlines comes as lines of its own, and is to be dropped whole.
      const inside = inBody && (line.kind === 'text' || line.kind === 'blank');
      inBody = inside ? !endsBody(raw) : line.kind === 'debug' && line.bodyFollows;
      if (inside) return;
    }
    const before = run.line;
    run.line = hearLine(before, line, clock.now());
    if (line.kind === 'ready') {
      readyAt ??= clock.now();
      lastLines = [];
    } else if (stream === 'stderr') keepLastLine(line);
    const note = noteOf(line, plain(raw), before.resetting);
    onHeard(run, {
      line,
      stream,
      note,
      moved: run.line !== before,
      renewed: line.kind === 'ready' && before.renewing,
    });
  };

  const keepLastLine = (line: CliLine): void => {
    const text = line.kind === 'log' ? line.message : line.kind === 'text' ? line.text : null;
    // Troubles of a single forward are not why it ends, and may quote anything.
    if (text === null || text.includes('[ERROR]') || lastLines.length >= MAX_LAST_LINES) return;
    lastLines.push(text);
  };

  const run: CliRun = {
    process: spawnCli({ ...options, onLine: readLine }),
    style,
    line: INITIAL_LINE,
    tick() {
      ticks += 1;
      quietTicks += 1;
      if (givenUp !== null) return null;
      if (readyAt === null && ticks > START_SECONDS)
        givenUp = `stripe listen was not ready after ${START_SECONDS} s.`;
      else if (run.line.pulse && quietTicks > FROZEN_SECONDS) {
        givenUp = `stripe listen has said nothing for ${FROZEN_SECONDS} s.`;
      }
      return givenUp;
    },
    failure(exit) {
      if (givenUp === null) return classifyExit(exit, lastLines.join('\n'));
      // Killed by us: not ready in time is Stripe or the network, silence after that is the CLI.
      return readyAt === null
        ? { kind: 'timeout', state: 'offline', cure: 'restart', detail: givenUp }
        : { kind: 'crashed', state: 'crashed', cure: 'restart', detail: givenUp };
    },
    livedMs: () => clock.now() - spawnedAt,
    readyMs: () => (readyAt === null ? 0 : clock.now() - readyAt),
  };
  return run;
}

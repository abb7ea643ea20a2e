// A reason not to start: a sentence for the developer and the code to exit with.
import type { ExitCode } from '#shared/domain/launch-options.ts';

export class LaunchError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

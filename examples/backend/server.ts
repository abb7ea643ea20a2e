// The command: node examples/backend/server.ts --port 8000 --database FILE --secret whsec_…
import { parseArgs } from 'node:util';
import { EXAMPLE_BUGS, isExampleBug } from './bugs.ts';
import { startExampleBackend, type ExampleBackendOptions } from './start-example-backend.ts';

export { EXAMPLE_BUGS, type ExampleBug } from './bugs.ts';
export {
  startExampleBackend,
  type ExampleBackend,
  type ExampleBackendOptions,
} from './start-example-backend.ts';

/** @throws Error with a sentence */
function readArguments(args: string[]): ExampleBackendOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8000' },
      database: { type: 'string', default: 'example-backend.sqlite' },
      secret: { type: 'string' },
      'secret-file': { type: 'string' },
      bug: { type: 'string', multiple: true, default: [] },
      'slow-seconds': { type: 'string' },
    },
  });
  const unknown = values.bug.find((name) => !isExampleBug(name));
  if (unknown !== undefined) {
    throw new Error(`There is no bug “${unknown}”. Known: ${Object.keys(EXAMPLE_BUGS).join(', ')}.`);
  }
  return {
    port: numberFrom('port', values.port, 65_535),
    database: values.database,
    secret: values.secret?.trim(),
    secretFile: values['secret-file'],
    bugs: values.bug.filter(isExampleBug),
    slowSeconds:
      values['slow-seconds'] === undefined
        ? undefined
        : numberFrom('slow-seconds', values['slow-seconds'], 600),
  };
}

function numberFrom(option: string, text: string, max: number): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= max) return number;
  throw new Error(`--${option} is a number from 0 to ${max}, not “${text}”.`);
}

async function main(): Promise<void> {
  const backend = await startExampleBackend(readArguments(process.argv.slice(2)));
  const { url, webhookUrl, usersUrl } = backend;
  console.log(JSON.stringify({ url, webhookUrl, usersUrl }));
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void backend.close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // Whoever forked this is gone.
  process.on('disconnect', end);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}

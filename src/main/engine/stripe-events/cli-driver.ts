// Asks Stripe through the CLI, with the CLI's own login.
import type { CliAnswer, CliCommands } from '../forwarder/cli-commands.ts';
import { queryOf, type StripeDriver, type StripeQuestion } from './driver.ts';
import { failureOf, readApiError, StripeFailure } from './stripe-failure.ts';

/**
 * Errors of the API come on stdout with exit code 0, without their status; 401 and what never reached Stripe come on stderr with 1.
 * Observed with CLI 1.52.0.
 */
export function createCliDriver(cli: CliCommands): StripeDriver {
  return async (question) => {
    const answer = await cli.run(argumentsOf(question), { signal: question.signal });
    question.signal.throwIfAborted();
    return readAnswer(answer);
  };
}

function argumentsOf({ path, parameters, account, apiVersion }: StripeQuestion): string[] {
  // v2 APIs take a single JSON text as data, even where the question is a GET.
  const isV2 = path.startsWith('/v2/');
  return [
    'get',
    isV2 && parameters.length > 0 ? `${path}?${queryOf(parameters)}` : path,
    ...(isV2 ? [] : parameters.flatMap(([name, value]) => ['-d', `${name}=${value}`])),
    ...(account === null ? [] : ['--stripe-account', account]),
    ...(apiVersion === undefined ? [] : ['--stripe-version', apiVersion]),
  ];
}

function readAnswer({ exitCode, stdout, stderr, problem }: CliAnswer): string {
  if (problem !== null) throw new StripeFailure({ code: 'other', detail: problem });
  if (exitCode === 0) {
    if (readApiError(stdout) !== null) throw failureOf(null, stdout);
    return stdout;
  }
  const refused = /status=(\d+), body=([\s\S]*)$/.exec(stderr);
  if (refused !== null) throw failureOf(Number(refused[1]), refused[2] ?? '');
  const said = stderr.trim().split('\n', 1)[0] ?? '';
  if (
    /not configured API keys|no config for that project|API key provided is too short|legacy-style API key/.test(
      stderr,
    )
  )
    throw new StripeFailure({ code: 'no_credentials', detail: said });
  if (
    /dial tcp|no such host|connection refused|connection reset|i\/o timeout|network is unreachable|EOF$/.test(
      said,
    )
  )
    throw new StripeFailure({ code: 'offline', detail: said });
  throw new StripeFailure({ code: 'other', detail: said === '' ? 'The Stripe CLI gave no answer.' : said });
}

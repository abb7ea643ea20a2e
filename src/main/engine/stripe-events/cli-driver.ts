// Asks Stripe through the CLI, with the CLI's own login.
import { readApiError } from '#shared/domain/stripe-cli/api-error.ts';
import { classifyCliFailure } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliCommands, CliResult } from '../forwarder/cli-commands.ts';
import { queryOf, type StripeDriver, type StripeQuestion } from './driver.ts';
import { failureOf, STRIPE_PROBLEM_OF, StripeFailure } from './stripe-failure.ts';

/**
 * Errors of the API come on stdout with exit code 0, without their status; 401 and what never reached Stripe come on stderr with 1.
 * Observed with CLI 1.52.0.
 */
export function createCliDriver(cli: CliCommands): StripeDriver {
  return async (question) => {
    const answer = await cli.run(argumentsOf(question), { signal: question.signal });
    question.signal.throwIfAborted();
    return readResult(answer);
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

function readResult(result: CliResult): string {
  const { exitCode, stdout } = result;
  if (exitCode === 0 && readApiError(stdout) === null) return stdout;
  const failure = classifyCliFailure(result);
  if (failure.status !== null || failure.apiError !== null)
    throw failureOf(failure.status, failure.status === null ? stdout : failure.body);
  const detail = failure.line ?? 'The Stripe CLI printed nothing.';
  // A key that is not even sent is as good as none.
  throw new StripeFailure({
    code: failure.kind === 'key_invalid' ? 'no_credentials' : STRIPE_PROBLEM_OF[failure.kind],
    detail,
  });
}

// Asks Stripe through the CLI, with the CLI's own login.
import { readApiError } from '#shared/domain/stripe-cli/api-error.ts';
import { classifyCliFailure } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliCommands, CliResult } from '../forwarder/cli-commands.ts';
import {
  queryOf,
  retryAfterOf,
  type StripeDriver,
  type StripeQuestion,
  type StripeResponse,
} from './driver.ts';
import { failureOf, STRIPE_PROBLEM_OF, StripeFailure } from './stripe-failure.ts';

/**
 * The body comes on stdout, an error of the API too and with exit code 0; 401 and what never reached Stripe come on stderr with 1. The
 * headers come on stderr, `> Name: value` for the request and `< Name: value` for the response. Observed with CLI 1.43.6, 1.50.11, 1.52.0.
 */
export function createCliDriver(cli: CliCommands): StripeDriver {
  return async (question) => {
    const result = await cli.run(argumentsOf(question), { signal: question.signal });
    question.signal.throwIfAborted();
    return readResult(result);
  };
}

function argumentsOf({ path, parameters, account, apiVersion }: StripeQuestion): string[] {
  // v2 APIs take a single JSON text as data, even where the question is a GET.
  const isV2 = path.startsWith('/v2/');
  return [
    'get',
    isV2 && parameters.length > 0 ? `${path}?${queryOf(parameters)}` : path,
    '--show-headers',
    ...(isV2 ? [] : parameters.flatMap(([name, value]) => ['-d', `${name}=${value}`])),
    ...(account === null ? [] : ['--stripe-account', account]),
    ...(apiVersion === undefined ? [] : ['--stripe-version', apiVersion]),
  ];
}

const HEADER_LINE = /^[<>] /;
const STATUS_LINE = /^< HTTP (\d{3})\b/;

function readResult(result: CliResult): StripeResponse {
  const { exitCode, stdout } = result;
  const lines = result.stderr.split('\n');
  const headers = lines.filter((line) => HEADER_LINE.test(line));
  const headerOf = (name: string): string | null =>
    headers.find((line) => line.toLowerCase().startsWith(`< ${name}: `))?.slice(name.length + 4) ?? null;
  const printed = headers.flatMap((line) => STATUS_LINE.exec(line)?.[1] ?? []).at(-1);
  const status = printed === undefined ? null : Number(printed);
  const date = headerOf('date');
  if (exitCode === 0) {
    const isError = status === null ? readApiError(stdout) !== null : status >= 300;
    if (isError)
      throw failureOf(status, stdout, { retryAfterMs: retryAfterOf(headerOf('retry-after')), date });
    return { text: stdout, date };
  }
  const stderr = lines.filter((line) => !HEADER_LINE.test(line)).join('\n');
  const failure = classifyCliFailure({ ...result, stderr });
  if (failure.status !== null || failure.apiError !== null)
    throw failureOf(failure.status, failure.status === null ? stdout : failure.body, { date });
  const detail = failure.line ?? 'The Stripe CLI printed nothing.';
  // A key that is not even sent is as good as none.
  throw new StripeFailure({
    code: failure.kind === 'key_invalid' ? 'no_credentials' : STRIPE_PROBLEM_OF[failure.kind],
    detail,
  });
}

// What is sent for a query: its checked text and the values of its parameters; or the sentence saying why it is not sent.
import type { AppProbe, ProbeFailureCode } from '#shared/domain/probe/app-probe.ts';
import { checkReadOnlySql, type SqlProblem } from '#shared/domain/probe/read-only-sql.ts';
import { ProbeFailure, type Question } from './probe-failure.ts';

const REFUSALS: Readonly<Record<SqlProblem, readonly [code: ProbeFailureCode, words: string]>> = {
  not_select: ['not_read_only', 'Only a SELECT, or WITH … SELECT, is sent to the database'],
  several_statements: ['not_read_only', 'Only one statement is sent to the database'],
  writes: ['not_read_only', 'The query holds a word that writes; a column of that name has to be quoted'],
  locks: ['not_read_only', 'The query would lock rows'],
  executable_comment: ['not_read_only', 'The query holds a comment that MySQL would execute'],
  empty: ['bad_query', 'The query is empty'],
  unterminated: ['bad_query', 'A string, a quoted name or a comment has no end'],
  ambiguous_escape: ['bad_query', 'Write a quote inside a string twice, without a backslash before it'],
  bad_character: ['bad_query', 'The query holds a control character'],
  unknown_placeholder: ['bad_query', 'The query holds a placeholder that does not exist'],
  quoted_placeholder: ['bad_query', 'A placeholder stands without quotes around it'],
  own_parameter: ['bad_query', 'Parameters are written as placeholders, such as {email}'],
};

/** @throws ProbeFailure `not_read_only` or `bad_query` */
export function readOnlyQuery(
  probe: Exclude<AppProbe, { kind: 'http' }>,
  valueOf: Question<'sqlite'>['valueOf'],
): { text: string; values: string[] } {
  const check = checkReadOnlySql(probe.query, probe.kind);
  if (check.ok) return { text: check.text, values: check.parameters.map(valueOf) };
  const [code, words] = REFUSALS[check.reason];
  throw new ProbeFailure(code, `${words} (at character ${check.at + 1}).`);
}

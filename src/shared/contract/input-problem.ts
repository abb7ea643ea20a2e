// Says what is wrong with an input: one sentence, and the places for a program.
import { z } from 'zod';
import { nearestOf } from '../domain/nearest.ts';
import { keysAt } from './strict-input.ts';

export const InputProblemSchema = z.object({
  issues: z.array(
    z.object({
      path: z
        .array(z.union([z.string(), z.number()]))
        .describe('Where in the input; empty = the input itself'),
      message: z.string(),
    }),
  ),
});
export type InputProblem = z.infer<typeof InputProblemSchema>;

/** As zod reports it. */
export interface Issue {
  code?: string | undefined;
  message: string;
  path?: readonly PropertyKey[] | undefined;
  keys?: readonly string[] | undefined;
  errors?: readonly (readonly Issue[])[] | undefined;
}

const MOST_ISSUES = 20;
const MOST_TEXT = 80;

/** @param schema of the input, for the names it knows */
export function describeInput(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
): { message: string; data: InputProblem } {
  const found = issues
    .flatMap((issue) => flatten(issue, []))
    .flatMap(({ issue, path }) =>
      sentencesOf(issue, path, schema).map((message) => ({ path: path.map(plain), message })),
    )
    .slice(0, MOST_ISSUES);
  return { message: found[0]?.message ?? 'The input does not fit.', data: { issues: found } };
}

/** Of a choice that none fits, what is wrong with the one that fits best. */
function flatten(
  issue: Issue,
  above: readonly PropertyKey[],
): { issue: Issue; path: readonly PropertyKey[] }[] {
  const path = [...above, ...(issue.path ?? [])];
  const options = (issue.errors ?? []).filter((option) => option.length > 0);
  const best = options.find((option) => option.every(({ code }) => code === 'unrecognized_keys'));
  if (best === undefined) return [{ issue, path }];
  return best.flatMap((inner) => flatten(inner, path));
}

function sentencesOf(issue: Issue, path: readonly PropertyKey[], schema: z.core.$ZodType): string[] {
  const place = path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys')
    return [place === '' ? issue.message : `“${place}”: ${issue.message}`];
  const known = keysAt(schema, path);
  return (issue.keys ?? []).map((key) => {
    const nearest = nearestOf(key, known);
    const where = place === '' ? '' : ` in “${place}”`;
    const hint =
      nearest !== null
        ? `Did you mean “${nearest}”?`
        : known.length === 0
          ? 'This takes no input.'
          : `Known are: ${known.join(', ')}.`;
    return `Unknown key “${shortened(key)}”${where}. ${hint}`;
  });
}

const shortened = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
const plain = (step: PropertyKey): string | number => (typeof step === 'number' ? step : String(step));

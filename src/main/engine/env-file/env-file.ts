// Writes a variable into a .env file: one line changes, every other byte stays, and there is never a second entry.
import { existsSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvFilePlan } from '#shared/contract/endpoints.ts';
import { maskSecret } from '#shared/domain/signature.ts';

export class EnvFileError extends Error {
  readonly code = 'FILE';
}

/** A .env file is small; something larger is another file. */
const MAX_BYTES = 1024 * 1024;

export interface EnvFileRequest {
  path: string;
  variable: string;
  value: string;
  apply: boolean;
}

/** @throws EnvFileError with a sentence */
export function planEnvFile({ path, variable, value, apply }: EnvFileRequest): EnvFilePlan {
  const asked = resolve(path);
  const exists = existsSync(asked);
  try {
    // A link stays a link: what it points to is changed.
    const target = exists ? realpathSync(asked) : asked;
    if (exists && !statSync(target).isFile()) throw new EnvFileError(`${asked} is not a file.`);
    if (exists && statSync(target).size > MAX_BYTES)
      throw new EnvFileError(`${asked} is too large for a .env file.`);
    const before = exists ? readFileSync(target) : Buffer.alloc(0);
    // latin1 maps each byte to one character and back, so that no byte of another encoding is lost.
    const text = before.toString('latin1');
    const after = setVariable(text, variable, Buffer.from(value).toString('latin1'));
    const changed = after !== text;
    if (apply && changed) {
      const partial = `${target}.hookline-${process.pid}`;
      writeFileSync(partial, Buffer.from(after, 'latin1'), { mode: exists ? statSync(target).mode : 0o600 });
      renameSync(partial, target);
    }
    return { path: asked, exists, changed, applied: apply && changed, diff: diffOf(text, after) };
  } catch (error) {
    if (error instanceof EnvFileError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new EnvFileError(`${asked} cannot be ${apply ? 'written' : 'read'}: ${words}`);
  }
}

/** Sets the last entry of its name, which is the one that counts, and removes earlier ones; appends when there is none. */
export function setVariable(text: string, variable: string, value: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const entry = new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${variable}([ \\t]*=[ \\t]*)(.*?)(\\r?)$`);
  const lines = text.split('\n');
  const places = lines.flatMap((line, index) => (entry.test(line) ? [index] : []));
  const last = places.at(-1);
  if (last === undefined) {
    const gap = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${gap}${variable}=${value}${newline}`;
  }
  const [, lead = '', equals = '=', old = '', carriage = ''] = entry.exec(lines[last] ?? '') ?? [];
  const quote = /^(["'])/.exec(old)?.[1] ?? '';
  const comment =
    quote === '' ? (/[ \t]+#.*$/.exec(old)?.[0] ?? '') : (/["'][ \t]+(#.*)$/.exec(old)?.[1] ?? '');
  const kept = comment === '' ? '' : quote === '' ? comment : ` ${comment}`;
  lines[last] = `${lead}${variable}${equals}${quote}${value}${quote}${kept}${carriage}`;
  const earlier = new Set(places.slice(0, -1));
  return lines.filter((_line, index) => !earlier.has(index)).join('\n');
}

/** Line by line; secrets that are not the matter are masked, so that the dashboard never shows a whole .env file. */
function diffOf(before: string, after: string): EnvFilePlan['diff'] {
  const show = (line: string): string =>
    Buffer.from(line.replace(/\r$/, ''), 'latin1')
      .toString('utf8')
      .replace(/whsec_\w+/g, maskSecret)
      .replace(/((?:KEY|SECRET|TOKEN|PASSWORD|_URL)\w*\s*=\s*["']?)(?!whsec_)[^"'\s#]+/gi, '$1…');
  const old = before.split('\n');
  const now = after.split('\n');
  const diff: EnvFilePlan['diff'] = [];
  let next = 0;
  for (const line of old) {
    if (now[next] === line) {
      diff.push({ kind: 'same', text: show(line) });
      next += 1;
    } else if (now.indexOf(line, next) === -1) {
      diff.push({ kind: 'removed', text: show(line) });
      // The line that takes its place, if the next old line is not what comes now.
      const replacement = now[next];
      if (replacement !== undefined && !old.includes(replacement)) {
        diff.push({ kind: 'added', text: show(replacement) });
        next += 1;
      }
    } else {
      const at = now.indexOf(line, next);
      for (const fresh of now.slice(next, at)) diff.push({ kind: 'added', text: show(fresh) });
      diff.push({ kind: 'same', text: show(line) });
      next = at + 1;
    }
  }
  for (const line of now.slice(next)) diff.push({ kind: 'added', text: show(line) });
  return diff.filter(({ text }, index) => text !== '' || index < diff.length - 1);
}

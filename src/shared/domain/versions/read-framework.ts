// Reads which web frameworks a project depends on, from the files that list its dependencies. Pure: text in, names out.
import { asObject, isObject } from '../json-read.ts';

type Mark = readonly [dependency: RegExp, framework: string];

/** A framework that is built on another one comes before it. Names as in failure-texts/fix-code.ts. */
const NPM: readonly Mark[] = [
  [/^next$/, 'Next.js'],
  [/^@nestjs\/core$/, 'NestJS'],
  [/^(?:nuxt|nitropack|nitro|h3)$/, 'Nitro'],
  [/^@sveltejs\/kit$/, 'SvelteKit'],
  [/^fastify$/, 'Fastify'],
  [/^(?:hono|@hono\/node-server)$/, 'Hono'],
  [/^koa$/, 'Koa'],
  [/^express$/, 'Express'],
  [/^better-auth$/, 'better-auth'],
];
const PYTHON: readonly Mark[] = [
  [/^\s*(?:name = )?["']?django["']?(?:\s*$|[\s=<>~!;[,"'])/im, 'Django'],
  [/^\s*(?:name = )?["']?fastapi["']?(?:\s*$|[\s=<>~!;[,"'])/im, 'FastAPI'],
  [/^\s*(?:name = )?["']?flask["']?(?:\s*$|[\s=<>~!;[,"'])/im, 'Flask'],
];

type Reader = (content: string) => string[];

const READERS: Readonly<Record<string, Reader>> = {
  'package.json': readPackageJson,
  'requirements.txt': textMarks(PYTHON),
  'pyproject.toml': textMarks(PYTHON),
  'poetry.lock': textMarks(PYTHON),
  'uv.lock': textMarks(PYTHON),
  Pipfile: textMarks(PYTHON),
  'Gemfile.lock': textMarks([[/^ {4}rails \(/m, 'Rails']]),
  'composer.json': textMarks([
    [/"laravel\/framework"/, 'Laravel'],
    [/./, 'PHP'],
  ]),
  'go.mod': textMarks([[/./, 'Go']]),
  'pom.xml': textMarks([[/spring-boot/, 'Spring']]),
  'build.gradle': textMarks([[/spring-boot|org\.springframework\.boot/, 'Spring']]),
  'build.gradle.kts': textMarks([[/spring-boot|org\.springframework\.boot/, 'Spring']]),
};
const readProjectFile = textMarks([[/Microsoft\.NET\.Sdk\.Web/, 'ASP.NET']]);

/** The files of a folder that may say it. */
export function dependencyFilesAmong(names: readonly string[]): string[] {
  return names.filter((name) => Object.hasOwn(READERS, name) || name.endsWith('.csproj')).toSorted();
}

/** @returns the frameworks that a file names, the likeliest first */
export function readFrameworks(name: string, content: string): string[] {
  if (name.endsWith('.csproj')) return readProjectFile(content);
  return Object.hasOwn(READERS, name) ? (READERS[name]?.(content) ?? []) : [];
}

function textMarks(marks: readonly Mark[]): Reader {
  return (content) => marks.filter(([pattern]) => pattern.test(content)).map(([, framework]) => framework);
}

function readPackageJson(content: string): string[] {
  try {
    const file: unknown = JSON.parse(content.replace(/^\uFEFF/, ''));
    if (!isObject(file)) return [];
    const names = ['dependencies', 'devDependencies'].flatMap((one) => Object.keys(asObject(file[one])));
    const found = NPM.filter(([pattern]) => names.some((name) => pattern.test(name)));
    return [...new Set(found.map(([, framework]) => framework))];
  } catch {
    return [];
  }
}

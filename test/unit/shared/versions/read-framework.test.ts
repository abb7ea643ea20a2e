// Which web frameworks a project's dependency files name.
import { expect, test } from 'vitest';
import { dependencyFilesAmong, readFrameworks } from '#shared/domain/versions/read-framework.ts';

const pkg = (...names: string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])) });

test.each([
  ['package.json', pkg('express', 'stripe'), ['Express']],
  ['package.json', pkg('@nestjs/core', '@nestjs/platform-express', 'express'), ['NestJS', 'Express']],
  ['package.json', pkg('next', 'react', 'better-auth'), ['Next.js', 'better-auth']],
  ['package.json', pkg('express-session', 'nextra', 'koala'), []],
  ['package.json', JSON.stringify({ devDependencies: { '@sveltejs/kit': '2' } }), ['SvelteKit']],
  ['package.json', '{"dependencies":', []],
  ['package.json', '[]', []],
  ['requirements.txt', 'stripe==12.0\nDjango>=5.0\ndjangorestframework\n', ['Django']],
  ['requirements.txt', 'flask-cors==4\ndjango-storages\n', []],
  ['pyproject.toml', 'dependencies = [\n  "fastapi[standard]>=0.115",\n  "stripe",\n]\n', ['FastAPI']],
  ['uv.lock', '[[package]]\nname = "flask"\nversion = "3.1.0"\n', ['Flask']],
  ['Gemfile.lock', 'GEM\n  specs:\n    rails (8.0.1)\n', ['Rails']],
  ['composer.json', '{"require":{"laravel/framework":"^12.0"}}', ['Laravel', 'PHP']],
  ['go.mod', 'module shop\n\ngo 1.25\n', ['Go']],
  ['build.gradle.kts', 'plugins { id("org.springframework.boot") version "3.5.0" }', ['Spring']],
  ['Shop.csproj', '<Project Sdk="Microsoft.NET.Sdk.Web">', ['ASP.NET']],
  ['README.md', 'express', []],
])('%s: %s', (name, content, frameworks) => {
  expect(readFrameworks(name, content)).toEqual(frameworks);
});

test('only files that list dependencies are read', () => {
  expect(dependencyFilesAmong(['.env', 'package.json', 'src', 'Shop.csproj', 'secrets.json'])).toEqual([
    'Shop.csproj',
    'package.json',
  ]);
});

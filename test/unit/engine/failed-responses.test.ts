// The causes of failed deliveries, on recorded responses of real backends: right, or unspecific and not certain.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainAttempt } from '#engine/delivery/reason.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import { DELIVERY_ERROR_CLASSES } from '#shared/domain/delivery.ts';
import { REASON_CODES } from '#shared/domain/failure-reason.ts';
import { describeFailure } from '#shared/domain/failure-texts/describe-failure.ts';
import { fixCodes } from '#shared/domain/failure-texts/fix-code.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/failed-responses');
const SECRET = 'whsec_corpus0000000000000000000000000000';
const NOW = Date.UTC(2026, 11, 1, 5);

const EntrySchema = z.strictObject({
  id: z.string(),
  packages: z.string().min(1),
  mistake: z.string().min(1),
  url: z.string(),
  requestBody: z.string().optional(),
  signed: z.literal(false).optional(),
  ageSeconds: z.number().optional(),
  status: z.int().nullable(),
  errorClass: z.enum(DELIVERY_ERROR_CLASSES).nullable().default(null),
  errorMessage: z.string().nullable().default(null),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  right: z.array(z.enum(REASON_CODES)),
  expected: z.strictObject({
    code: z.enum(REASON_CODES),
    certain: z.boolean(),
    framework: z.string().nullable(),
  }),
});
type Entry = z.infer<typeof EntrySchema>;

const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const EVENT = read('event.json');
const ENTRIES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && file !== 'event.json')
  .flatMap((file) => z.array(EntrySchema).parse(JSON.parse(read(file))));

function explain(entry: Entry, frameworks?: readonly string[]) {
  const requestBody = Buffer.from(entry.requestBody ?? EVENT);
  const signedAt = NOW - (entry.ageSeconds ?? 0) * 1000;
  return explainAttempt({
    attempt: {
      status: entry.status,
      errorClass: entry.errorClass,
      errorMessage: entry.errorMessage,
      url: entry.url,
      requestHeaders:
        entry.signed === false ? [] : [['Stripe-Signature', signBody(requestBody, SECRET, signedAt)]],
      responseHeaders: entry.headers,
      startedAt: NOW,
    },
    body: Buffer.from(entry.body),
    requestBody,
    secrets: [{ label: 'cli', secret: SECRET }],
    signedWith: 'cli',
    timeoutMs: 8000,
    ...(frameworks === undefined ? {} : { frameworks }),
  });
}

describe.each(ENTRIES)('$id ($packages): $mistake', (entry) => {
  test('the cause is right, or it is not certain', () => {
    const reason = explain(entry);
    if (reason?.certain === true) expect(entry.right).toContain(reason.code);
    expect({
      code: reason?.code,
      certain: reason?.certain,
      framework: reason?.facts['framework'] ?? null,
    }).toEqual(entry.expected);
  });

  test('the fix for the backend’s own framework comes first', () => {
    const reason = explain(entry);
    if (reason === null) throw new Error('There is no reason.');
    const failure = { reason, url: entry.url, status: entry.status, durationMs: 8000 };
    const { own, others } = fixCodes({ ...reason, url: entry.url });
    for (const language of ['en', 'zh-TW'] as const) {
      const { title, cause, fix, step, more, ownFixes, otherFixes } = describeFailure(language, failure);
      expect([title, cause, fix, ...more].join('\n')).not.toMatch(/\{\{/);
      expect(otherFixes).toEqual(others);
      expect(ownFixes).toEqual(own);
      expect(fix.endsWith(step)).toBe(true);
      const [first] = own;
      if (first !== undefined) {
        const place = fix.indexOf(`\`${first.code.replaceAll('\n', '; ')}\``);
        expect(place).toBeGreaterThan(-1);
        expect(place).toBeLessThan(40);
      }
    }
    const names = others.map(({ framework }) => framework);
    for (const { framework } of own) expect(names).not.toContain(framework);
  });
});

test('the frame of a stack trace is one of the project’s own files', () => {
  const places = ENTRIES.map((entry) => explain(entry)?.facts['location']).filter(
    (place) => place !== undefined && /\.(?:[cm]?[jt]s|py|php)(?::\d+)?$/.test(place),
  );
  expect(places.length).toBeGreaterThan(10);
  for (const place of places)
    expect(place).not.toMatch(/node_modules|\.next|dist-packages|site-packages|^node:|webpack-internal/);
});

test('the dependencies of the project decide where the response does not show the framework', () => {
  const silent = ENTRIES.find(({ id }) => id === 'koa-bodyparser-400');
  if (silent === undefined) throw new Error('The entry is missing.');
  expect(explain(silent)?.facts).not.toHaveProperty('framework');
  expect(explain(silent, ['Koa'])?.facts['framework']).toBe('Koa');
  // NestJS on Express shows Express's header alone.
  const nest = ENTRIES.find(({ id }) => id === 'express-json-first-docs');
  if (nest === undefined) throw new Error('The entry is missing.');
  expect(explain(nest, ['NestJS'])?.facts['framework']).toBe('NestJS');
  expect(explain(nest, ['Next.js', 'Express'])?.facts['framework']).toBe('Express');
});

test('the recorded responses cover the packages that are promised', () => {
  const packages = new Set(ENTRIES.flatMap((entry) => entry.packages.split(', ')));
  const has = (name: string): boolean => [...packages].some((one) => one.startsWith(name));
  const stripes = [16, 17, 18, 19, 20, 21, 22, 23].map((major) => `stripe@${major}.`);
  for (const name of [
    ...stripes,
    'express@5.',
    'fastify@',
    'hono@',
    'koa@',
    '@nestjs/core@',
    'next@',
    'better-auth@',
    '@supabase/stripe-sync-engine@',
  ])
    expect(has(name), name).toBe(true);
  expect(ENTRIES.length).toBeGreaterThanOrEqual(60);
});

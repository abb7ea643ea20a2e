// Everything that can be wrong with a probe is worded in both languages, and what is typed is judged as the domain judges it.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { PROBE_FAILURES } from '#shared/domain/probe/app-probe.ts';
import { checkProbeUrl, type UrlProblem } from '#shared/domain/probe/probe-url.ts';
import { SQL_PROBLEMS } from '#shared/domain/probe/read-only-sql.ts';
import type { ProbeSettings } from '#shared/contract/plans.ts';
import { SCENARIO_IDS } from '#shared/domain/scenarios/scenarios.ts';
import {
  probeChangeOf,
  probeDraftOf,
  problemsOf,
} from '../../../src/renderer/features/plan-setup/probe-draft.ts';
import {
  mappingOf,
  planNamesDraftOf,
  planRows,
} from '../../../src/renderer/features/plan-setup/plan-names-draft.ts';
import {
  pathWords,
  probeFailureWords,
  setupErrorWords,
  sqlWords,
  urlWords,
} from '../../../src/renderer/features/plan-setup/probe-words.ts';
import { groupScenarios } from '../../../src/renderer/features/playing/scenario-groups.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';
import { DEFAULT_MAPPING } from '#shared/domain/plans/plan-names.ts';

/** Written so that a new reason is a type error here. */
const URL_PROBLEMS = Object.keys({
  unreadable: '',
  scheme: '',
  credentials: '',
  placeholder_in_host: '',
  unknown_placeholder: '',
} satisfies Record<UrlProblem, ''>) as UrlProblem[];

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
  });
});

const UNWORDED = /\{\{|undefined|probe\./;

describe.each(['en', 'zh-TW'] as const)('%s', (language) => {
  const sentence = (text: string) => {
    expect(text.length).toBeGreaterThan(5);
    expect(text).not.toMatch(UNWORDED);
  };

  test.each(SQL_PROBLEMS)('query: %s', (reason) => {
    sentence(sqlWords(i18next.getFixedT(language), reason, 0));
    expect(sqlWords(i18next.getFixedT(language), reason, 6)).toContain('7');
  });
  test.each(URL_PROBLEMS)('address: %s', (reason) => sentence(urlWords(i18next.getFixedT(language), reason)));
  test('path', () => {
    sentence(pathWords(i18next.getFixedT(language), 3));
    expect(pathWords(i18next.getFixedT(language), 3)).toContain('4');
  });
  test.each(PROBE_FAILURES)('failure: %s', (code) => {
    const words = probeFailureWords(i18next.getFixedT(language), code, 'it `broke`');
    sentence(words.title);
    sentence(words.next);
    expect(words.said).toContain("it 'broke'");
  });
  test.each(['NOT_FOUND', 'BAD_PROBE', 'NOT_CONNECTED', 'CONNECTION_LOST', 'UNKNOWN'])('error: %s', (code) =>
    sentence(setupErrorWords(i18next.getFixedT(language), { code, reason: 'url: scheme' })),
  );
});

test('every scenario has its words and one group', () => {
  const grouped = groupScenarios([...SCENARIO_IDS, 'from_the_future']);
  expect(grouped.at(-1)).toEqual({ group: 'other', ids: ['from_the_future'] });
  expect(
    grouped
      .slice(0, -1)
      .flatMap(({ ids }) => ids)
      .toSorted(),
  ).toEqual(SCENARIO_IDS.toSorted());
});

describe('what is typed', () => {
  const settings: ProbeSettings = {
    probe: null,
    settleMs: 1_500,
    hasConnectionString: false,
    headerNames: ['Authorization'],
  };
  const t = i18next.getFixedT('en');
  const draft = probeDraftOf(settings);

  test('what a new one begins with can be used', () => {
    expect(checkProbeUrl(draft.url).ok).toBe(true);
    expect(problemsOf(t, draft, settings)).toEqual({});
    expect(problemsOf(t, { ...draft, kind: 'sqlite', file: '/app/db.sqlite3' }, settings)).toEqual({});
  });

  test('headers that are kept stay, by leaving them out', () => {
    const change = probeChangeOf(draft, settings);
    expect(change).not.toHaveProperty('headers');
    expect(change.probe).toMatchObject({ kind: 'http', headerNames: ['Authorization'] });
    const replaced = probeChangeOf(
      {
        ...draft,
        headers: [
          ['X-Key', 'a'],
          ['', ''],
        ],
      },
      settings,
    );
    expect(replaced.headers).toEqual([['X-Key', 'a']]);
    expect(replaced.probe).toMatchObject({ headerNames: ['X-Key'] });
  });

  test('a connection string is missing until there is one, and is no other database’s', () => {
    const own = { ...draft, kind: 'postgres' } as const;
    expect(problemsOf(t, own, settings).connection?.missing).toBe(true);
    expect(problemsOf(t, { ...own, connection: 'mysql://h/d' }, settings).connection?.missing).toBe(false);
    expect(problemsOf(t, { ...own, connection: 'postgres://h/d' }, settings)).toEqual({});
    const kept = { ...settings, hasConnectionString: true };
    expect(problemsOf(t, own, kept)).toEqual({});
    const mysql = { kind: 'mysql', query: 'SELECT 1', timeoutMs: 1_000 } as const;
    expect(problemsOf(t, own, { ...kept, probe: mysql }).connection?.missing).toBe(true);
  });
});

describe('plan names', () => {
  const plan = {
    key: 'pro',
    productId: 'prod_1',
    priceId: 'price_1',
    lookupKey: null,
    nickname: null,
    unitAmount: 1500,
    currency: 'eur',
    interval: 'month',
    intervalCount: 1,
    quantity: 1,
    periodEnd: null,
    trialEnd: null,
    name: 'Acme Pro',
  } as const;
  const unseen = { match: 'price', value: 'price_9', name: 'Old', rank: 1 } as const;
  const mapping = { ...DEFAULT_MAPPING, rules: [unseen] };
  const rows = planRows([plan], mapping);
  const draft = planNamesDraftOf(mapping);

  test('nothing changed saves what was', () => {
    const saved = mappingOf(draft, rows, mapping);
    expect(saved).toEqual({ ...mapping, freeValues: expect.arrayContaining(mapping.freeValues) });
  });

  test('a name makes a rule, rules for plans not seen stay, a rank alone is none', () => {
    const named = { ...draft, names: { ...draft.names, 'price:price_1': { name: 'Pro', rank: '2' } } };
    expect(mappingOf(named, rows, mapping)).toMatchObject({
      rules: [unseen, { match: 'price', value: 'price_1', name: 'Pro', rank: 2 }],
    });
    const nameless = { ...draft, names: { 'price:price_1': { name: '', rank: '2' } } };
    expect(mappingOf(nameless, rows, mapping)).toEqual({ wrong: 'names' });
  });

  test('an answer needs a plan, and stands once', () => {
    expect(mappingOf({ ...draft, appValues: [['2', '']] }, rows, mapping)).toEqual({ wrong: 'appValues' });
    const twice = {
      ...draft,
      appValues: [
        ['2', 'Pro'],
        ['2', 'Team'],
      ] as const,
    };
    expect(mappingOf(twice, rows, mapping)).toEqual({ wrong: 'appValues' });
  });
});

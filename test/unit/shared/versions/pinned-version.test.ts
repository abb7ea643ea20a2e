// Which API version a release of an SDK is written for: what is known, and what is said not to be known.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSameRelease, pinnedVersion, releasePin } from '#shared/domain/versions/pinned-version.ts';
import { SDK_PINS } from '#shared/domain/versions/sdk-pins.ts';
import { API_VERSION_SHAPE, SDKS } from '#shared/domain/versions/sdk.ts';

const CHANGELOG = new URL('../../../../node_modules/stripe/CHANGELOG.md', import.meta.url);

/** What the SDK's own changelog says, release by release. */
function pinsInChangelog(): [string, string][] {
  let release = '';
  return readFileSync(CHANGELOG, 'utf8')
    .split('\n')
    .flatMap((line): [string, string][] => {
      release = /^##? .*?(\d+\.\d+\.\d+) - /.exec(line)?.[1] ?? release;
      const version = /changes the pinned API version to `?(\d{4}-\d\d-\d\d(?:\.[a-z]+)?)/.exec(line)?.[1];
      return version === undefined ? [] : [[release, version]];
    });
}

describe('the table', () => {
  test('says what stripe-node’s own changelog says', () => {
    const said = pinsInChangelog().filter(([release]) => Number(release.split('.')[0]) >= 13);
    expect(said.length).toBeGreaterThan(25);
    for (const [release, version] of said)
      expect([release, pinnedVersion('node', release)]).toEqual([release, version]);
  });

  test('knows the release that is installed here', () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../../../node_modules/stripe/package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    const pinned = /ApiVersion = '([^']+)'/.exec(
      readFileSync(new URL('../../../../node_modules/stripe/esm/apiVersion.js', import.meta.url), 'utf8'),
    )?.[1];
    expect(pinnedVersion('node', version)).toBe(pinned);
  });

  test('begins a stretch of known releases with a release that is listed', () => {
    for (const { since, known } of Object.values(SDK_PINS)) {
      for (const [first, last] of known) {
        expect(since.some(([release]) => release === `${first}.0`)).toBe(true);
        expect(last.localeCompare(first, 'en', { numeric: true })).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('is in order, of each SDK', () => {
    for (const { since } of Object.values(SDK_PINS)) {
      const versions = since.map(([, version]) => version);
      expect(versions).toEqual(versions.toSorted());
      expect(versions.every((version) => API_VERSION_SHAPE.test(version))).toBe(true);
      const releases = since.map(([release]) => release);
      expect(releases).toEqual(releases.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
    }
  });
});

test.each([
  ['node', '12.0.0', '2022-11-15'],
  ['node', '18', '2025-03-31.basil'],
  ['node', '22.6.2', '2026-08-26.dahlia'],
  ['python', '11.1.1', '2024-09-30.acacia'],
  ['python', '15.3.1', '2026-06-24.dahlia'],
  ['ruby', '15.0.0', '2025-03-31.basil'],
  ['php', 'v16.6.0', '2025-02-24.acacia'],
  ['go', 'v82.1.0', '2025-04-30.basil'],
  ['dotnet', '48.1.0', '2025-04-30.basil'],
  ['java', '26.13.0', '2024-06-20'],
  ['java', '29.0.0', '2025-03-31.basil'],
  ['java', '34.0.0', '2026-09-30.endive'],
  ['python', '16.0.1', '2026-09-30.endive'],
  ['python', '16.1.0', '2026-10-28.endive'],
  ['python', '15.3.0.post1', '2026-06-24.dahlia'],
  ['python', '15.3.0+ours.2', '2026-06-24.dahlia'],
  ['python', '==16.1.0', '2026-10-28.endive'],
  ['node', '=22.6.2', '2026-08-26.dahlia'],
  ['ruby', '20.0.0', '2026-09-30.endive'],
  ['php', 'v22.0.0', '2026-09-30.endive'],
  ['go', 'v87.0.0', '2026-09-30.endive'],
  ['dotnet', '53.0.0', '2026-09-30.endive'],
  ['dotnet', '53.1.0', '2026-10-28.endive'],
] as const)('%s %s: %s', (sdk, release, version) => {
  expect(pinnedVersion(sdk, release)).toBe(version);
});

test.each([
  ['node', '11.18.0', 'it used the account’s default'],
  ['node', '23.2.0', 'newer than what is known'],
  ['node', '24.0.0', 'newer than what is known'],
  ['node', '18.6.0-beta.1', 'a preview'],
  ['python', '12.0.0b1', 'a preview'],
  ['python', '5.5.0', 'it used the account’s default'],
  ['java', '28.4.0', 'only majors are written down'],
  ['java', '99.0.0', 'newer than what is known'],
  ['go', 'latest', 'no release'],
] as const)('%s %s is not known: %s', (sdk, release, _why) => {
  expect(pinnedVersion(sdk, release)).toBeNull();
});

test.each([
  ['node', '23.2.0', 'newer', '2026-10-28.endive'],
  ['node', '24.0.0', 'newer', '2026-10-28.endive'],
  ['node', '99', 'newer', '2026-10-28.endive'],
  ['python', '17.0.0', 'newer', '2026-10-28.endive'],
  ['ruby', '20.1.0', 'newer', '2026-09-30.endive'],
  ['php', 'v23.4.5', 'newer', '2026-09-30.endive'],
  ['go', 'v88.0.0', 'newer', '2026-09-30.endive'],
  ['dotnet', '54.0.0', 'newer', '2026-10-28.endive'],
  ['java', '35.0.0', 'newer', '2026-09-30.endive'],
  ['java', '34.1.0', 'newer', '2026-09-30.endive'],
  ['python', '15.5.1', 'not_listed', '2026-06-24.dahlia'],
  ['java', '28.4.0', 'not_listed', '2024-10-28.acacia'],
  ['java', '33.2.0', 'not_listed', '2026-03-25.dahlia'],
  ['node', '18.6.0-beta.1', 'preview', '2025-08-27.basil'],
  ['node', '24.0.0-beta.1', 'preview', '2026-10-28.endive'],
  ['node', '23.0.0-alpha.2', 'preview', '2026-08-26.dahlia'],
  ['python', '12.0.0b1', 'preview', '2025-02-24.acacia'],
  ['python', '15.4.0a5', 'preview', '2026-06-24.dahlia'],
  ['python', '16.0.0rc1', 'preview', '2026-06-24.dahlia'],
  ['python', '16.0.0.dev3', 'preview', '2026-06-24.dahlia'],
  ['ruby', '15.2.0.pre.beta.1', 'preview', '2025-04-30.basil'],
  ['go', 'v82.1.1-0.20250601120000-0cd07c409a76', 'preview', '2025-04-30.basil'],
  ['java', '29.1.0-SNAPSHOT', 'preview', '2025-03-31.basil'],
  ['node', '^22.1.0', 'range', '2026-04-22.dahlia'],
  ['node', '~22.1.0', 'range', '2026-04-22.dahlia'],
  ['node', '22.x', 'range', '2026-03-25.dahlia'],
  ['ruby', '~> 15.0', 'range', '2025-03-31.basil'],
  ['python', '>=12.1', 'range', '2025-04-30.basil'],
  ['dotnet', '48.*', 'range', '2025-03-31.basil'],
  ['java', '28.+', 'range', '2024-10-28.acacia'],
] as const)('%s %s: %s, at least %s', (sdk, release, why, apiVersion) => {
  expect(releasePin(sdk, release)).toEqual({ kind: 'at_least', apiVersion, why });
  expect(pinnedVersion(sdk, release)).toBeNull();
});

test.each([
  ['node', '11.18.0', 'account_default'],
  ['python', '5.5.0', 'account_default'],
  ['node', 'workspace:*', 'no_release'],
  ['node', 'workspace:^23.0.0', 'no_release'],
  ['node', 'git+https://github.com/stripe/stripe-node.git', 'no_release'],
  ['node', 'github:stripe/stripe-node#v23.1.0', 'no_release'],
  ['node', 'file:../stripe', 'no_release'],
  ['node', 'link:../stripe', 'no_release'],
  ['node', 'latest', 'no_release'],
  ['php', 'dev-master', 'no_release'],
  ['node', '', 'no_release'],
  ['node', '1.0.0-beta.1', 'no_release'],
] as const)('%s “%s”: %s', (sdk, release, kind) => {
  expect(releasePin(sdk, release)).toEqual({ kind });
});

test('a release newer than the table never gets an older version than one in it', () => {
  for (const sdk of SDKS) {
    const newest = SDK_PINS[sdk].since.at(-1)?.[1] ?? '';
    for (const ahead of [1, 2, 10]) {
      const major = Number(SDK_PINS[sdk].known.at(-1)?.[1].split('.')[0]) + ahead;
      expect(releasePin(sdk, `${major}.0.0`)).toEqual({ kind: 'at_least', apiVersion: newest, why: 'newer' });
    }
  }
});

test('versions of one name are one release; before names, each is one of its own', () => {
  expect(isSameRelease('2026-09-30.endive', '2026-10-28.endive')).toBe(true);
  expect(isSameRelease('2026-08-26.dahlia', '2026-10-28.endive')).toBe(false);
  expect(isSameRelease('2024-04-10', '2024-06-20')).toBe(false);
  expect(isSameRelease('2024-04-10', '2024-04-10')).toBe(true);
});

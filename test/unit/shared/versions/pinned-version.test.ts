// Which API version a release of an SDK is written for: what is known, and what is said not to be known.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isSameRelease, pinnedVersion } from '#shared/domain/versions/pinned-version.ts';
import { SDK_PINS } from '#shared/domain/versions/sdk-pins.ts';
import { API_VERSION_SHAPE } from '#shared/domain/versions/sdk.ts';

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

test('versions of one name are one release; before names, each is one of its own', () => {
  expect(isSameRelease('2026-09-30.endive', '2026-10-28.endive')).toBe(true);
  expect(isSameRelease('2026-08-26.dahlia', '2026-10-28.endive')).toBe(false);
  expect(isSameRelease('2024-04-10', '2024-06-20')).toBe(false);
  expect(isSameRelease('2024-04-10', '2024-04-10')).toBe(true);
});

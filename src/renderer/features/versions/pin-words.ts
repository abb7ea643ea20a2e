// Which version an endpoint's code is written for, in a sentence; also why that is not known.
import type { TFunction } from 'i18next';
import type { VersionPin } from '#shared/contract/versions.ts';
import { SDK_NAMES, type Sdk } from '#shared/domain/versions/sdk.ts';

export function sdkWords(sdk: Sdk | null, release: string | null): string {
  return sdk === null ? '' : `${SDK_NAMES[sdk]} ${release ?? ''}`.trim();
}

export function pinSentence(t: TFunction, pin: VersionPin): string {
  const { apiVersion, sdk, sdkVersion, file, atLeast, problem } = pin;
  const release = sdkWords(sdk, sdkVersion);
  if (problem !== null) {
    const why = t(`versions.pin.${problem}`, { sdk: release });
    return atLeast === null ? why : t('versions.pin.atLeast', { why, version: atLeast });
  }
  if (apiVersion === null) return t('versions.pin.none');
  if (sdk === null) return t('versions.pin.byHand', { version: apiVersion });
  return file === null
    ? t('versions.pin.bySdk', { version: apiVersion, sdk: release })
    : t('versions.pin.byFile', { version: apiVersion, sdk: release, file });
}

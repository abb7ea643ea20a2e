// Which API version the code behind an endpoint is written for, from what its settings say.
import type { BackendVersion, LockFinding, VersionPin } from '#shared/contract/versions.ts';
import { releasePin } from '#shared/domain/versions/pinned-version.ts';
import { FolderError, readLockFolder, type LockedIn } from './lock-folder.ts';

export const UNKNOWN: VersionPin = {
  apiVersion: null,
  sdk: null,
  sdkVersion: null,
  file: null,
  atLeast: null,
  problem: null,
};

/** @returns null where nobody said anything */
export async function pinOf(backend: BackendVersion): Promise<VersionPin | null> {
  switch (backend.kind) {
    case 'unknown':
      return null;
    case 'api':
      return { ...UNKNOWN, apiVersion: backend.apiVersion };
    case 'sdk':
      return pinOfRelease({ sdk: backend.sdk, version: backend.version, file: null });
    case 'lock':
      return await pinOfFolder(backend.folder, backend.file);
  }
}

/** @throws FolderError */
export async function findingsIn(folder: string): Promise<LockFinding[]> {
  const { found } = await readLockFolder(folder);
  return found.map((one) => {
    const { sdkVersion, apiVersion, atLeast } = pinOfRelease(one);
    return {
      file: one.file,
      sdk: one.sdk,
      version: sdkVersion ?? one.version,
      apiVersion,
      ...(atLeast !== null && { atLeast }),
    };
  });
}

async function pinOfFolder(folder: string, file: string | null): Promise<VersionPin> {
  try {
    const { files, found } = await readLockFolder(folder);
    const chosen = file === null ? found[0] : found.find((one) => one.file === file);
    if (chosen !== undefined) return pinOfRelease(chosen);
    return { ...UNKNOWN, file, problem: files === 0 ? 'no_lock_file' : 'no_sdk' };
  } catch (error) {
    if (error instanceof FolderError) return { ...UNKNOWN, file, problem: 'no_folder' };
    throw error;
  }
}

function pinOfRelease({
  sdk,
  version,
  others = [],
  file,
}: Omit<LockedIn, 'file'> & { file: string | null }): VersionPin {
  const versions = [version, ...others];
  const pins = versions.map((one) => releasePin(sdk, one));
  const base = { ...UNKNOWN, sdk, sdkVersion: versions.join(', '), file };
  const [pin] = pins;
  if (pin === undefined) return { ...base, problem: 'not_known' };
  const floors = pins.flatMap((one) => ('apiVersion' in one ? one.apiVersion : []));
  // Of several releases that pin one version it does not matter which is used.
  if (pins.every(({ kind }) => kind === 'exact') && new Set(floors).size === 1)
    return { ...base, apiVersion: floors[0] ?? null };
  if (versions.length > 1) {
    const oldest = floors.length === pins.length ? floors.toSorted()[0] : undefined;
    return { ...base, atLeast: oldest ?? null, problem: 'several' };
  }
  switch (pin.kind) {
    case 'exact':
      return { ...base, apiVersion: pin.apiVersion };
    case 'at_least':
      return { ...base, atLeast: pin.apiVersion, problem: pin.why };
    case 'account_default':
      return { ...base, problem: 'account_default' };
    case 'no_release':
      return { ...base, problem: 'not_known' };
  }
}

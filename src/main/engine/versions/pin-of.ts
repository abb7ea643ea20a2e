// Which API version the code behind an endpoint is written for, from what its settings say.
import type { BackendVersion, LockFinding, VersionPin } from '#shared/contract/versions.ts';
import { pinnedVersion } from '#shared/domain/versions/pinned-version.ts';
import { FolderError, readLockFolder, type LockedIn } from './lock-folder.ts';

const UNKNOWN: VersionPin = { apiVersion: null, sdk: null, sdkVersion: null, file: null, problem: null };

/** @returns null where nobody said anything */
export async function pinOf(backend: BackendVersion): Promise<VersionPin | null> {
  switch (backend.kind) {
    case 'unknown':
      return null;
    case 'api':
      return { ...UNKNOWN, apiVersion: backend.apiVersion };
    case 'sdk':
      return pinOfRelease({ ...backend, file: null });
    case 'lock':
      return await pinOfFolder(backend.folder, backend.file);
  }
}

/** @throws FolderError */
export async function findingsIn(folder: string): Promise<LockFinding[]> {
  const { found } = await readLockFolder(folder);
  return found.map((one) => ({ ...one, apiVersion: pinnedVersion(one.sdk, one.version) }));
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

function pinOfRelease({ sdk, version, file }: Omit<LockedIn, 'file'> & { file: string | null }): VersionPin {
  const apiVersion = pinnedVersion(sdk, version);
  return { apiVersion, sdk, sdkVersion: version, file, problem: apiVersion === null ? 'not_known' : null };
}

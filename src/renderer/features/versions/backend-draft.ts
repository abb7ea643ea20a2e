// What stands in the endpoint form about the code behind the endpoint, and what of it is sent.
import type { BackendVersion } from '#shared/contract/versions.ts';
import { API_VERSION_SHAPE, RELEASE_SPEC_SHAPE, type Sdk } from '#shared/domain/versions/sdk.ts';

export const BACKEND_KINDS = ['unknown', 'sdk', 'lock', 'api'] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

export interface BackendDraft {
  backendKind: BackendKind;
  backendApi: string;
  backendSdk: Sdk;
  backendRelease: string;
  backendFolder: string;
  /** Which of the folder's lock files; empty = the first that names an SDK. */
  backendFile: string;
}

export function backendDraftOf(backend: BackendVersion): BackendDraft {
  return {
    backendKind: backend.kind,
    backendApi: backend.kind === 'api' ? backend.apiVersion : '',
    backendSdk: backend.kind === 'sdk' ? backend.sdk : 'node',
    backendRelease: backend.kind === 'sdk' ? backend.version : '',
    backendFolder: backend.kind === 'lock' ? backend.folder : '',
    backendFile: backend.kind === 'lock' ? (backend.file ?? '') : '',
  };
}

export type BackendProblem =
  | { field: 'backendApi'; code: 'BAD_API_VERSION' }
  | { field: 'backendRelease'; code: 'BAD_RELEASE' }
  | { field: 'backendFolder'; code: 'BAD_FOLDER' };

/** @returns the setting, or the field that cannot be right */
export function backendOf(draft: BackendDraft): BackendVersion | BackendProblem {
  switch (draft.backendKind) {
    case 'unknown':
      return { kind: 'unknown' };
    case 'api': {
      const apiVersion = draft.backendApi.trim();
      if (!API_VERSION_SHAPE.test(apiVersion) || apiVersion.length > 60)
        return { field: 'backendApi', code: 'BAD_API_VERSION' };
      return { kind: 'api', apiVersion };
    }
    case 'sdk': {
      const version = draft.backendRelease.trim();
      if (!RELEASE_SPEC_SHAPE.test(version) || version.length > 60)
        return { field: 'backendRelease', code: 'BAD_RELEASE' };
      return { kind: 'sdk', sdk: draft.backendSdk, version };
    }
    case 'lock': {
      const folder = draft.backendFolder.trim();
      // A drive's letter, a share, or the root.
      if (!/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(folder) || folder.length > 4000)
        return { field: 'backendFolder', code: 'BAD_FOLDER' };
      return { kind: 'lock', folder, file: draft.backendFile === '' ? null : draft.backendFile };
    }
  }
}

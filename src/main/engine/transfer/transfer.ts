// Everything that takes events out of this Hookline and into it.
import type { Endpoints } from '../delivery/endpoints.ts';
import type { Signer } from '../delivery/signer.ts';
import type { JobBook } from '../jobs/job-book.ts';
import type { Clock, Logger } from '../ports.ts';
import type { SecretBook } from '../signature/secret-book.ts';
import type { Store } from '../store/store.ts';
import { createCopies, type Copies } from './copies.ts';
import { createExportThreads } from './export-thread.ts';
import { createExports, type Exports } from './exports.ts';
import { createImports, type Imports } from './imports.ts';

export interface Transfer extends Copies, Exports {
  imports: Imports;
  dispose(): Promise<void>;
}

export interface TransferDeps {
  store: Store;
  databasePath: string;
  exportWorkerUrl: URL;
  endpoints: Endpoints;
  signer: Signer;
  secrets: SecretBook;
  jobs: JobBook;
  version: string;
  clock: Clock;
  logger: Logger;
}

export function createTransfer({ exportWorkerUrl, secrets, jobs, ...deps }: TransferDeps): Transfer {
  const knownSecrets = (): string[] => [
    ...secrets.known().map(({ secret }) => secret),
    secrets.stableSecret(),
  ];
  const threads = createExportThreads(exportWorkerUrl);
  return {
    ...createCopies({ ...deps, knownSecrets }),
    ...createExports({ ...deps, threads, knownSecrets }),
    imports: createImports({ ...deps, jobs, secrets: () => secrets.known() }),
    dispose: () => threads.dispose(),
  };
}

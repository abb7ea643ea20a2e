// Opens a line of the developer's code in the developer's own editor.
import { Worker } from 'node:worker_threads';
import type { BackendVersion } from '#shared/contract/versions.ts';
import { findSource } from './find-source.ts';

export type EditorProblem = 'NO_FOLDER' | 'NOT_IN_PROJECT' | 'NO_EDITOR' | 'EDITOR_FAILED';

export class EditorError extends Error {
  readonly code: EditorProblem;

  constructor(code: EditorProblem, message: string) {
    super(message);
    this.code = code;
  }
}

export interface EditorOrder {
  file: string;
  line: number | null;
}

export type EditorSaid = { kind: 'opened' } | { kind: 'no_editor' } | { kind: 'failed'; message: string };

export interface Editor {
  /**
   * @param endpointId whose project the file is looked for in; null = an address given once
   * @returns the file that was opened
   * @throws EditorError
   */
  open(endpointId: string | null, order: EditorOrder): Promise<string>;
}

export interface EditorDeps {
  workerUrl: URL;
  endpoints: { all(): readonly { id: string; backend: BackendVersion }[] };
}

export function createEditor({ workerUrl, endpoints }: EditorDeps): Editor {
  /** In a thread: which editor is running is found out by a program that is waited for, on Windows for a second. */
  async function launch(order: EditorOrder): Promise<EditorSaid> {
    const worker = new Worker(workerUrl, {
      workerData: order,
      // These name editors for the terminal, and the terminal is Hookline's.
      env: { ...process.env, VISUAL: '', EDITOR: '' },
      // launch-editor prints its errors; they are told by message, and stdout is for what was asked for.
      stdout: true,
    });
    try {
      return await new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('The thread that opens the editor ended.')));
      });
    } finally {
      await worker.terminate();
    }
  }

  return {
    async open(endpointId, { file, line }) {
      const backend = endpoints.all().find(({ id }) => id === endpointId)?.backend;
      if (backend?.kind !== 'lock') {
        throw new EditorError(
          'NO_FOLDER',
          'The project’s folder is not known. Choose it in the endpoint’s settings under API version.',
        );
      }
      const path = await findSource(backend.folder, file);
      if (path === null) {
        throw new EditorError('NOT_IN_PROJECT', `There is no ${file} in ${backend.folder}.`);
      }
      const said = await launch({ file: path, line });
      switch (said.kind) {
        case 'opened':
          return path;
        case 'no_editor':
          throw new EditorError(
            'NO_EDITOR',
            'No editor was found running. Start one, or set LAUNCH_EDITOR to its command before Hookline starts.',
          );
        case 'failed':
          throw new EditorError('EDITOR_FAILED', `The editor could not be started: ${said.message}`);
      }
    },
  };
}

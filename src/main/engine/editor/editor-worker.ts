// The thread that finds the editor that is running and hands it a file.
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import launchEditor from 'launch-editor';
import guessEditor from 'launch-editor/guess.js';
import type { EditorOrder, EditorSaid } from './editor.ts';

/** Time for an editor that cannot be started, or refuses its arguments, to say so. */
const SETTLE_MS = 1_000;
/** They would take over the terminal that Hookline runs in; one that was named in LAUNCH_EDITOR is meant. */
const FOR_THE_TERMINAL = new Set(['vim', 'nvim', 'vi', 'nano']);

const say = (said: EditorSaid): void => parentPort?.postMessage(said);

const { file, line } = workerData as EditorOrder;
const [editor] = guessEditor();
const isGuessed = process.env['LAUNCH_EDITOR'] === undefined;
if (!editor || (isGuessed && FOR_THE_TERMINAL.has(basename(editor)))) {
  say({ kind: 'no_editor' });
} else {
  launchEditor(line === null ? file : `${file}:${line}`, (_file, message) =>
    say({ kind: 'failed', message: message ?? 'it is not known which editor to use' }),
  );
  setTimeout(() => say({ kind: 'opened' }), SETTLE_MS);
}

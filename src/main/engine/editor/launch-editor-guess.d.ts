// launch-editor has types for its main file alone.
declare module 'launch-editor/guess.js' {
  /** @returns the editor's command and its arguments; null = none is known */
  function guessEditor(specifiedEditor?: string): (string | null)[];
  export = guessEditor;
}

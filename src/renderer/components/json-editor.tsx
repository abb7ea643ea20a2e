// A text to edit, coloured as JSON, that may be anything. Loaded when first needed, see lazy-json-editor.tsx.
import { json } from '@codemirror/lang-json';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, StateEffect, StateField, type ChangeSet } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { jsonTheme } from './json-theme.ts';

interface JsonEditorProps {
  /** What stands in it at first; a new one begins anew. */
  initial: string;
  label: string;
  /** The line that is wrong, counted from 1. */
  badLine: number | null;
  phrases?: Readonly<Record<string, string>>;
  className?: string;
  onChange(text: string): void;
}

const markLine = StateEffect.define<number | null>();
const badMark = Decoration.line({ class: 'cm-bad-line' });
const badLines = StateField.define({
  create: () => Decoration.none,
  update(marks, { effects, changes, state }) {
    let next = marks.map(changes);
    for (const effect of effects) {
      if (!effect.is(markLine)) continue;
      const line = effect.value !== null && effect.value <= state.doc.lines ? effect.value : null;
      next = line === null ? Decoration.none : Decoration.set(badMark.range(state.doc.line(line).from));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const TOGETHER_MS = 600;

/** Undo and redo: changes that follow closely are taken back together. */
function createHistory() {
  let undone: ChangeSet[] = [];
  let done: { back: ChangeSet; at: number }[] = [];
  let replaying = false;

  const replay = (view: EditorView, changes: ChangeSet | undefined): boolean => {
    if (changes === undefined) return true;
    replaying = true;
    view.dispatch({ changes, scrollIntoView: true, userEvent: 'undo' });
    replaying = false;
    return true;
  };
  const listener = EditorView.updateListener.of(({ docChanged, changes, startState }) => {
    if (!docChanged || replaying) return;
    const back = changes.invert(startState.doc);
    const last = done.at(-1);
    const at = Date.now();
    if (last !== undefined && at - last.at < TOGETHER_MS)
      done[done.length - 1] = { back: back.compose(last.back), at };
    else done.push({ back, at });
    undone = [];
  });
  const undo = (view: EditorView): boolean => {
    const back = done.pop()?.back;
    if (back !== undefined) undone.push(back.invert(view.state.doc));
    return replay(view, back);
  };
  const redo = (view: EditorView): boolean => {
    const again = undone.pop();
    if (again !== undefined) done.push({ back: again.invert(view.state.doc), at: 0 });
    return replay(view, again);
  };
  const keys = keymap.of([
    { key: 'Mod-z', run: undo, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
    { key: 'Mod-Shift-z', run: redo, preventDefault: true },
    {
      key: 'Mod-a',
      run(view) {
        view.dispatch({ selection: { anchor: 0, head: view.state.doc.length } });
        return true;
      },
    },
  ]);
  return [listener, keys];
}

export function JsonEditor({ initial, label, badLine, phrases, className, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (host.current === null) return;
    const words = new Compartment();
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.contentAttributes.of({ 'aria-label': label, 'data-testid': 'edit-body' }),
          EditorView.lineWrapping,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current(update.state.doc.toString());
          }),
          lineNumbers(),
          createHistory(),
          search({ top: true }),
          keymap.of([...searchKeymap]),
          words.of(phrases === undefined ? [] : EditorState.phrases.of(phrases)),
          json(),
          badLines,
          jsonTheme,
          EditorView.theme({
            '.cm-cursor': { borderLeftColor: 'var(--text)' },
            '.cm-content': { caretColor: 'var(--text)' },
            '.cm-bad-line': { backgroundColor: 'var(--bad-soft)' },
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [initial, label, phrases]);

  useEffect(() => {
    view.current?.dispatch({ effects: markLine.of(badLine) });
  }, [badLine, initial]);

  return <div ref={host} className={className} />;
}

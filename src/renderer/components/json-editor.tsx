// A text to edit, coloured as JSON, that may be anything. Loaded when first needed, see lazy-json-editor.tsx.
import { json } from '@codemirror/lang-json';
import { syntaxTree } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type ChangeSet } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  lineNumbers,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { jsonTheme } from './json-theme.ts';

interface JsonEditorProps {
  /** What stands in it at first; a new one begins anew. */
  initial: string;
  label: string;
  phrases?: Readonly<Record<string, string>>;
  className?: string;
  onChange(text: string): void;
}

const badMark = Decoration.line({ class: 'cm-bad-line' });

/** Marks the line where the text stops being JSON. */
const badLine = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = firstError(view.state);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || syntaxTree(update.startState) !== syntaxTree(update.state)) {
        this.decorations = firstError(update.state);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function firstError(state: EditorState): DecorationSet {
  let at: number | null = null;
  syntaxTree(state).iterate({
    enter(node) {
      if (at === null && node.type.isError) at = node.from;
      return at === null;
    },
  });
  return at === null ? Decoration.none : Decoration.set(badMark.range(state.doc.lineAt(at).from));
}

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

export function JsonEditor({ initial, label, phrases, className, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'data-testid': 'edit-body' }),
          EditorView.lineWrapping,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current(update.state.doc.toString());
          }),
          lineNumbers(),
          createHistory(),
          search({ top: true }),
          keymap.of([...searchKeymap]),
          phrases === undefined ? [] : EditorState.phrases.of(phrases),
          json(),
          badLine,
          EditorView.theme({
            '&.cm-focused': { outline: 'none' },
            '.cm-gutters': { color: 'var(--text-2)' },
            '.cm-cursor': { borderLeftColor: 'var(--text)' },
            '.cm-content': { caretColor: 'var(--text)' },
            '.cm-bad-line': { backgroundColor: 'var(--bad-soft)' },
          }),
          jsonTheme,
        ],
      }),
    });
    return () => editor.destroy();
  }, [initial, label, phrases]);

  return <div ref={host} className={className} />;
}

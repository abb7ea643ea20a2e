// A JSON text to read: coloured, foldable, searchable, never changed. Loaded when first needed, see lazy-json-view.tsx.
import { json } from '@codemirror/lang-json';
import { codeFolding, foldAll, foldGutter, foldKeymap, unfoldAll } from '@codemirror/language';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { jsonTheme } from './json-theme.ts';

export interface JsonViewHandle {
  fold(): void;
  unfold(): void;
  search(): void;
}

interface JsonViewProps {
  text: string;
  label: string;
  /** Words of the search panel in the user's language, keyed by CodeMirror's English ones. */
  phrases?: Readonly<Record<string, string>>;
  isJson?: boolean;
  className?: string;
  ref?: Ref<JsonViewHandle>;
}

export function JsonView({ text, label, phrases, isJson = true, className, ref }: JsonViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);

  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.readOnly.of(true),
          // Not editable, yet reachable with the keyboard, so that it can be scrolled and searched.
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
          EditorView.lineWrapping,
          search({ top: true }),
          keymap.of([...searchKeymap, ...foldKeymap]),
          phrases === undefined ? [] : EditorState.phrases.of(phrases),
          isJson ? [json(), codeFolding(), foldGutter()] : [],
          jsonTheme,
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [text, label, phrases, isJson]);

  useImperativeHandle(
    ref,
    () => ({
      fold: () => view.current !== null && foldAll(view.current),
      unfold: () => view.current !== null && unfoldAll(view.current),
      search: () => view.current !== null && openSearchPanel(view.current),
    }),
    [],
  );

  return <div ref={host} className={className} />;
}

// A JSON text to read: coloured, foldable, searchable, never changed. Loaded when first needed, see lazy-json-view.tsx.
import { json } from '@codemirror/lang-json';
import { codeFolding, foldAll, foldGutter, foldKeymap, unfoldAll } from '@codemirror/language';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, keymap, type DecorationSet } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { nextPlace, placeAt, type JsonPlace } from './json-place.ts';
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
  /** A value was clicked, or reached with the arrow keys; null = none is chosen any more. Without it none can be. */
  onPlace?: ((place: JsonPlace | null) => void) | undefined;
  /** Enter was pressed on the chosen value. */
  onEnter?: (() => void) | undefined;
  className?: string;
  ref?: Ref<JsonViewHandle>;
}

export function JsonView({
  text,
  label,
  phrases,
  isJson = true,
  onPlace,
  onEnter,
  className,
  ref,
}: JsonViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const canChoose = onPlace !== undefined;
  const callbacks = useRef({ onPlace, onEnter });
  useEffect(() => {
    callbacks.current = { onPlace, onEnter };
  }, [onPlace, onEnter]);
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
          canChoose ? choosing(callbacks) : [],
          jsonTheme,
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [text, label, phrases, isJson, canChoose]);

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

interface Callbacks {
  current: Pick<JsonViewProps, 'onPlace' | 'onEnter'>;
}

const choose = StateEffect.define<JsonPlace | null>();
const chosenField = StateField.define<JsonPlace | null>({
  create: () => null,
  update: (chosen, { effects }) => effects.find((effect) => effect.is(choose))?.value ?? chosen,
  provide: (field) => EditorView.decorations.from(field, decorationsOf),
});
const MARK = Decoration.mark({ class: 'cm-chosenValue' });

function decorationsOf(chosen: JsonPlace | null): DecorationSet {
  return chosen === null || chosen.from === chosen.to
    ? Decoration.none
    : Decoration.set(MARK.range(chosen.from, chosen.to));
}

/** A value is chosen by a click, or with the arrow keys. */
function choosing(callbacks: Callbacks) {
  const set = (view: EditorView, place: JsonPlace | null): boolean => {
    if (place === null) return false;
    view.dispatch({ effects: [choose.of(place), EditorView.scrollIntoView(place.from)] });
    callbacks.current.onPlace?.(place);
    return true;
  };
  const step =
    (direction: 1 | -1) =>
    (view: EditorView): boolean => {
      const chosen = view.state.field(chosenField);
      const from = chosen?.from ?? view.viewport.from - 1;
      return set(view, nextPlace(view.state, from, direction)) || chosen !== null;
    };
  return [
    chosenField,
    EditorView.domEventHandlers({
      click(event, view) {
        // A text that is being selected is to be copied.
        if (!view.state.selection.main.empty || document.getSelection()?.isCollapsed === false) return;
        const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (pos !== null) set(view, placeAt(view.state, pos));
      },
    }),
    keymap.of([
      { key: 'ArrowDown', run: step(1) },
      { key: 'ArrowUp', run: step(-1) },
      {
        key: 'Enter',
        run(view) {
          if (view.state.field(chosenField) === null) return false;
          callbacks.current.onEnter?.();
          return true;
        },
      },
    ]),
  ];
}

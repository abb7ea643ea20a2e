// How CodeMirror looks here: the tokens' colours, so that it follows light and dark by itself.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-atom)' },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: 'var(--text-2)' },
]);

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--sunken)', color: 'var(--text)', fontSize: '12px', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { padding: '10px 0' },
  '.cm-line': { padding: '0 12px 0 4px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--text-3)', border: 'none' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 4px', cursor: 'default' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--accent)',
    border: 'none',
    padding: '0 6px',
    borderRadius: '4px',
  },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent)',
  },
  '.cm-chosenValue': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
    borderRadius: '2px',
  },
  '.cm-cursor': { borderLeftColor: 'transparent' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 8px', fontFamily: 'var(--font)' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--text-2)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--text-2)', fontSize: '16px', padding: '0 6px' },
  '.cm-textfield': {
    backgroundColor: 'var(--sunken)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    height: '26px',
    fontSize: '12px',
  },
  '.cm-button': {
    backgroundColor: 'var(--raised)',
    backgroundImage: 'none',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    height: '26px',
    fontSize: '12px',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-soft)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
});

export const jsonTheme = [look, syntaxHighlighting(colours)];

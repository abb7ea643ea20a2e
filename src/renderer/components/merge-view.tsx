// Two texts side by side with their differences; one below the other where there is no room. See lazy-merge-view.tsx.
import { json } from '@codemirror/lang-json';
import { MergeView as TwoSides, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { jsonTheme } from './json-theme.ts';

interface MergeViewProps {
  left: string;
  right: string;
  leftLabel: string;
  rightLabel: string;
  isJson: boolean;
  /** Words for what is folded away, with `$` for how many lines. */
  unchanged: string;
  /** false = as one text, differences below each other. */
  sideBySide: boolean;
  className?: string;
}

const look = EditorView.theme({
  '.cm-changedText': { background: 'color-mix(in srgb, var(--warn) 24%, transparent) !important' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--bad-soft)' },
  '&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--ok-soft)' },
  '&.cm-merge-b .cm-changedText, &.cm-merge-a .cm-changedText': { borderRadius: '2px' },
  '.cm-collapsedLines': {
    background: 'var(--surface)',
    color: 'var(--text-2)',
    padding: '3px 8px',
    fontSize: '11px',
  },
  // CodeMirror's own sign is in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"…"' },
});

function side(label: string, isJson: boolean, phrases: Record<string, string>): Extension[] {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
    EditorView.lineWrapping,
    EditorState.phrases.of(phrases),
    isJson ? json() : [],
    jsonTheme,
    look,
  ];
}

export function MergeView({
  left,
  right,
  leftLabel,
  rightLabel,
  isJson,
  unchanged,
  sideBySide,
  className,
}: MergeViewProps) {
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    const phrases = { '$ unchanged lines': unchanged };
    const collapseUnchanged = { margin: 3, minSize: 6 };
    const shown = sideBySide
      ? new TwoSides({
          parent,
          a: { doc: left, extensions: side(leftLabel, isJson, phrases) },
          b: { doc: right, extensions: side(rightLabel, isJson, phrases) },
          gutter: false,
          collapseUnchanged,
        })
      : new EditorView({
          parent,
          doc: right,
          extensions: [
            ...side(rightLabel, isJson, phrases),
            unifiedMergeView({ original: left, mergeControls: false, gutter: false, collapseUnchanged }),
          ],
        });
    return () => shown.destroy();
  }, [left, right, leftLabel, rightLabel, isJson, unchanged, sideBySide]);

  return <div ref={host} className={className} />;
}

// A row of the list that can be dragged out of the desktop app's window, as a file. In a browser rows cannot be dragged.
import i18next from 'i18next';
import type { DragEvent } from 'react';
import { isDesktop } from '../../api/port-link.ts';
import { errorCode } from '../../api/errors.ts';
import { announce } from '../../stores/announcement-store.ts';
import { dragOut } from '../../stores/drag-out.ts';
import { rowOf } from '../../stores/event-list-store.ts';

interface RowDrag {
  draggable?: true;
  onDragStart?: (drag: DragEvent) => void;
}

export function rowDrag(seq: number): RowDrag {
  return isDesktop() ? { draggable: true, onDragStart: (drag) => takeOut(seq, drag) } : {};
}

function takeOut(seq: number, drag: DragEvent): void {
  // The system drags a file that the app makes; what the page would drag is not wanted.
  drag.preventDefault();
  const event = rowOf(seq);
  if (event === undefined) return;
  dragOut(event.id).catch((error: unknown) => {
    announce(i18next.t(errorCode(error) === 'NOT_FOUND' ? 'desktop.dragGone' : 'desktop.dragFailed'), 'bad');
  });
}

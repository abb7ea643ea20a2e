// A file dropped anywhere on the window is one to import. Without this the browser would leave the dashboard for the file.
import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../stores/dialog-store.ts';
import { isDraggingOut } from '../../stores/drag-out.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

export function DropFiles() {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const on = (name: 'dragover' | 'dragleave' | 'drop', take: (event: DragEvent) => void): void =>
      window.addEventListener(name, (event) => carriesFiles(event) && take(event), {
        signal: listening.signal,
      });
    on('dragover', (event) => {
      event.preventDefault();
      if (!isDraggingOut()) setOver(true);
      // An event on its way out is here already.
      else if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    });
    // Also sent on the way from one element to the next; only then there is an element that is entered.
    on('dragleave', (event) => event.relatedTarget === null && setOver(false));
    on('drop', (event) => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined && !isDraggingOut()) openDialog({ kind: 'import', file });
    });
    return () => listening.abort();
  }, []);
  if (!over) return null;
  return (
    <div
      data-testid="drop-files"
      className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-[color-mix(in_srgb,var(--accent-soft)_85%,transparent)]"
    >
      <p className="flex items-center gap-2 text-[15px] font-[640] text-accent">
        <FileInput size={18} aria-hidden />
        {t('importing.dropTitle')}
      </p>
    </div>
  );
}

// The editor, fetched when it is first shown.
import { lazy, Suspense, type ComponentProps } from 'react';

const Loaded = lazy(async () => ({ default: (await import('./json-editor.tsx')).JsonEditor }));

export function JsonEditor(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<div className={props.className} />}>
      <Loaded {...props} />
    </Suspense>
  );
}

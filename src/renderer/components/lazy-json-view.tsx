// The JSON view, fetched when it is first shown: most glances at the dashboard need no editor.
import { lazy, Suspense, type ComponentProps } from 'react';

const Loaded = lazy(async () => ({ default: (await import('./json-view.tsx')).JsonView }));

export type { JsonPlace } from './json-place.ts';
export type { JsonViewHandle } from './json-view.tsx';

export function JsonView(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<div className={props.className} />}>
      <Loaded {...props} />
    </Suspense>
  );
}

// The comparison, fetched when it is first shown.
import { lazy, Suspense, type ComponentProps } from 'react';

const Loaded = lazy(async () => ({ default: (await import('./merge-view.tsx')).MergeView }));

export function MergeView(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<div className={props.className} />}>
      <Loaded {...props} />
    </Suspense>
  );
}

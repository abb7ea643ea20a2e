// The comparison, fetched when it is first shown.
import { lazyPart } from './lazy-part.tsx';

export const MergeView = lazyPart(
  async () => (await import('./merge-view.tsx')).MergeView,
  ({ className }) => <div className={className} />,
);

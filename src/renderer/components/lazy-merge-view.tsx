// The comparison, fetched when it is first shown.
import { lazyPart } from './lazy-part.tsx';

export const MergeView = lazyPart(
  () => import('./merge-view.tsx'),
  (module) => module.MergeView,
  ({ className }) => <div className={className} />,
);

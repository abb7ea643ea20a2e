// The JSON view, fetched when it is first shown: most glances at the dashboard need no editor.
import { lazyPart } from './lazy-part.tsx';

export type { JsonPlace } from './json-place.ts';
export type { JsonViewHandle } from './json-view.tsx';

export const JsonView = lazyPart(
  () => import('./json-view.tsx'),
  (module) => module.JsonView,
  ({ className }) => <div className={className} />,
);

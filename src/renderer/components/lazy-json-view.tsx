// The JSON view, fetched when it is first shown: most glances at the dashboard need no editor.
import { lazyPart } from './lazy-part.tsx';

export type { JsonPlace } from './json-place.ts';
export type { JsonViewHandle } from './json-view.tsx';

export const JsonView = lazyPart(
  async () => (await import('./json-view.tsx')).JsonView,
  ({ className }) => <div className={className} />,
);

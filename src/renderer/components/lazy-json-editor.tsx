// The editor, fetched when it is first shown.
import { lazyPart } from './lazy-part.tsx';

export const JsonEditor = lazyPart(
  () => import('./json-editor.tsx'),
  (module) => module.JsonEditor,
  ({ className }) => <div className={className} />,
);

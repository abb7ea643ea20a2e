// The editor, fetched when it is first shown.
import { lazyPart } from './lazy-part.tsx';

export const JsonEditor = lazyPart(
  async () => (await import('./json-editor.tsx')).JsonEditor,
  ({ className }) => <div className={className} />,
);

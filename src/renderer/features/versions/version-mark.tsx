// A quiet mark on an event of another API version than was to be expected: a glyph, and words for whoever does not see it.
import { FileDiff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

export function VersionMark({ version }: { version: string | null }) {
  const { t } = useTranslation();
  const words = t('versions.mark', { version: version ?? '' });
  return (
    <span data-testid="version-mark" title={words} className="row-mark shrink-0 text-text-2">
      <FileDiff size={12} strokeWidth={1.75} role="img" aria-label={words} />
    </span>
  );
}

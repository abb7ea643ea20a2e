// The same fix in other frameworks, behind a line that opens.
import { useTranslation } from 'react-i18next';
import type { FixCode } from '#shared/domain/failure-texts/fix-code.ts';

export function OtherFixes({ fixes }: { fixes: readonly FixCode[] }) {
  const { t } = useTranslation();
  if (fixes.length === 0) return null;
  return (
    <details className="pt-0.5 text-[12px]" data-testid="other-fixes">
      <summary className="cursor-pointer text-text-2">{t('failure.otherFrameworks')}</summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        {fixes.map(({ framework, code }) => (
          <div key={framework} className="contents">
            <dt className="text-text-2">{framework}</dt>
            <dd>
              <code className="break-words">{code}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

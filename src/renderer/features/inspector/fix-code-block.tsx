// The fix of a failure as code to copy, and the same fix in other frameworks behind a line that opens.
import { useTranslation } from 'react-i18next';
import type { FixCode } from '#shared/domain/failure-texts/fix-code.ts';
import { CopyButton } from '../copying/copy-button.tsx';

export function FixCodeBlock({ fix }: { fix: FixCode }) {
  const { t } = useTranslation();
  return (
    <figure data-testid="fix-code" className="my-1 rounded-m border border-line bg-surface">
      <figcaption className="flex items-center justify-between pr-1 pl-2.5 text-[12px] text-text-2">
        {fix.framework}
        <CopyButton text={fix.code} label={t('failure.copyFix')} />
      </figcaption>
      <pre className="px-2.5 pb-2 font-mono text-[12px] leading-[1.5] break-words whitespace-pre-wrap">
        {fix.code}
      </pre>
    </figure>
  );
}

/** @param known whether the backend's own framework is known and shown above */
export function OtherFixes({ fixes, known }: { fixes: readonly FixCode[]; known: boolean }) {
  const { t } = useTranslation();
  if (fixes.length === 0) return null;
  return (
    <details className="pt-0.5 text-[12px]" data-testid="other-fixes">
      <summary className="cursor-pointer text-text-2">
        {t(known ? 'failure.otherFrameworks' : 'failure.allFrameworks')}
      </summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        {fixes.map(({ framework, code }) => (
          <div key={framework} className="contents">
            <dt className="text-text-2">{framework}</dt>
            <dd>
              <code className="break-words whitespace-pre-wrap">{code}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

// Lines of the developer's code that a response names: each opens in the editor.
import { SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { errorCode } from '../../api/errors.ts';
import { engine } from '../../stores/engine.ts';
import { openEndpoint } from '../../stores/endpoints-view-store.ts';
import { useStatus } from '../../stores/status-store.ts';

const ERRORS = ['NO_FOLDER', 'NOT_IN_PROJECT', 'NO_EDITOR', 'EDITOR_FAILED'] as const;

export function SourcePlace({ attempt, places }: { attempt: Attempt; places: readonly string[] }) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<(typeof ERRORS)[number] | 'UNKNOWN' | null>(null);
  const { endpointId } = attempt;
  const hasFolder = useStatus((state) =>
    (state.status?.endpoints ?? []).some(({ id, backend }) => id === endpointId && backend.kind === 'lock'),
  );
  const open = async (place: string) => {
    const [, file = place, line] = /^(.*?)(?::(\d+))?$/s.exec(place) ?? [];
    try {
      await engine.call((api) =>
        api.attempts.openInEditor({ id: attempt.id, file, line: line === undefined ? null : Number(line) }),
      );
      setProblem(null);
    } catch (error) {
      setProblem(ERRORS.find((one) => one === errorCode(error)) ?? 'UNKNOWN');
    }
  };
  return (
    <div data-testid="source-places" className="text-[12px]">
      <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
        {places.map((place) => (
          <li key={place}>
            {hasFolder ? (
              <button
                type="button"
                title={t('editor.open')}
                className="inline-flex items-center gap-1 rounded-[3px] text-left underline decoration-text-3 decoration-dotted underline-offset-[3px] hover:decoration-current hover:decoration-solid"
                onClick={() => void open(place)}
              >
                <code className="break-all">{place}</code>
                <SquareArrowOutUpRight size={11} strokeWidth={1.75} className="shrink-0" aria-hidden />
              </button>
            ) : (
              <code className="break-all">{place}</code>
            )}
          </li>
        ))}
      </ul>
      {!hasFolder && endpointId !== null && (
        <button
          type="button"
          data-testid="choose-folder"
          className="text-text-2 underline underline-offset-2 hover:text-text"
          onClick={() => openEndpoint(endpointId)}
        >
          {t('editor.chooseFolder')}
        </button>
      )}
      <p role="status" data-testid="editor-problem" className="text-bad empty:hidden">
        {problem !== null && t(`editor.error.${problem}`)}
      </p>
    </div>
  );
}

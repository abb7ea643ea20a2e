// What the backend answered: JSON to read, other text as it is, anything else by its size.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '#shared/contract/attempts.ts';
import { placesIn } from '#shared/domain/answer-exception.ts';
import { CopyButton } from '../copying/copy-button.tsx';
import { formatJson, isFormatted } from '../../components/format-json.ts';
import { JsonView } from '../../components/lazy-json-view.tsx';
import { useFormat } from '../../i18n/format.ts';
import { engine } from '../../stores/engine.ts';
import { SourcePlace } from './source-place.tsx';

type Body = { text: string | null; sizeBytes: number } | 'loading' | 'failed';

async function readBody(id: number): Promise<Body> {
  const blob = await engine.query((api) => api.attempts.responseBody({ id }));
  const bytes = await blob.arrayBuffer();
  let text: string | null;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = null;
  }
  return { text, sizeBytes: blob.size };
}

export function ResponseBody({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [body, setBody] = useState<Body>('loading');

  useEffect(() => {
    let current = true;
    setBody('loading');
    readBody(attempt.id).then(
      (read) => current && setBody(read),
      () => current && setBody('failed'),
    );
    return () => {
      current = false;
    };
  }, [attempt.id]);

  if (body === 'loading') return <p className="text-text-2">{t('inspector.loading')}</p>;
  if (body === 'failed') return <p className="text-bad">{t('attempt.bodyError')}</p>;
  if (body.sizeBytes === 0) return <p className="text-text-2">{t('attempt.bodyEmpty')}</p>;
  if (body.text === null) {
    // Cut in the middle of a character, or no text at all.
    return (
      <p className="text-text-2">
        {t('attempt.bodyBinary', { size: format.bytes(attempt.responseSizeBytes) })}
      </p>
    );
  }
  const places = attempt.reason === null ? [] : placesIn(body.text);
  const json = formatJson(body.text);
  const shown = json === null || isFormatted(body.text) ? body.text : json;
  return (
    <div className="flex flex-col gap-1">
      <div className="relative">
        <JsonView
          text={shown}
          label={t('attempt.body')}
          isJson={json !== null}
          className="max-h-80 overflow-auto rounded-[8px]"
        />
        <div className="absolute top-1.5 right-1.5">
          <CopyButton text={body.text} />
        </div>
      </div>
      {places.length > 0 && <SourcePlace attempt={attempt} places={places} />}
      {attempt.responseTruncated && (
        <p className="text-[12px] text-text-2">
          {t('attempt.bodyTruncated', {
            kept: format.bytes(body.sizeBytes),
            size: format.bytes(attempt.responseSizeBytes),
          })}
        </p>
      )}
    </div>
  );
}

// The body of an edit as it was sent, fetched when somebody asks for it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { formatJson, isFormatted } from '../../components/format-json.ts';
import { JsonView } from '../../components/lazy-json-view.tsx';
import { engine } from '../../stores/engine.ts';

export function EditBody({ editId }: { editId: number }) {
  const { t } = useTranslation();
  const [body, setBody] = useState<{ text: string } | 'failed' | null>(null);

  const load = async () => {
    try {
      const blob = await engine.query((api) => api.events.edit({ id: editId }));
      setBody({ text: await blob.text() });
    } catch {
      setBody('failed');
    }
  };

  if (body === null) {
    return (
      <Button small className="mt-2" onClick={() => void load()}>
        {t('delivery.showEdit')}
      </Button>
    );
  }
  if (body === 'failed') return <p className="mt-2 text-bad">{t('attempt.bodyError')}</p>;
  const json = formatJson(body.text);
  return (
    <JsonView
      text={json === null || isFormatted(body.text) ? body.text : json}
      label={t('edit.body')}
      isJson={json !== null}
      className="mt-2 max-h-80 overflow-auto rounded-[8px]"
    />
  );
}

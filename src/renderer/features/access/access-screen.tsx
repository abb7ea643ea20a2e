// Shown when the engine does not know this page: how to get in, and a place to paste the address.
import { Anchor } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { TextField } from '../../components/text-field.tsx';
import { enterWith } from '../../stores/engine.ts';

/** What was tried before the screen came back; it is unmounted while it is tried. */
let triedBefore = false;

export function AccessScreen() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [error, setError] = useState<'unreadable' | 'refused' | null>(triedBefore ? 'refused' : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    triedBefore = enterWith(text);
    if (!triedBefore) setError('unreadable');
  };

  return (
    <main className="flex h-full items-center justify-center bg-bg p-6" data-testid="access-screen">
      <form
        onSubmit={submit}
        className="flex w-full max-w-[460px] flex-col gap-3 rounded-card border border-line bg-surface p-6 shadow-pop"
      >
        <Anchor size={22} strokeWidth={1.75} className="text-accent" aria-hidden />
        <h1 className="text-[15px] font-[640] tracking-[-0.01em]">{t('access.title')}</h1>
        <p className="text-text-2">{t('access.text')}</p>
        <p className="text-text-2">
          <Prose text={t('access.where')} />
        </p>
        <TextField
          label={t('access.field')}
          data-testid="access-token"
          mono
          value={text}
          error={error === null ? null : t(`access.${error}`)}
          onChange={(value) => {
            setText(value);
            setError(null);
          }}
        />
        <Button type="submit" look="primary" className="self-start" disabled={text.trim() === ''}>
          {t('access.enter')}
        </Button>
      </form>
    </main>
  );
}

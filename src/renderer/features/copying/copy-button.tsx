// Copies a text and says for a moment that it did.
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../commands/clipboard.ts';
import { Button, IconButton } from '../../components/button.tsx';

const SHOWN_MS = 1600;

interface CopyButtonProps {
  /** The text, or how to get it; null = there is nothing to copy. */
  text: string | (() => Promise<string | null>);
  /** What it is called; without children that is all there is to it. */
  label?: string;
  children?: ReactNode;
  look?: 'primary' | 'plain';
  small?: boolean;
}

export function CopyButton({ text, label, children, look = 'plain', small = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const value = typeof text === 'string' ? text : await text();
    setOutcome(value !== null && (await copyText(value)) ? 'copied' : 'copyFailed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), SHOWN_MS);
  };

  const words = outcome === null ? '' : t(`action.${outcome}`);
  const icon = outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  return (
    <>
      {children === undefined ? (
        <IconButton
          label={words === '' ? (label ?? t('action.copy')) : words}
          icon={icon}
          onClick={() => void copy()}
        />
      ) : (
        <Button look={look} small={small} icon={icon} onClick={() => void copy()}>
          {children}
        </Button>
      )}
      <span role="status" className="sr-only">
        {words}
      </span>
    </>
  );
}

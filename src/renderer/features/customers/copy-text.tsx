// A piece of data as it is, with a button that copies it.
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../commands/clipboard.ts';
import { classNames } from '../../components/class-names.ts';
import { IconButton } from '../../components/button.tsx';
import { announce } from '../../stores/announcement-store.ts';

interface CopyTextProps {
  text: string;
  /** What it is, in the middle of a sentence. */
  what: string;
  className?: string;
}

export function CopyText({ text, what, className }: CopyTextProps) {
  const { t } = useTranslation();
  const copy = async () => {
    const copied = await copyText(text);
    announce(t(copied ? 'action.copied' : 'action.copyFailed'), copied ? 'ok' : 'bad');
  };
  return (
    <span className={classNames('inline-flex min-w-0 items-center gap-0.5', className)}>
      <code className="min-w-0 truncate" title={text}>
        {text}
      </code>
      <IconButton
        label={t('customers.copyNamed', { what })}
        icon={<Copy size={12} strokeWidth={1.75} aria-hidden />}
        className="size-[22px]"
        onClick={() => void copy()}
      />
    </span>
  );
}

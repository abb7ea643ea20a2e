// For what cannot be taken back: asks once, in place of the button that was pressed. Escape is a no.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';

interface QuestionProps {
  question: ReactNode;
  yes: string;
  no: string;
  busy?: boolean;
  testId?: string;
  onYes(): void;
  onNo(): void;
}

export function Question({ question, yes, no, busy = false, testId, onYes, onNo }: QuestionProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The dialog or list around it has a use for Escape too.
    event.preventDefault();
    event.stopPropagation();
    onNo();
  };
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span role="alert">{question}</span>
      <Button
        look="danger"
        small
        ref={button}
        data-testid={testId}
        disabled={busy}
        onClick={onYes}
        onKeyDown={onKeyDown}
      >
        {yes}
      </Button>
      <Button small onClick={onNo} onKeyDown={onKeyDown}>
        {no}
      </Button>
    </span>
  );
}

interface AskOnceProps extends Omit<QuestionProps, 'onYes' | 'onNo' | 'testId'> {
  /** The button that brings the question up. */
  children(ask: () => void): ReactNode;
  testId?: string;
  /** The question stays until this is done. */
  onYes(): void | Promise<void>;
}

export function AskOnce({ children, onYes, ...rest }: AskOnceProps) {
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const answered = useRef(false);
  useEffect(() => {
    if (asking || !answered.current) return;
    answered.current = false;
    place.current?.querySelector('button')?.focus();
  }, [asking]);
  const close = () => {
    answered.current = true;
    setAsking(false);
  };
  if (!asking) {
    return (
      <span ref={place} className="contents">
        {children(() => setAsking(true))}
      </span>
    );
  }
  return (
    <Question
      {...rest}
      onYes={() => {
        void Promise.resolve(onYes()).then(close);
      }}
      onNo={close}
    />
  );
}

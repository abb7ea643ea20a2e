// A box that says what is the matter: in colour, with a glyph and words.
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

const LOOKS: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  idle: 'bg-sunken text-text-2',
};
const GLYPHS = { ok: CircleCheck, warn: TriangleAlert, bad: CircleX, idle: Info };

interface CalloutProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Announce it when it appears. */
  role?: 'alert' | 'status';
  testId?: string;
}

export function Callout({ tone, title, children, action, role, testId }: CalloutProps) {
  const Glyph = GLYPHS[tone];
  return (
    <div
      role={role}
      data-testid={testId}
      className={classNames('flex gap-2.5 rounded-[8px] px-3 py-2.5', LOOKS[tone])}
    >
      <Glyph size={15} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold [&_code]:text-current">{title}</p>
        {children !== undefined && <div className="mt-0.5 space-y-0.5 break-words text-text">{children}</div>}
      </div>
      {action}
    </div>
  );
}

// One way to begin: a card with a title, a sentence, and what to press.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface WayProps {
  icon: LucideIcon;
  title: string;
  text: ReactNode;
  testId: string;
  children: ReactNode;
}

export function Way({ icon: Icon, title, text, testId, children }: WayProps) {
  return (
    <article
      data-testid={testId}
      className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-raised p-4"
    >
      <h2 className="flex items-center gap-2 text-[14px] font-[600]">
        <Icon size={16} strokeWidth={1.75} className="shrink-0 text-text-2" aria-hidden />
        {title}
      </h2>
      <p className="flex-1 text-text-2">{text}</p>
      {children}
    </article>
  );
}

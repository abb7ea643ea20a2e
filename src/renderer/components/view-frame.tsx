// The frame of a view that is no list: a heading, a sentence, and a column of comfortable width.
import type { ReactNode } from 'react';

interface ViewFrameProps {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function ViewFrame({ title, intro, actions, children }: ViewFrameProps) {
  return (
    <div className="h-full overflow-y-auto bg-surface" tabIndex={-1}>
      <div className="mx-auto flex min-h-full max-w-[860px] flex-col gap-5 px-6 py-5 max-panes:px-4">
        <header className="flex flex-wrap items-start gap-x-6 gap-y-2">
          <div className="min-w-0 flex-1">
            <h1 className="text-[15px] font-[640] tracking-[-0.01em]">{title}</h1>
            {intro !== undefined && <p className="mt-0.5 max-w-[68ch] text-text-2">{intro}</p>}
          </div>
          {actions}
        </header>
        {children}
      </div>
    </div>
  );
}

export function Section({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <section>
      <div className="mb-2 flex min-h-[26px] items-center gap-2">
        <h2 className="flex-1 text-[12px] font-semibold text-text-2">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

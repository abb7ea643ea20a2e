// The frame of a view: one title bar, and beneath it a body that begins at the same left edge and has one of two widths.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface TitleBarProps {
  title: string;
  /** Beside the title: how many there are. */
  note?: ReactNode;
  /** The views within the view. */
  tabs?: ReactNode;
  actions?: ReactNode;
}

export function TitleBar({ title, note, tabs, actions }: TitleBarProps) {
  return (
    <header className="flex min-h-[47px] shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line bg-surface px-4 py-2">
      <h1 className="text-[15px] font-[640] tracking-[-0.01em]">{title}</h1>
      {note}
      {tabs}
      <span className="flex-1" />
      {actions}
    </header>
  );
}

/** `text`: forms and sentences · `wide`: figures and tables. */
export type BodyWidth = 'text' | 'wide';

const WIDTHS: Record<BodyWidth, string> = { text: 'max-w-[860px]', wide: 'max-w-[1180px]' };

export function ViewBody({ width = 'text', children }: { width?: BodyWidth; children: ReactNode }) {
  return <div className={classNames('flex min-h-full flex-col gap-5 p-4', WIDTHS[width])}>{children}</div>;
}

interface ViewFrameProps extends Omit<TitleBarProps, 'note'> {
  intro?: ReactNode;
  children: ReactNode;
}

export function ViewFrame({ intro, children, ...bar }: ViewFrameProps) {
  return (
    <div className="flex h-full flex-col bg-surface">
      <TitleBar {...bar} />
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <ViewBody>
          {intro !== undefined && <p className="max-w-[68ch] text-text-2">{intro}</p>}
          {children}
        </ViewBody>
      </div>
    </div>
  );
}

interface SectionProps {
  title: string;
  /** What leads to it by name. */
  id?: string;
  children: ReactNode;
  actions?: ReactNode;
}

export function Section({ title, id, children, actions }: SectionProps) {
  return (
    <section id={id} className="scroll-mt-3">
      <div className="mb-2 flex min-h-[26px] items-center gap-2">
        <h2 className="flex-1 text-[12px] font-semibold text-text-2">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

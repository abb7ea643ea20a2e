// Names and values, one below the other.
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl className={classNames('grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1', className)}>
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="min-w-20 text-text-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

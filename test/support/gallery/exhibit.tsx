// A frame of the gallery around one component: its name, and how its states stand side by side.
import type { ReactNode } from 'react';

interface ExhibitProps {
  name: string;
  layout?: 'row' | 'column' | 'grid';
  children: ReactNode;
}

export function Exhibit({ name, layout = 'row', children }: ExhibitProps) {
  return (
    <section className="exhibit" data-testid={`exhibit-${name}`} aria-label={name}>
      <h2>{name}</h2>
      <div className={`exhibit-${layout}`}>{children}</div>
    </section>
  );
}

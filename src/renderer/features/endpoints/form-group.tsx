// A group of the endpoint form: closed it says in a line how it is set, open it shows the fields.
import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';

interface FormGroupProps {
  id: string;
  title: string;
  /** How it is set, in a few words. */
  summary: string;
  /** Opened from outside, because something in it is wrong. */
  forceOpen: boolean;
  defaultOpen?: boolean;
  children: ReactNode;
}

export function FormGroup({ id, title, summary, forceOpen, defaultOpen = false, children }: FormGroupProps) {
  const [open, setOpen] = useState(defaultOpen);
  return (
    <details
      data-testid={`endpoint-group-${id}`}
      open={open || forceOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-t border-line-soft first:border-t-0"
    >
      <summary className="flex h-10 list-none items-center gap-2 rounded-m px-4 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-text-3 transition-transform duration-100 group-open:rotate-90"
        />
        <span className="w-44 shrink-0 font-medium max-panes:w-auto">{title}</span>
        <span className="min-w-0 flex-1 truncate text-text-2 group-open:invisible max-panes:text-right">
          {summary}
        </span>
      </summary>
      <div className="flex flex-col gap-4 pt-1 pr-4 pb-5 pl-10 max-panes:pl-4">{children}</div>
    </details>
  );
}

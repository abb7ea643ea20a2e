// Keeps an error where it happened: what is around this part stays on screen and usable, and the part can be shown again.
import { Component, createContext, use, type ComponentType, type ReactNode } from 'react';
import { loadPartsAgain } from './lazy-part.tsx';

export const PARTS = [
  'app',
  'status',
  'sidebar',
  'view',
  'list',
  'inspector',
  'tab',
  'customers',
  'customer',
  'dialog',
  'palette',
  'shortcuts',
  'messages',
] as const;
export type Part = (typeof PARTS)[number];

export interface Fault {
  part: Part;
  error: unknown;
  /** Which component of which, one a line. */
  componentStack: string;
}

export interface FallbackProps {
  fault: Fault;
  tryAgain(): void;
  /** Only for what is open above the page. */
  onClose: (() => void) | undefined;
}

/** What the app shows in place of a part that failed, and whom it tells. */
export interface BoundaryPlan {
  Fallback: ComponentType<FallbackProps>;
  onFault(fault: Fault): void;
}

const Plan = createContext<BoundaryPlan | null>(null);

export function BoundaryProvider({ plan, children }: { plan: BoundaryPlan; children: ReactNode }) {
  return <Plan value={plan}>{children}</Plan>;
}

interface BoundaryProps {
  part: Part;
  onClose?: () => void;
  children: ReactNode;
}

/** Give it a `key` where the part shows something else than before: that is then tried anew. */
export function Boundary(props: BoundaryProps) {
  const plan = use(Plan);
  // A component on its own, as in the gallery, has nobody to tell.
  return plan === null ? props.children : <Catcher {...props} plan={plan} />;
}

class Catcher extends Component<BoundaryProps & { plan: BoundaryPlan }, { fault: Fault | null }> {
  override state = { fault: null as Fault | null };

  static getDerivedStateFromError(error: unknown): { fault: Fault } {
    return { fault: { part: 'app', error, componentStack: '' } };
  }

  override componentDidCatch(error: unknown, { componentStack }: { componentStack?: string | null }): void {
    const { part, plan } = this.props;
    const fault: Fault = { part, error, componentStack: componentStack ?? '' };
    this.setState({ fault });
    plan.onFault(fault);
  }

  override render(): ReactNode {
    const { fault } = this.state;
    const { part, plan, onClose, children } = this.props;
    if (fault === null) return children;
    const tryAgain = (): void => {
      loadPartsAgain();
      this.setState({ fault: null });
    };
    const close = (): void => {
      onClose?.();
      this.setState({ fault: null });
    };
    return (
      <plan.Fallback
        fault={{ ...fault, part }}
        tryAgain={tryAgain}
        onClose={onClose === undefined ? undefined : close}
      />
    );
  }
}

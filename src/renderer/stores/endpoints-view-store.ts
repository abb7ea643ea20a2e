// What stands open among the endpoints: kept here so that a command can open it from anywhere.
import { create } from 'zustand';
import { openView } from './view-store.ts';

interface EndpointsView {
  /** Which ones were opened or closed by hand. */
  opened: Readonly<Record<string, boolean>>;
  adding: boolean;
}

export const useEndpointsView = create<EndpointsView>(() => ({ opened: {}, adding: false }));

export function toggleEndpoint(id: string, open: boolean): void {
  useEndpointsView.setState(({ opened }) => ({ opened: { ...opened, [id]: open } }));
}

/** Shows one endpoint's settings. */
export function openEndpoint(id: string): void {
  toggleEndpoint(id, true);
  openView('endpoints');
}

export function addEndpoint(): void {
  useEndpointsView.setState({ adding: true });
  openView('endpoints');
}

export function stopAdding(): void {
  useEndpointsView.setState({ adding: false });
}

// What stands open among the endpoints: kept here so that a command can open it from anywhere.
import { create } from 'zustand';
import { openView } from './view-store.ts';

interface EndpointsView {
  /** Which ones were opened or closed by hand. */
  opened: Readonly<Record<string, boolean>>;
  adding: boolean;
  /** What the form of a new endpoint begins with. */
  condition: string;
}

export const useEndpointsView = create<EndpointsView>(() => ({
  opened: {},
  adding: false,
  condition: '',
}));

export function toggleEndpoint(id: string, open: boolean): void {
  useEndpointsView.setState(({ opened }) => ({ opened: { ...opened, [id]: open } }));
}

/** Shows one endpoint's settings. */
export function openEndpoint(id: string): void {
  toggleEndpoint(id, true);
  openView('endpoints');
}

export function addEndpoint(): void {
  addEndpointWith('');
}

/** @param condition in the filter language: only these events are to go there */
export function addEndpointWith(condition: string): void {
  useEndpointsView.setState({ adding: true, condition });
  openView('endpoints');
}

export function stopAdding(): void {
  useEndpointsView.setState({ adding: false });
}

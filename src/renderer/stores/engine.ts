// The dashboard's one connection to its engine, through the door that this window has.
import { useConnection } from './connection-store.ts';
import { createConnection } from '../api/connection.ts';
import { isDesktop, openPortDoor } from '../api/port-link.ts';
import { takeTokenFromAddress, tokenIn } from '../api/session.ts';
import { createSocketDoors } from '../api/socket-link.ts';

const sockets = isDesktop() ? null : createSocketDoors(takeTokenFromAddress());

export const engine = createConnection({
  openDoor: sockets === null ? openPortDoor : sockets.open,
  onPhase: (phase) => useConnection.setState({ phase }),
});

/**
 * Enters with a token or a whole dashboard address that somebody pasted.
 * @returns false when the text holds no token
 */
export function enterWith(text: string): boolean {
  const token = tokenIn(text);
  if (sockets === null || token === null) return false;
  sockets.present(token);
  engine.retry();
  return true;
}

// The address with a fresh token may be opened in a tab that shows the dashboard already.
window.addEventListener('hashchange', () => {
  const token = takeTokenFromAddress();
  if (token !== null) enterWith(token);
});

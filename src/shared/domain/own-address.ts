// Recognises an address of Hookline's own: any way of writing “this machine”, with one of its ports.

/** @param ports what Hookline listens on; 0 stands for one that is not known yet */
export function isOwnAddress(url: string, ports: readonly number[]): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return ports.includes(number) && isThisMachine(hostname);
}

/**
 * Loopback names and addresses (RFC 6761, 6.3; RFC 1122, 3.2.1.3), and the unspecified address, which connects to loopback.
 * @param hostname as URL has it: IPv4 in four decimal parts, IPv6 compressed and in brackets
 */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (/^127\.\d+\.\d+\.\d+$/.test(name) || name === '0.0.0.0') return true;
  // ::ffff:0:0/96 is IPv4 in IPv6; 7fxx is 127.x in hexadecimal.
  return /^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4}|ffff:0:0)?\]$/.test(name);
}

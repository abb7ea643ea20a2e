// Name resolution for endpoints: `localhost` is both loopback addresses, whatever the hosts file says.
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Frameworks differ in which of the two they listen on; sockets try one after the other. */
export const localLookup: LookupFunction = (hostname, options, callback) => {
  if (hostname !== 'localhost') {
    systemLookup(hostname, options, callback);
  } else if (options.all === true) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  } else {
    callback(null, '127.0.0.1', 4);
  }
};

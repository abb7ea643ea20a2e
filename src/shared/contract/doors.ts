// Where the doors to the API are. Apart from the schemas, so that a client that only wants to knock need not load them.

/** Where the REST door begins. */
export const API_PREFIX = '/api/v1';
/** Path of the WebSocket door. */
export const SOCKET_PATH = '/rpc';
/** Subprotocol of the WebSocket door; the token travels as a second subprotocol, `hookline.token.<token>`. */
export const SOCKET_PROTOCOL = 'hookline.v1';
export const SOCKET_TOKEN_PREFIX = 'hookline.token.';

// A response as it can be passed on to a sender.

export interface Reply {
  status: number;
  contentType: string | null;
  body: string | Uint8Array;
}

/**
 * A backend's response as it can be passed on: its status may be one that the CLI does not read (Go takes 042), that goes on after
 * itself (101), or that has no body (204).
 */
export function sendableReply({ status, contentType, body }: Reply): Omit<Reply, 'body'> & {
  body: Reply['body'] | null;
} {
  if (status < 200 || status > 999) return { status: 502, contentType, body };
  const hasBody = status !== 204 && status !== 304;
  return { status, contentType: hasBody ? contentType : null, body: hasBody ? body : null };
}

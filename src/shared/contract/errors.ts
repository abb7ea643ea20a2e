// Errors shared by several procedures. Told apart by code, never by text.

export const notFound = {
  NOT_FOUND: { status: 404, message: 'There is no such thing in this store.' },
} as const;

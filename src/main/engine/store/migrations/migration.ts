// What a migration is. Each runs once, in a transaction, in the order of the list in index.ts.

export interface Migration {
  /** NNNN-verb-object, as the file is called. */
  name: string;
  sql: string;
}

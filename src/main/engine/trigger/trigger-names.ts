// Reads what the CLI can trigger from its own help.

/** @returns the names in the CLI's order; none when this is no help of `stripe trigger` */
export function parseTriggerNames(help: string): string[] {
  const [, listed = ''] = help.split(/^Supported events:$/m);
  const names: string[] = [];
  for (const line of listed.split('\n').slice(1)) {
    const name = /^ +([a-z][\w.]*)$/.exec(line.trimEnd())?.[1];
    // The list ends where the usage begins.
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}

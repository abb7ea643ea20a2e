// Looks a name from outside up in an object that serves as a map: `constructor` and `toString` are names like others.

export function ownEntry<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

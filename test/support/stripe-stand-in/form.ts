// Stripe's forms: `items[0][price]=price_1` as the object it means.

export type Tree = { [key: string]: string | Tree };

export function readForm(form: URLSearchParams): Tree {
  const root: Tree = {};
  for (const [name, value] of form) {
    const path = name.split(/[[\].]+/).filter((part) => part !== '');
    let at = root;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      at = typeof next === 'object' ? next : (at[part] = {});
    }
    const last = path.at(-1);
    if (last !== undefined) at[last] = value;
  }
  return root;
}

export function textIn(tree: Tree, ...path: string[]): string | null {
  let at: string | Tree | undefined = tree;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : null;
}

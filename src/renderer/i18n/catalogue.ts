// The shape every language's catalogue has: that of the English one.
import type { en } from './en.ts';

export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type Catalogue = Texts<typeof en>;

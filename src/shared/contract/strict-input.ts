// Makes every input of the contract refuse unknown keys, at any depth, so that no schema can forget it.
import { ContractProcedure, isContractProcedure, type AnyContractProcedure } from '@orpc/contract';
import { z } from 'zod';

interface Tree {
  [name: string]: AnyContractProcedure | Tree;
}

/** Outputs stay as they are: there an unknown key is taken out. */
export function strictInputs<T extends Tree>(tree: T): T {
  const strict = Object.entries(tree).map(([name, item]) => [
    name,
    isContractProcedure(item) ? strictProcedure(item) : strictInputs(item),
  ]);
  return Object.fromEntries(strict) as T;
}

function strictProcedure(procedure: AnyContractProcedure): AnyContractProcedure {
  const { inputSchema, ...rest } = procedure['~orpc'];
  // Who takes no input does not take just any: REST hands over an empty object, the other doors nothing.
  const schema = inputSchema instanceof z.ZodType ? strictly(inputSchema) : z.strictObject({});
  // A request without a body says as much as one with an empty object.
  const mayBeLeftOut = schema.safeParse({}).success;
  return new ContractProcedure({ ...rest, inputSchema: mayBeLeftOut ? schema.prefault({}) : schema });
}

/** The same schema with all its objects strict. */
function strictly(schema: z.core.$ZodType): z.ZodType {
  const def = defOf(schema);
  const parts = partsOf(def);
  const strictParts = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, mapPart(part, strictly)]),
  );
  if (def.type === 'object') return cloned(schema, { ...def, ...strictParts, catchall: z.never() });
  if (Object.keys(parts).length === 0) return schema as z.ZodType;
  return cloned(schema, { ...def, ...strictParts });
}

/** With its checks and what is described of it. */
function cloned(schema: z.core.$ZodType, def: Def): z.ZodType {
  return z.core.clone(schema as z.ZodType, def as never, { parent: true });
}

interface Def {
  type: string;
  [name: string]: unknown;
}
const defOf = (schema: z.core.$ZodType): Def => (schema as z.ZodType).def as unknown as Def;

type Part = z.core.$ZodType | readonly z.core.$ZodType[] | Readonly<Record<string, z.core.$ZodType>>;

/** Where schemas hold others. What is not named here holds none. */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  object: ['shape'],
  array: ['element'],
  union: ['options'],
  tuple: ['items', 'rest'],
  record: ['valueType'],
  map: ['valueType'],
  set: ['valueType'],
  intersection: ['left', 'right'],
  pipe: ['in', 'out'],
  optional: ['innerType'],
  nullable: ['innerType'],
  default: ['innerType'],
  prefault: ['innerType'],
  nonoptional: ['innerType'],
  readonly: ['innerType'],
  catch: ['innerType'],
  success: ['innerType'],
  promise: ['innerType'],
};

function partsOf(def: Def): Record<string, Part> {
  const held = (HOLDS[def.type] ?? []).map((name) => [name, def[name]]);
  return Object.fromEntries(held.filter(([, part]) => part !== null && part !== undefined)) as Record<
    string,
    Part
  >;
}

function isSchema(part: Part): part is z.core.$ZodType {
  return '_zod' in part;
}

function mapPart(part: Part, change: (schema: z.core.$ZodType) => z.core.$ZodType): Part {
  if (isSchema(part)) return change(part);
  if (Array.isArray(part)) return (part as readonly z.core.$ZodType[]).map(change);
  return Object.fromEntries(Object.entries(part).map(([name, schema]) => [name, change(schema)]));
}

function schemasIn(schema: z.core.$ZodType): { name: string; schema: z.core.$ZodType }[] {
  const def = defOf(schema);
  return Object.values(partsOf(def)).flatMap((part) =>
    isSchema(part)
      ? [{ name: '', schema: part }]
      : Object.entries(part).map(([name, held]) => ({ name, schema: held })),
  );
}

/** Every procedure with the schema of its input. */
export function inputsOf(tree: Tree, prefix = ''): { name: string; schema: z.core.$ZodType | undefined }[] {
  return Object.entries(tree).flatMap(([key, item]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (!isContractProcedure(item)) return inputsOf(item, name);
    const { inputSchema } = item['~orpc'];
    return [{ name, schema: inputSchema instanceof z.ZodType ? inputSchema : undefined }];
  });
}

/** Places where an unknown key would be dropped in silence, or taken for anything. */
export function openObjectsIn(schema: z.core.$ZodType, place: string): string[] {
  const def = defOf(schema);
  const isOpen =
    def.type === 'object' && !((def['catchall'] as z.core.$ZodType | undefined) instanceof z.ZodNever);
  const inner = schemasIn(schema).flatMap((held) =>
    openObjectsIn(held.schema, held.name === '' ? place : `${place}.${held.name}`),
  );
  return isOpen ? [place, ...inner] : inner;
}

/** Keys that an object at this place may have; of a choice of objects, those of all. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const def = defOf(schema);
  const [step, ...rest] = path;
  if (def.type === 'object') {
    const shape = def['shape'] as Record<string, z.core.$ZodType>;
    if (step === undefined) return Object.keys(shape);
    const held = Object.hasOwn(shape, step) ? shape[String(step)] : undefined;
    return held === undefined ? [] : keysAt(held, rest);
  }
  const isStep = def.type === 'array' || def.type === 'tuple' || def.type === 'record';
  if (isStep && step === undefined) return [];
  return [...new Set(schemasIn(schema).flatMap((held) => keysAt(held.schema, isStep ? rest : path)))];
}

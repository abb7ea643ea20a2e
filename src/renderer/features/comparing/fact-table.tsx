// Two columns of values; what differs stands out, and what is the same is quiet.
import { classNames } from '../../components/class-names.ts';

export type ComparedRow = readonly [name: string, left: string | null, right: string | null];

interface FactTableProps {
  rows: readonly ComparedRow[];
  nameLabel: string;
  leftLabel: string;
  rightLabel: string;
  mono?: boolean;
}

export function FactTable({ rows, nameLabel, leftLabel, rightLabel, mono = false }: FactTableProps) {
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <colgroup>
        <col className="w-[22%]" />
        <col />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">{nameLabel}</th>
          <th scope="col">{leftLabel}</th>
          <th scope="col">{rightLabel}</th>
        </tr>
      </thead>
      <tbody className={mono ? 'font-mono text-[12px]' : undefined}>
        {rows.map(([name, left, right]) => {
          const same = left === right;
          return (
            <tr key={name} className="border-b border-line-soft align-top">
              <th scope="row" className="py-1 pr-3 font-normal break-words text-text-2">
                {name}
              </th>
              {[left, right].map((value, index) => (
                <td
                  key={index}
                  className={classNames(
                    'px-2 py-1 break-all',
                    same ? 'text-text-2' : index === 0 ? 'bg-bad-soft text-text' : 'bg-ok-soft text-text',
                  )}
                >
                  {value ?? '–'}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Headers of both sides by name, in the order they come; several of one name stand on lines of their own. */
export function headerRows(
  left: readonly (readonly [string, string])[],
  right: readonly (readonly [string, string])[],
): ComparedRow[] {
  const group = (headers: typeof left) => {
    const byName = new Map<string, string>();
    for (const [name, value] of headers) {
      const key = name.toLowerCase();
      byName.set(key, byName.has(key) ? `${byName.get(key)}\n${value}` : value);
    }
    return byName;
  };
  const lefts = group(left);
  const rights = group(right);
  return [...new Set([...lefts.keys(), ...rights.keys()])].map((name) => [
    name,
    lefts.get(name) ?? null,
    rights.get(name) ?? null,
  ]);
}

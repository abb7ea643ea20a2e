// Stand-ins for personal data: the same value gets the same one throughout one export, so that a story can still be followed.

export const PERSONAL_KINDS = [
  'email',
  'name',
  'phone',
  'street',
  'city',
  'postal',
  'state',
  'ip',
  'digits',
  'url',
  'birth',
  'text',
] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

export interface Pseudonyms {
  /** An empty text says nothing about anybody and stays. */
  of(kind: PersonalKind, value: string): string;
}

const OWN_EMAIL = /^person-\d+@example\.com$/;

export function createPseudonyms(): Pseudonyms {
  const numbers = new Map<PersonalKind, Map<string, number>>();

  function numberOf(kind: PersonalKind, value: string): number {
    const known = numbers.get(kind) ?? new Map<string, number>();
    numbers.set(kind, known);
    // Addresses of mail are told apart by people, and people do not look at capitals.
    const key = kind === 'email' ? value.toLowerCase() : value;
    const number = known.get(key) ?? known.size + 1;
    known.set(key, number);
    return number;
  }

  return {
    of(kind, value) {
      if (value.trim() === '' || (kind === 'email' && OWN_EMAIL.test(value))) return value;
      return standIn(kind, value, numberOf(kind, value));
    },
  };
}

function standIn(kind: PersonalKind, value: string, n: number): string {
  switch (kind) {
    case 'email':
      return `person-${n}@example.com`;
    case 'name':
      return `Person ${n}`;
    case 'phone':
      // +1 555 is no area code.
      return `+1555${String(1_000_000 + n)}`;
    case 'street':
      return `Street ${n}`;
    case 'city':
      return `City ${n}`;
    case 'postal':
      return String(n).padStart(5, '0');
    case 'state':
      return `State ${n}`;
    case 'ip':
      return ipStandIn(value, n);
    case 'digits':
      // As long as it was: a last4 stays four digits.
      return String(n).padStart(Math.min(value.length, 34), '0');
    case 'url':
      return `https://example.com/removed/${n}`;
    case 'birth':
      return '1900-01-01';
    case 'text':
      return `Text ${n}`;
  }
}

/** Ranges nobody has: 198.18.0.0/15 is for benchmarks (RFC 2544), 2001:db8::/32 for documents (RFC 3849). */
function ipStandIn(value: string, n: number): string {
  if (value.includes(':')) return `2001:db8::${n.toString(16)}`;
  return `198.${18 + (Math.floor(n / 65_536) % 2)}.${Math.floor(n / 256) % 256}.${n % 256}`;
}

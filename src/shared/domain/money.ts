// Amounts as Stripe sends them (integers in the currency's smallest unit) and as people read them.

/** Source: https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** Source: https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set('bhd iqd jod kwd lyd omr tnd'.split(' '));

/** How many decimals Stripe's integer amounts carry in this currency (`jpy` 0, `eur` 2, `kwd` 3). */
export function minorUnitDigits(currency: string): 0 | 2 | 3 {
  const code = currency.toLowerCase();
  if (ZERO_DECIMAL.has(code)) return 0;
  return THREE_DECIMAL.has(code) ? 3 : 2;
}

/**
 * @param amountMinor integer in the currency's smallest unit, as in Stripe payloads
 * @param currency ISO 4217 code in any case
 * @param locale BCP 47 tag
 * @returns text such as `€15.00` or `¥9,800`; the plain number and code for a currency `Intl` refuses
 */
export function formatMoney(amountMinor: number, currency: string, locale: string): string {
  const digits = minorUnitDigits(currency);
  const value = amountMinor / 10 ** digits;
  const format = formatOf(currency.toUpperCase(), digits, locale);
  return format === null ? `${value.toFixed(digits)} ${currency.toUpperCase()}` : format.format(value);
}

/** Making one takes a hundred times as long as using it, and a list is full of amounts. */
const formats = new Map<string, Intl.NumberFormat | null>();
/** Currencies come from payloads, which may hold anything. */
const MOST_FORMATS = 200;

/** null = `Intl` refuses the currency. */
function formatOf(currency: string, digits: number, locale: string): Intl.NumberFormat | null {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  if (formats.size >= MOST_FORMATS) formats.clear();
  let format: Intl.NumberFormat | null = null;
  try {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'symbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  } catch {
    // Said as number and code.
  }
  formats.set(key, format);
  return format;
}

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
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: currency.toUpperCase(),
      currencyDisplay: 'symbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  } catch {
    return `${value.toFixed(digits)} ${currency.toUpperCase()}`;
  }
}

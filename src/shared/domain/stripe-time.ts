// A moment by Stripe's clock. The machine's clock may be a year off, so the two are different types: neither `<` nor `-` compiles between
// them, and a moment of Stripe's is made only of what Stripe says.

/** Immutable. Whole milliseconds, as fine as what it was made of. */
export class StripeTime {
  readonly #ms: number;

  private constructor(ms: number) {
    this.#ms = ms;
  }

  /** @param text of the `Date` header of a response of Stripe's @returns null when it is no date */
  static ofDateHeader(text: string | null): StripeTime | null {
    const ms = text === null ? Number.NaN : Date.parse(text);
    return Number.isSafeInteger(ms) ? new StripeTime(ms) : null;
  }

  /**
   * @param ms Unix milliseconds of an event's `created`, of a moment that was kept by `toUnixMs`, or of a period a caller asks for.
   *   Never of the machine's clock
   */
  static ofUnixMs(ms: number): StripeTime {
    return new StripeTime(Math.round(ms));
  }

  static earlier(a: StripeTime, b: StripeTime): StripeTime {
    return a.isAfter(b) ? b : a;
  }

  static later(a: StripeTime, b: StripeTime): StripeTime {
    return a.isAfter(b) ? a : b;
  }

  isAfter(other: StripeTime): boolean {
    return this.#ms > other.#ms;
  }

  plus(ms: number): StripeTime {
    return new StripeTime(this.#ms + ms);
  }

  minus(ms: number): StripeTime {
    return new StripeTime(this.#ms - ms);
  }

  /** Milliseconds since an earlier moment; negative when it is a later one. */
  since(other: StripeTime): number {
    return this.#ms - other.#ms;
  }

  /** For storing, showing, and for the API; not for comparing. */
  toUnixMs(): number {
    return this.#ms;
  }

  /** Whole seconds, as `created[gte]` takes them. */
  toUnixSeconds(): number {
    return Math.floor(this.#ms / 1_000);
  }
}

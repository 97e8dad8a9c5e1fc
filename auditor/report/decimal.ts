// Scaled integers as exact decimal text.

/** value / 10^decimals, without trailing zeros. */
export function decimal(value: bigint, decimals: number): string {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The last second that UTC text has four digits for the year of. */
const LAST_SECOND = 253_402_300_799;

/** Seconds since 1970 as UTC text; a node may name any. */
export function utc(seconds: number): string {
  if (!(seconds <= LAST_SECOND)) return `second ${seconds} after 1970`;
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

// Numbers and tables in Markdown.

export interface Table {
  readonly name: string;
  readonly markdown: string;
}

export const whole = (value: number) => Math.round(value).toLocaleString("en-GB");
export const millions = (value: number, digits = 2) => `${(value / 1e6).toFixed(digits)} M`;
/** With one digit, and without a sign before 0. */
export function percent(value: number): string {
  const rounded = Math.round(1000 * value) / 10;
  return `${rounded < 0 ? "−" : ""}${Math.abs(rounded).toFixed(1)} %`;
}
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Bytes in the unit that leaves at least one digit before the point. */
export function bytesOf(value: number): string {
  const [unit, size] =
    value >= 1e12 ? ["TB", 1e12] : value >= 1e9 ? ["GB", 1e9] : value >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  return `${(value / size).toFixed(value / size < 10 ? 2 : value / size < 100 ? 1 : 0)} ${unit}`;
}

/** Seconds in the unit that leaves at least one digit before the point. */
export function timeOf(seconds: number): string {
  const [unit, size] =
    seconds >= 172_800 ? ["days", 86_400] : seconds >= 7200 ? ["h", 3600] : seconds >= 120 ? ["min", 60] : ["s", 1];
  return `${(seconds / size).toFixed(seconds / size < 10 ? 1 : 0)} ${unit}`;
}

export function table(name: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): Table {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return { name, markdown: [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n") };
}

// Terminal output of the demo: headings, lines, tables, and a clock on the line that is being worked on.
import { tableLines } from "../../client/cli/print.ts";

const tty = process.stdout.isTTY === true;

const style = (code: number) => (text: string) => (tty ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = style(1);
export const dim = style(2);
export const green = style(32);
export const red = style(31);

export function heading(text: string): void {
  console.log(`\n${bold(text)}\n${dim("─".repeat(Math.min(text.length, 100)))}`);
}

export function line(text = ""): void {
  console.log(text === "" ? "" : `  ${text}`);
}

/** Rows of cells in columns as wide as their widest cell; columns of numbers flush right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): void {
  const [first, ...others] = tableLines(header, rows, right);
  line(bold(first!));
  for (const text of others) line(text);
}

/** Shows `text` with a running clock on a terminal until the work is done; elsewhere only the line that `work` returns. */
export async function working<T>(text: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const clear = () => process.stdout.write("\r\u001b[K");
  const timer = tty
    ? setInterval(() => process.stdout.write(`\r  ${dim(`${text} … ${seconds(performance.now() - started)}`)}`), 200)
    : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (tty) clear();
  }
}

/** A line above the running clock. */
export function note(text: string): void {
  if (tty) process.stdout.write("\r\u001b[K");
  line(text);
}

export function seconds(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1_000_000 ? `${(count / 1000).toFixed(1)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

export function integer(value: bigint | number): string {
  return value.toLocaleString("en-US");
}

/** 0x12345678…9abcdef0 */
export function short(hex: string): string {
  return `${hex.slice(0, 10)}…${hex.slice(-8)}`;
}

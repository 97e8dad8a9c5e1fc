// Terminal output of the demo: headings, lines, tables, and a running clock while work is in
// progress.
import { clearLine, cursorTo } from "node:readline";
import { styleText } from "node:util";
import { tableLines } from "../../client/cli/print.ts";

const tty = process.stdout.isTTY === true;

/** Styles only where the terminal supports them, and NO_COLOR and the like allow them. */
const style = (name: "bold" | "dim" | "green" | "red") => (text: string) =>
  styleText(name, text, { stream: process.stdout });
export const bold = style("bold");
export const dim = style("dim");
export const green = style("green");
export const red = style("red");

export function heading(text: string): void {
  console.log(`\n${bold(text)}\n${dim("─".repeat(Math.min(text.length, 100)))}`);
}

export function line(text = ""): void {
  console.log(text === "" ? "" : `  ${text}`);
}

/**
 * Rows of cells in columns as wide as their widest cell; the columns listed in `right` are
 * right-aligned.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): void {
  const [first, ...others] = tableLines(header, rows, right);
  line(bold(first!));
  for (const text of others) line(text);
}

/**
 * On a terminal, shows `text` with a running clock until the work is done; elsewhere, prints
 * nothing.
 */
export async function working<T>(text: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const timer = tty
    ? setInterval(() => process.stdout.write(`\r  ${dim(`${text} … ${seconds(performance.now() - started)}`)}`), 200)
    : undefined;
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (tty) clearProgress();
  }
}

/** Prints a line above the running clock. */
export function note(text: string): void {
  if (tty) clearProgress();
  line(text);
}

function clearProgress(): void {
  cursorTo(process.stdout, 0);
  clearLine(process.stdout, 1);
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

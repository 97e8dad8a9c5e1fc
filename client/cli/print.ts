// What commands print: one JSON document with --json, else lines for people.
import { stringify } from "viem";
import type { Said } from "../said.ts";

export interface Printer {
  readonly json: boolean;
  /** The command's result: `value` with --json, else what `lines` gives. */
  result(value: unknown, lines: () => readonly string[]): void;
}

export function createPrinter(json: boolean): Printer {
  return {
    json,
    result: (value, lines) => {
      const text = json ? stringify(value, null, 2) : lines().join("\n");
      process.stdout.write(`${text}\n`);
    },
  };
}

/** Columns of equal width; numbers to the right where `right` says so. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths = header.map((cell, j) => Math.max(cell.length, ...rows.map((row) => row[j]!.length)));
  const format = (row: readonly string[]) =>
    row
      .map((cell, j) => (right.includes(j) ? cell.padStart(widths[j]!) : cell.padEnd(widths[j]!)))
      .join("  ")
      .trimEnd();
  return [header, ...rows].map(format);
}

/** RFC 4180, with a first line of names. */
export function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [header, ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

/**
 * A name or title that somebody else wrote, fit for a terminal: without control characters, which
 * could move the cursor, and not too long.
 */
export function oneLine(text: string, most = 80): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?");
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

/** What is said with values that somebody else wrote, each of which is made fit as by oneLine. */
export function plainSaid({ code, values }: Said, most = 500): Said {
  const fit = (_: string, value: unknown) => (typeof value === "string" ? oneLine(value, most) : value);
  return { code, values: JSON.parse(JSON.stringify(values, fit)) as Said["values"] };
}

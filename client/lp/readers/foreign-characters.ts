// Remarks on line breaks, blanks and signs outside ASCII, which are read here as what they look
// like, and which other programs take for part of a name, for 0, or for nothing.
import type { ModelBuilder } from "./builder.ts";
import { linesOf } from "./lines.ts";

const BREAK = /[\v\f\u0085\u2028\u2029]|\r(?!\n)/;
const BLANK = /[^\S\t\n\r ]/u;

/**
 * Remarks on the first line break that other programs do not know, after which they may be in the
 * middle of a comment. A carriage return alone counts if other lines end with a line feed.
 */
export function remarkOnBreaks(builder: ModelBuilder, text: string): void {
  const found = BREAK.exec(text);
  if (found === null || (found[0] === "\r" && !text.includes("\n"))) return;
  const line = linesOf(text.slice(0, found.index)).length;
  const message = `this line ends at ${codeOf(found[0])}; other programs read on, also in a comment: end lines with a line feed`;
  builder.warnOnce("break", message, { line });
}

/** Remarks on the first blank of a line that is not a space or a tab. */
export function remarkOnForeignBlank(builder: ModelBuilder, content: string, line: number): void {
  const found = BLANK.exec(content);
  if (found !== null) remarkOnForeign(builder, found[0], line);
}

/** Remarks on a character that looks like an ASCII sign, digit or blank. */
export function remarkOnForeign(builder: ModelBuilder, character: string, line: number): void {
  const message = `${codeOf(character)} is read as the sign, digit or blank that it looks like; other programs take it for part of a name, or read 0: write it in ASCII`;
  builder.warnOnce("character", message, { line, field: BLANK.test(character) ? codeOf(character) : character });
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

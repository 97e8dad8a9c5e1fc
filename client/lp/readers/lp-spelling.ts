// Refuses what the CPLEX-LP grammar would read as a number next to a variable, but nobody means that way: `1,5`, `1_000`, `0x10`,
// `10 %`, `2 (x + y)`, `NaN`. Stricter than the format, which lets names start with most of these characters.
import { InputError, type InputPlace } from "../../errors.ts";

/**
 * Checks the word `name`; `number` is the number directly before it, without white space, or null.
 * @throws InputError NumberMalformed, NumberNotFinite, NameInvalid; the field of the place is the text that was seen.
 */
export function checkSpelling(name: string, number: string | null, place: InputPlace): void {
  const seen = `${number ?? ""}${name}`;
  const refuse = (code: string, message: string): InputError =>
    new InputError(code, message, { ...place, field: seen });
  if (number !== null && /^[,_']/.test(name)) {
    throw refuse(
      "NumberMalformed",
      "a number has a decimal point and no separators: write 1.5, not 1,5, and 1000, not 1_000",
    );
  }
  if (number === "0" && /^x[\da-f.]+$/i.test(name)) {
    throw refuse("NumberMalformed", `numbers are decimal: write 16, not 0x10; for 0 times a variable write 0 ${name}`);
  }
  if (/^nan$/i.test(name)) throw refuse("NumberNotFinite", "this is not a finite number; write a decimal number");
  if (/^[()]/.test(name) || !isBalanced(name)) {
    throw refuse("NameInvalid", "expressions have no parentheses: write 2 x + 2 y, not 2 (x + y)");
  }
  if (/^[,%;']/.test(name)) {
    throw refuse(
      "NameInvalid",
      `a name does not start with "${name.charAt(0)}"; remove it or rename the variable or row`,
    );
  }
}

function isBalanced(name: string): boolean {
  let depth = 0;
  for (const character of name) {
    if (character === "(") depth++;
    else if (character === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

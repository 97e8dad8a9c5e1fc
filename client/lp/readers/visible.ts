// Names and numbers may not contain invisible characters.
import { InputError, type InputPlace } from "../../errors.ts";

/** Control and format characters, others that show nothing, and unpaired surrogates. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Longest name of a row or variable, in characters. */
const MAX_NAME = 255;

/**
 * Refuses what cannot be the name of a row or variable.
 * @throws InputError NameInvalid, with the name as its field.
 */
export function requireName(name: string, what: "row" | "variable", place: InputPlace): void {
  const seen = name.replace(new RegExp(INVISIBLE, "gu"), "…");
  const short = seen.length <= 40 ? seen : `${seen.slice(0, 40)}…`;
  const at = { ...place, field: `${what} "${short}"` };
  const fail = (problem: string) => new InputError("NameInvalid", problem, at);
  if (name.trim() === "") throw fail(`a ${what} needs a name of 1 to ${MAX_NAME} characters; give it one`);
  if (name.length > MAX_NAME) throw fail(`a name has at most ${MAX_NAME} characters, not ${name.length}; shorten it`);
  if (name !== name.trim()) throw fail("a name does not start or end with a blank; remove it");
  requireVisible(name, at);
}

/**
 * Refuses text with an invisible character.
 * @throws InputError NameInvalid, naming the first such character.
 */
export function requireVisible(text: string, place: InputPlace): void {
  const invisible = INVISIBLE.exec(text)?.[0];
  if (invisible === undefined) return;
  const code = invisible.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  const seen = text.replace(new RegExp(INVISIBLE, "gu"), "…");
  throw new InputError("NameInvalid", `an invisible character (U+${code}) is in "${seen}"; remove it`, place);
}

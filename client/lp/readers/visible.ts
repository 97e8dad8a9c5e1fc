// Names and numbers may not contain invisible characters.
import { InputError, type InputPlace } from "../../errors.ts";

/** Control and format characters, others that show nothing, and unpaired surrogates. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

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

// Characters that nobody sees are no part of a name or number.
import { InputError, type InputPlace } from "../../errors.ts";

/** Control and formatting characters and those that show nothing, half of a surrogate pair. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** @throws InputError NameInvalid, naming the first character that shows nothing. */
export function requireVisible(text: string, place: InputPlace): void {
  const invisible = INVISIBLE.exec(text)?.[0];
  if (invisible === undefined) return;
  const code = invisible.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  const seen = text.replace(new RegExp(INVISIBLE, "gu"), "…");
  throw new InputError("NameInvalid", `an invisible character (U+${code}) is in "${seen}"; remove it`, place);
}

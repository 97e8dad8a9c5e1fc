// Names that look alike.
import { INVISIBLE } from "../readers/visible.ts";

const UNSEEN = new RegExp(`${INVISIBLE.source}|\\s`, "gu");

/**
 * A key that is equal for names that differ only in case, white space, invisible characters or
 * Unicode form (composed or decomposed, full width or not).
 */
export function foldedName(name: string): string {
  // Upper case first: "ß" and "ss" are one then.
  return name.normalize("NFKC").replace(UNSEEN, "").toUpperCase().toLowerCase().normalize("NFKC");
}

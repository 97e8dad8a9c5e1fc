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

/** Whether a reader sees a letter or a digit, and not marks or signs alone. */
export function isReadable(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name.replace(UNSEEN, ""));
}

/** In a form like this, accents are characters of their own. */
const DECOMPOSED = /\p{M}/gu;

/**
 * The name in quotation marks, such that two names that differ look different: invisible
 * characters, blanks other than the usual one, and accents that follow their letter appear by their
 * codes.
 */
export function shownName(name: string): string {
  const byCode = (unseen: string) => `\\u{${unseen.codePointAt(0)!.toString(16).toUpperCase()}}`;
  const plain = name.replace(UNSEEN, (unseen) => (unseen === " " ? unseen : byCode(unseen)));
  return `"${name === name.normalize("NFC") ? plain : plain.replace(DECOMPOSED, byCode)}"`;
}

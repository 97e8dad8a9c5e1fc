// The companies of a round are told apart by their names: by whoever reads terms, outcomes and
// errors, before anyone commits. Accounts tell them apart on chain.
import { foldedName, isReadable, shownName } from "../lp/model/names.ts";
import { INVISIBLE } from "../lp/readers/visible.ts";

/** What is wrong with the name of one company. */
export interface WrongName {
  /** Index of the company. */
  readonly company: number;
  readonly what: string;
}

/**
 * The first name that shows no letter or digit, that has a character which shows nothing, or that
 * a reader would take for that of a company before it: one that differs from it at most in case,
 * blanks, invisible characters or the form of letters. Null if there is none.
 */
export function wrongName(names: readonly string[]): WrongName | null {
  const seen = new Map<string, string>();
  for (const [company, name] of names.entries()) {
    const folded = foldedName(name);
    if (!isReadable(name)) return { company, what: "shows nothing: a company needs a name with letters or digits" };
    const other = seen.get(folded);
    if (other !== undefined) {
      const how =
        other === name
          ? `is ${shownName(name)}, as that of another company`
          : `is ${shownName(name)}, which differs from ${shownName(other)} only in case, blanks, invisible characters or the form of letters`;
      return { company, what: `${how}: give each company a name that nobody can mistake` };
    }
    if (INVISIBLE.test(name)) {
      const what = `is ${shownName(name)}, with a line break, a control character or one that cannot be seen: remove it`;
      return { company, what };
    }
    seen.set(folded, name);
  }
  return null;
}

// What to say of a round that this home has nothing of.
import { InputError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { acceptedRounds, type RoundNote } from "../journal/rounds.ts";

/** Maximum number of rounds that the error names. */
const NAMED = 3;

/** The round `key`. Throws InputError "RoundUnknown", with the latest ones, for any other. */
export function requireAgreed(journal: Journal, key: string): RoundNote {
  const accepted = acceptedRounds(journal);
  const found = accepted.find((round) => round.key === key);
  if (found !== undefined) return found;
  const keys = accepted.map((round) => round.key);
  const named = keys.slice(-NAMED).join(", ");
  const known = keys.length === 0 ? "none yet" : `${named}${keys.length > NAMED ? " and earlier ones" : ""}`;
  const text = `this company has not agreed to round ${key}; it has agreed to ${known} (\`concordat status\` lists them)`;
  throw new InputError("RoundUnknown", text);
}

// What to say of a round that this home has nothing of.
import { InputError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { roundStatuses } from "../journal/rounds.ts";

/** Maximum number of rounds that the error names. */
const NAMED = 3;

/** Throws InputError "RoundUnknown", which names the latest, unless this home agreed to `key`. */
export function requireAgreed(journal: Journal, key: string): void {
  const keys = roundStatuses(journal).map((round) => round.key);
  if (keys.includes(key)) return;
  const named = keys.slice(-NAMED).join(", ");
  const known = keys.length === 0 ? "none yet" : `${named}${keys.length > NAMED ? " and earlier ones" : ""}`;
  const text = `this company has not agreed to round ${key}; it has agreed to ${known} (\`concordat status\` lists them)`;
  throw new InputError("RoundUnknown", text);
}

// Errors count the parties of a round from 0, as the protocol does; people know them by name.
import { ProtocolError } from "../errors.ts";

/** `text` with "party 1" and "parties 0, 2" by name; a number that `nameOf` does not know stays. */
export function nameParties(text: string, nameOf: (party: number) => string | undefined): string {
  const named = text.replace(/\bparty (\d{1,3})\b/gi, (said, party: string) => nameOf(Number(party)) ?? said);
  return named.replace(/\bparties (\d{1,3}(?:, \d{1,3})+)\b/gi, (said, list: string) => {
    const names = list.split(", ").map((party) => nameOf(Number(party)));
    return names.includes(undefined) ? said : names.join(", ");
  });
}

/** A ProtocolError "RoundUnsuitable" with the companies' names; any other error as it is. */
export function unsuitableByName(error: unknown, names: readonly string[]): unknown {
  if (!(error instanceof ProtocolError && error.code === "RoundUnsuitable")) return error;
  const text = nameParties(error.message, (party) => names[party]);
  return new ProtocolError("RoundUnsuitable", text, error.party, { cause: error });
}

// Numbers of CPLEX-LP files with something directly behind them that reads as a variable, and may be a unit or a slip.
import { InputError } from "../../errors.ts";
import type { ModelBuilder } from "./builder.ts";
import type { LpSection } from "./lp-sections.ts";
import type { LpToken } from "./lp-tokens.ts";

/**
 * A name that stands only once, directly behind a number, may be a unit or a slip: `x <= 10k` is refused, since a number alone is
 * usual there; elsewhere there is a remark, unless the file writes other numbers without a blank, too.
 * @throws InputError NumberMalformed.
 */
export function checkUnits(sections: readonly LpSection[], builder: ModelBuilder): void {
  const uses = new Map<string, number>();
  const behindBlank = sections.some(({ tokens }) =>
    tokens.some(({ kind, glued }, position) => kind === "name" && !glued && tokens[position - 1]?.kind === "number"),
  );
  const suspects = sections.flatMap(({ tokens }) =>
    tokens.flatMap((token, position) => {
      if (token.kind !== "name") return [];
      uses.set(token.text, (uses.get(token.text) ?? 0) + 1);
      // `x >= ...5`: a number, more likely.
      if (token.text.startsWith(".") && isSideAlone(tokens, position)) return [{ token, number: "", isSide: true }];
      return token.glued ? [{ token, number: tokens[position - 1]!.text, isSide: isLikeSide(tokens, position) }] : [];
    }),
  );
  for (const { token, number, isSide } of suspects) {
    if (uses.get(token.text) !== 1) continue;
    const variable = number === "" ? token.text : `${number} ${token.text} with a blank`;
    const message = `"${token.text}" stands only here; write the number alone, or, if it is a variable, ${variable}`;
    const seen = `${number}${token.text}`;
    if (isSide) throw new InputError("NumberMalformed", message, builder.place(token.line, seen));
    if (behindBlank) builder.warn(message, token.line, seen);
  }
}

/** Whether the token at `position` follows a relation, with or without signs between. */
function isSideAlone(tokens: readonly LpToken[], position: number): boolean {
  let start = position;
  while (tokens[start - 1]?.kind === "sign") start--;
  return tokens[start - 1]?.kind === "relation";
}

/** Whether the term that ends at `position` follows a relation, or is all that stands before one with variables behind it. */
function isLikeSide(tokens: readonly LpToken[], position: number): boolean {
  if (isSideAlone(tokens, position - 1)) return true;
  let start = position - 1;
  while (tokens[start - 1]?.kind === "sign") start--;
  const before = tokens[start - 1];
  if (before !== undefined && before.kind !== "colon" && !tokens[start]!.first) return false;
  if (tokens[position + 1]?.kind !== "relation") return false;
  let next = position + 2;
  while (tokens[next]?.kind === "sign" || tokens[next]?.kind === "number") next++;
  return tokens[next]?.kind === "name" && !tokens[next]!.first;
}

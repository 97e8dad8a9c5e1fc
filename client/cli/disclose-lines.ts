// What a disclosure shows its receiver and what not, in words.
import type { DisclosedNumbers } from "../app/disclose/sealed.ts";
import { type ShownValue, shownValue } from "../app/disclose/values.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { counted } from "../math/counted.ts";
import { oneLine, tableLines } from "./print.ts";

/** Of rows; `all` is how many there are. */
export function rowLines(
  file: string,
  { rows, objective }: { readonly rows: number; readonly objective: boolean },
  all: number,
): string[] {
  return [
    `${file}: ${rows} of ${counted(all, "row")}${objective ? " and the costs" : ""}, with the openings of their commitments.`,
    "Whoever has this file sees these rows and can prove them to others; the other rows stay hidden.",
  ];
}

export interface PlainNumber extends ShownValue {
  readonly what: string;
  readonly name: string;
}

/** In the units of the companies' files. */
export function plainNumbers({ kind, claims }: DisclosedNumbers, decimals: Decimals): PlainNumber[] {
  return claims.map(({ name, ...claim }) => ({ what: claim.what, name, ...shownValue(kind, claim, decimals) }));
}

export function numberLines(file: string, disclosed: DisclosedNumbers, decimals: Decimals): string[] {
  const numbers = plainNumbers(disclosed, decimals);
  const { kind } = disclosed;
  const hasRay = kind === "unbounded";
  const rows = numbers.map(({ what, name, value, along }) => [
    ...[what, oneLine(name), value],
    ...(hasRay ? [along ?? ""] : []),
  ]);
  const head = ["what", "name", "value", ...(hasRay ? ["along the ray"] : [])];
  const count =
    numbers.length === 1
      ? "one number of the sealed outcome, with the proof that it is the one"
      : `${numbers.length} numbers of the sealed outcome, with the proof that they are those`;
  return [
    `${file}: ${count} that the chain accepted.`,
    "Whoever has this file learns, and can prove to others:",
    ...tableLines(head, rows, [2]).map((line) => `  ${line}`),
    ...noteLines(disclosed),
    "It does not show any other number of the outcome, nor coefficients of rows or costs, however many such files somebody",
    "collects; but numbers may follow from each other: n variables and the objective make an equation in the costs.",
    "Not proven: the names, what a row means and contains, and that this is all that was asked for.",
    "Sealed outcomes are experimental until reviewed from outside. Send the file on an encrypted channel.",
  ];
}

/** What the numbers mean, for each sort that is there. */
function noteLines({ kind, claims }: DisclosedNumbers): string[] {
  const isThere = (what: string) => claims.some((claim) => claim.what === what);
  const free = kind === "infeasible" ? ", of a contradiction at a scale of their own" : "";
  return [
    ...(isThere("multiplier")
      ? [`Multipliers are those of rows in the form ≤ of a minimisation, so never below 0${free}.`]
      : []),
    ...(isThere("slack") ? ["A slack below 0 is a row that is violated within the round's tolerance."] : []),
    ...(isThere("dual value")
      ? ["The dual value is the sum of right-hand side times multiplier over this company's rows."]
      : []),
  ];
}

// What companies should know of a round in which each learns its own part of the outcome, before
// they take part: who learns what, and against whom that holds. Each sentence is one of
// docs/sealed-own-part.md, "Players".
import { list } from "../../engines/leakage.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { counted } from "../../math/counted.ts";
import { keeperOf } from "../../round/own-parts.ts";
import type { OwnParts } from "../../round/public-round.ts";

/** The parties that compute on shares are the first ones. */
const NODES = 3;

/** Variables that are listed of a company; of more, the number. */
const LISTED = 12;

/** `names`: what the companies are called. */
export function ownPartLines(value: OwnParts["value"], program: PublicProgram, names: readonly string[]): string[] {
  return [
    "  Every company will know its own part only: the variables that its file names, and multipliers and slacks of its own rows",
    ...names.map((name, party) => `    ${name}: ${partInWords(party, program)}`),
    "  A variable that several files name is known to each of these companies. One of them, the owner of the costs if it is",
    "  among them, learns its reduced cost, and so what the rows of the others come to in it, together. Reduced costs of many",
    "  rounds are equations in these rows",
    ...valueLines(value, program, names),
    `  This holds against any one of ${list(names.slice(0, NODES))}, who compute, if all three keep to the protocol, even together with`,
    "  companies that are none of them. Two of these three together can know everything",
    "  Rows that contradict each other, or an objective without bound, end the round without a proof, and every company learns",
    "  which of the two it is",
  ];
}

function partInWords(party: number, { variables, bounds, objectiveOwner }: PublicProgram): string {
  const own = variables.filter((_, v) => bounds[v]!.holders.includes(party)).map(({ name }) => name);
  if (own.length === 0) return "no variable";
  const kept = bounds.filter(
    ({ holders }) => holders.includes(party) && keeperOf(holders, objectiveOwner) === party,
  ).length;
  const costs = kept === 0 ? "no reduced cost" : counted(kept, "reduced cost");
  const more = own.length > LISTED ? `, and ${own.length - LISTED} more` : "";
  return `${own.length} of ${counted(variables.length, "variable")} (${own.slice(0, LISTED).join(", ")}${more}), ${costs}`;
}

function valueLines(
  value: OwnParts["value"],
  { sense, objectiveOwner }: PublicProgram,
  names: readonly string[],
): string[] {
  if (sense === null) return [];
  const owner = names[objectiveOwner]!;
  if (value === "owner")
    return [
      `  The objective's value is told to nobody: ${owner} computes it, from its costs and the variables that have any`,
    ];
  return [
    `  All companies are told the objective's value, without a constant that ${owner} may have. The proof does not cover it:`,
    `  only ${owner} can check it, whose client stops the round if it is false`,
  ];
}

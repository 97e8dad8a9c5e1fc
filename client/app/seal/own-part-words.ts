// What companies should know of a round in which each learns its own part of the outcome, before
// they take part: who learns what, and against whom that holds. Each sentence is one of
// docs/sealed-own-part.md, "Players".
import { list } from "../../engines/findings.ts";
import { THREE } from "../../engines/mpc/nodes/three.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { counted } from "../../math/counted.ts";
import { keeperOf } from "../../round/own-parts.ts";
import type { OwnParts } from "../../round/public-round.ts";

/** `names`: what the companies are called. */
export function ownPartLines(value: OwnParts["value"], program: PublicProgram, names: readonly string[]): string[] {
  const hasCosts = program.sense !== null;
  const ofRows = hasCosts ? "multipliers and slacks" : "the slacks";
  return [
    `  Every company will know its own part only: the variables that its file names, and ${ofRows} of its own rows`,
    ...names.map((name, party) => `    ${name}: ${partInWords(party, program)}`),
    "  A variable that several files name is known to each of these companies",
    ...(hasCosts ? pricedLines(value, program, names) : []),
    `  This holds against any one of ${list(names.slice(0, THREE.count))}, who compute, if all three keep to the protocol, even together with`,
    "  companies that are none of them. Two of these three together can know everything",
    ...(hasCosts
      ? [
          "  Rows that contradict each other, or an objective without bound, end the round without a proof, and every company learns",
          "  which of the two it is",
        ]
      : ["  Rows that contradict each other end the round without a proof, and every company learns that they do"]),
  ];
}

function partInWords(party: number, { variables, bounds, objectiveOwner, sense }: PublicProgram): string {
  const own = variables.flatMap(({ name }, v) => {
    const { holders } = bounds[v]!;
    return holders.includes(party) ? [{ name, isShared: holders.length > 1 }] : [];
  });
  if (own.length === 0) return "no variable";
  // All of them, so that nobody's variable hides behind "and more".
  const shared = own.filter(({ isShared }) => isShared).map(({ name }) => name);
  const alone = own.length - shared.length;
  const listed = [...shared, ...(alone === 0 ? [] : [`${alone} that nobody else names`])];
  const known = `${own.length} of ${counted(variables.length, "variable")} (${listed.join(", ")})`;
  if (sense === null) return known;
  const kept = bounds.filter(
    ({ holders }) => holders.includes(party) && keeperOf(holders, objectiveOwner) === party,
  ).length;
  return `${known}, ${kept === 0 ? "no reduced cost" : counted(kept, "reduced cost")}`;
}

/** What an optimum tells by its reduced costs and its value. */
function pricedLines(value: OwnParts["value"], { objectiveOwner }: PublicProgram, names: readonly string[]): string[] {
  const owner = names[objectiveOwner]!;
  return [
    "  One company that names a variable, the owner of the costs if it does, learns its reduced cost, and so what the rows of the",
    "  others come to in it, each times its multiplier, together. Reduced costs of many rounds are equations in these rows",
    "  Where a variable is not 0, the companies that together have all rows in it know its cost; one company alone does if no",
    "  other has rows in it",
    ...(value === "owner"
      ? [
          `  The objective's value is told to nobody: ${owner} computes it, from its costs and the variables that have any, and so`,
          "  learns what the right-hand sides of the others come to, each times its multiplier, together and up to the round's",
          "  tolerances; those of one company alone, where only one of the others has rows",
        ]
      : [
          `  All companies are told the objective's value, without a constant that ${owner} may have. The proof does not cover it:`,
          `  only ${owner} can check it, whose client stops the round if it is false. So every company learns what the right-hand`,
          "  sides of the others come to, each times its multiplier, together and up to the round's tolerances; those of one",
          "  company alone, where only one of the others has rows",
        ]),
  ];
}

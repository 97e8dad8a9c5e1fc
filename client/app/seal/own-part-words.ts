// What companies should know of a round in which each learns its own part of the outcome, before
// they take part: who learns what, and against whom that holds.
import { THREE } from "../../engines/mpc/nodes/three.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { keeperOf } from "../../round/own-parts.ts";
import type { OwnParts } from "../../round/public-round.ts";
import type { Said } from "../../said.ts";
import { say } from "../said/english.ts";

/** `names`: what the companies are called. */
export function ownPartTerms(value: OwnParts["value"], program: PublicProgram, names: readonly string[]): Said[] {
  const costs = program.sense !== null;
  const owner = names[program.objectiveOwner]!;
  return [
    say("OwnPartsOnly", { costs }),
    ...names.map((name, party) => ownPart({ name, party }, program)),
    say("SharedVariables"),
    ...(costs
      ? [say("ReducedCosts"), say("CostsKnown"), say(value === "owner" ? "ValueOfOwner" : "ValueOfAll", { owner })]
      : []),
    say("NodesCompute", { nodes: names.slice(0, THREE.count) }),
    say("EndsUnproven", { costs }),
  ];
}

function ownPart(
  { name, party }: { readonly name: string; readonly party: number },
  { variables, bounds, objectiveOwner, sense }: PublicProgram,
): Said {
  const own = variables.flatMap((variable, v) => {
    const { holders } = bounds[v]!;
    return holders.includes(party) ? [{ name: variable.name, isShared: holders.length > 1 }] : [];
  });
  const shared = own.filter(({ isShared }) => isShared).map((variable) => variable.name);
  const kept = bounds.filter(
    ({ holders }) => holders.includes(party) && keeperOf(holders, objectiveOwner) === party,
  ).length;
  return say("OwnPart", {
    ...{ name, variables: variables.length, shared, alone: own.length - shared.length },
    reducedCosts: sense === null ? null : kept,
  });
}

// What leaks when nodes compute on shares (docs/security.md).
import type { OwnParts, PublicRound } from "../../round/public-round.ts";
import type { NameOf } from "../../said.ts";
import { type Finding, finding } from "../findings.ts";
import { type Advice, type Leakage, leakageOf } from "../leakage.ts";
import { requireProvable } from "./certify/require-provable.ts";
import type { NodeTraits } from "./nodes/traits.ts";
import { bucketsOf, MOST_BITS } from "./plan.ts";
import { jointShape, requireSuitable } from "./shape.ts";

/** What else parties should know where each learns its own part only. */
function ofOwnParts({ value }: OwnParts): Finding[] {
  return [
    finding("OwnVariables"),
    finding(value === "all" ? "ValueToAll" : "ValueToOwner"),
    finding("KindToAll"),
    finding("AllButOneLack"),
  ];
}

function adviceOn({ departing, proves }: NodeTraits): Advice {
  if (departing === 0) return "safe against one curious node";
  return proves ? "safe against one curious node; opens only what is proven" : "safe against one malicious node";
}

/** What a node can do that departs from the protocol. */
function departs({ departing, proves }: NodeTraits, nodes: readonly number[], own: boolean): Finding {
  if (departing === 0) return finding("OneOfThreeDeparts", { nodes, own, bits: MOST_BITS });
  return proves
    ? finding("OneOfProversDeparts", { nodes, bits: MOST_BITS })
    : finding("OneOfFourDeparts", { nodes, own });
}

/** What no node learns by itself. */
function learns({ departing, proves }: NodeTraits, nodes: readonly number[], own: boolean): Finding {
  if (departing === 0) return finding("NoneOfThreeLearns", { nodes, own });
  return proves ? finding("NoProverLearns", { nodes }) : finding("NoneOfFourLearns", { nodes, own });
}

/** Throws ProtocolError `RoundUnsuitable` if the engine cannot play the round. */
export function sharingLeakage(round: PublicRound, set: NodeTraits, name: NameOf): Leakage {
  requireSuitable(round, set);
  requireProvable(round, set);
  const buckets = bucketsOf(jointShape(round)).length;
  const bits = Math.log2(buckets).toFixed(1);
  const { ownParts } = round;
  const own = ownParts !== undefined;
  const nodes = [...new Array(set.count).keys()];
  const said = [
    finding("TwoNodesRead", { nodes }),
    departs(set, nodes, own),
    finding("NodesCount", { nodes, buckets, bits, most: MOST_BITS }),
    learns(set, nodes, own),
    ...(ownParts === undefined ? [finding("AllButOneSubtract")] : ofOwnParts(ownParts)),
  ];
  return leakageOf(adviceOn(set), said, name);
}

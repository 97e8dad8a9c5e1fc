// What leaks when nodes compute on shares (docs/security.md).
import type { OwnParts, PublicRound } from "../../round/public-round.ts";
import { type Finding, finding, type NameOf } from "../findings.ts";
import { type Leakage, leakageOf } from "../leakage.ts";
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

/** Throws ProtocolError `RoundUnsuitable` if the engine cannot play the round. */
export function sharingLeakage(round: PublicRound, set: NodeTraits, name: NameOf): Leakage {
  requireSuitable(round, set);
  const buckets = bucketsOf(jointShape(round)).length;
  const bits = Math.log2(buckets).toFixed(1);
  const { ownParts } = round;
  const own = ownParts !== undefined;
  const nodes = [...new Array(set.count).keys()];
  const isSure = set.departing === 1;
  const said = [
    finding("TwoNodesRead", { nodes }),
    isSure
      ? finding("OneOfFourDeparts", { nodes, own })
      : finding("OneOfThreeDeparts", { nodes, own, bits: MOST_BITS }),
    finding("NodesCount", { nodes, buckets, bits, most: MOST_BITS }),
    finding(isSure ? "NoneOfFourLearns" : "NoneOfThreeLearns", { nodes, own }),
    ...(ownParts === undefined ? [finding("AllButOneSubtract")] : ofOwnParts(ownParts)),
  ];
  return leakageOf(isSure ? "safe against one malicious node" : "safe against one curious node", said, name);
}

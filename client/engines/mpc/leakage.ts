// What leaks when three nodes compute on shares (docs/security.md).
import type { PublicRound } from "../../round/public-round.ts";
import { type Leakage, list, type NameOf } from "../leakage.ts";
import { jointShape, NODES } from "./shape.ts";

/** Throws ProtocolError `RoundUnsuitable` if the engine cannot play the round. */
export function sharingLeakage(round: PublicRound, name: NameOf): Leakage {
  jointShape(round);
  const nodes = Array.from({ length: NODES }, (_, node) => name(node));
  return {
    advice: "safe against one curious node",
    searchable: false,
    findings: [
      `any two of ${list(nodes)} together can read all rows and costs exactly`,
      `one of ${list(nodes)} that departs from the protocol can choose bits that open, read other numbers in place of the outcome in each of three epochs, and stop the round`,
      `${list(nodes)} learn the number of iterations, and so does anyone who counts their messages: it tells apart two known candidates for all data whose numbers of iterations differ`,
      `none of ${list(nodes)} alone learns anything else beyond the outcome, if it keeps to the protocol`,
      "whatever the engine, all parties but one together can subtract their own parts from the outcome, which leaves what it shows of the last one's",
    ],
  };
}

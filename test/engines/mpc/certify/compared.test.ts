// Two nodes that hold different components of the inputs stop before masked numbers open: what is
// proven is about numbers that both honest nodes have in common, whoever dealt them.
import { expect } from "chai";
import { optimumStatement } from "../../../../client/engines/mpc/certify/optimum.ts";
import { sending } from "../../../crypto/proven/departing.ts";
import { NODES, seeded } from "../../../support/sharing.ts";
import { answerOf, CUTS, planted } from "./planted.ts";
import { type ProofOptions, proveOnShares } from "./proving.ts";

describe("A proof of an optimum of which two nodes hold different shares", function () {
  this.timeout(120_000);
  const problem = planted({ inequalities: 2, equalities: 1, columns: 2 }, seeded(7));

  /** How the proof ends, and the longest message that anybody has sent. */
  async function play(holds: NonNullable<ProofOptions["holds"]>) {
    let longest = 0;
    const change = sending(({ bytes }) => {
      longest = Math.max(longest, bytes.length);
      return bytes;
    });
    const results = await proveOnShares(
      problem,
      answerOf(problem),
      (node, data, components) => optimumStatement(node, data, { components, cuts: CUTS }),
      { holds, change },
    );
    return { statuses: results.map(({ status }) => status), longest };
  }

  it("ends before masked numbers open, whichever part and pair it is", async () => {
    // The longest message has the masked numbers of the whole statement.
    const { statuses, longest } = await play(() => {});
    expect(statuses).to.deep.equal(NODES.map(() => "fulfilled"));
    const parts = ["coefficients", "right-hand sides", "costs", "sums"];
    // Of the answer, node 0 uses two components that it knows, nodes 1 and 2 the third one.
    for (const [part, what] of parts.entries())
      for (const wrong of what === "the answer" ? [1] : NODES) {
        const played = await play((node, held) => {
          if (node === wrong) held[part]![0]! ^= 1;
        });
        expect(played.statuses, `${what}, node ${wrong}`).to.deep.equal(NODES.map(() => "rejected"));
        expect(played.longest, `${what}, node ${wrong}`).to.be.below(longest);
      }
  });
});

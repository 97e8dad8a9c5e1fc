import { expect } from "chai";
import { GROUP_ORDER } from "../../../../client/crypto/curve/bn254.ts";
import { openProven } from "../../../../client/crypto/proven/prove.ts";
import { optimumStatement } from "../../../../client/engines/mpc/certify/optimum.ts";
import { balanced } from "../../../../client/math/field.ts";
import { dealElements, dealNumbers, type ProvingOptions, resultsOf, runProving } from "../../../crypto/proven/nodes.ts";
import { seeded } from "../../../support/sharing.ts";
import { answerOf, type Planted, planted } from "./planted.ts";

/** What opens at each node. */
function prove(problem: Planted, answer: readonly bigint[], options: ProvingOptions = {}) {
  const random = seeded(9);
  const [coefficients, rhs, costs] = [problem.coefficients.flat(), problem.rhs, problem.costs].map((own) =>
    dealNumbers(own, random),
  );
  const dealt = dealElements(answer, random);
  return runProving(async (node) => {
    const own = node.node;
    const inputs = { coefficients: coefficients![own]!, rhs: rhs![own]!, costs: costs![own]! };
    const { statement, outcome } = await optimumStatement(node, problem.round, inputs, dealt[own]!);
    const opened = await openProven(node, statement, outcome);
    return opened?.map((value) => balanced(value, GROUP_ORDER)) ?? null;
  }, options);
}

function expectedOf({ round, x, w }: Planted): bigint[] {
  const { solution, multiplier } = round.decimals;
  return [...x.map((value) => value * 10n ** BigInt(solution)), ...w.map((value) => value * 10n ** BigInt(multiplier))];
}

describe("The proof that an answer is an optimum", function () {
  this.timeout(60_000);
  const sizes = { inequalities: 4, equalities: 2, columns: 5 };
  const problem = planted(sizes, seeded(7));
  const expected = expectedOf(problem);

  it("opens an optimum to every node", async () => {
    const opened = await resultsOf(prove(problem, answerOf(problem)));
    expect(opened).to.deep.equal([expected, expected, expected]);
  });
});

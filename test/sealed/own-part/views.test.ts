// What a company sees, and a node, can be simulated from what the company learns: a simulator that
// has neither rows nor costs nor solutions nor multipliers of the others plays them all, and the
// real company notices nothing and ends with a proof that is accepted.
import { expect } from "chai";
import { sum } from "../../../client/math/field.ts";
import { beginOwnParts } from "../../../client/sealed/own-part/prove.ts";
import { keeps } from "../../../client/sealed/prover/setting.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";
import { FOUR, type OwnPartShape, plantOwnParts, THREE } from "../../support/sealed-own-part.ts";
import { simulateOthers } from "../../support/sealed-own-part-simulator.ts";

/** Simulates all but one company, from what that one learns in the round. */
function simulateAllBut(party: number, shape: OwnPartShape): void {
  const seed = `views ${shape.kind}`;
  // The same round twice: what the company learns comes from one, and the view is of the other.
  const learnt = beginOwnParts(plantOwnParts(shape, seed), testSeed("learn"));
  const { setting, own, secrets, ...round } = plantOwnParts(shape, seed);
  const { statement, committer } = setting;
  const { columns } = learnt.secrets[party]!;
  const reduced = (columns.get("z+") ?? []).map((value, j) => value - (columns.get("z-")?.[j] ?? 0n));
  const partOf = (k: number) =>
    statement.kind === "infeasible"
      ? statement.tolerances.residual * sum(own[k]!.rows.get("w")!)
      : statement.tolerances.dual * sum((own[k]!.columns.get("ray") ?? []).filter((_, j) => keeps(setting, k, j)));
  const { secret, bytes, blame } = simulateOthers({
    round: { ...round, setting },
    real: own[party]!,
    secrets: secrets[party]!,
    reduced,
    othersSum: sum(own.map((_, k) => (k === statement.objectiveOwner ? 0n : partOf(k)))),
    committed: own.map(({ matrix, costs }) => ({
      matrix: committer.matrix(matrix),
      costs: costs === null ? null : committer.line(costs),
    })),
  });
  expect(secret.columns).to.deep.equal(columns);
  expect(secret.rows).to.deep.equal(learnt.secrets[party]!.rows);
  verifySealed(round.statement, round.key, bytes);
  expect(blame).to.deep.equal({ parties: [], pairs: [], nodes: false });
}

describe("own part: views", function () {
  this.timeout(300_000);
  for (const kind of sampled(["optimal", "infeasible", "unbounded"] as const, 3, 2)) {
    it(`of the owner of the objective, which is a node: ${kind}`, () => simulateAllBut(1, { ...THREE, kind }));
    it(`of a company that is no node: ${kind}`, () => simulateAllBut(3, { ...FOUR, kind }));
  }
  it("of a node without rows", () => simulateAllBut(2, { ...FOUR, kind: "optimal" }));
});

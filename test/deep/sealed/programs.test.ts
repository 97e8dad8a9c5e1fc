// Programs from files: what the public certificate proves settles sealed, too, with the same
// outcome.
import { expect } from "chai";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { combinePrograms } from "../../../client/lp/model/normalise.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { hiddenNumbers } from "../../../client/sealed/numbers.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import { type SealedStatement, sizeFor } from "../../../client/sealed/statement.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { amongThree, settleCertified } from "../../engines/mpc/problems.ts";
import { testSeed } from "../../support/certificate.ts";
import { exampleNames, loadExample } from "../../support/examples.ts";
import { sealRound, testString } from "../../support/sealed.ts";

/** Size of the largest reference string: larger ones take minutes to draw. */
const MAX_SIZE = 256;

describe("sealed: programs from files", function () {
  this.timeout(900_000);
  for (const name of exampleNames())
    it(name, async function () {
      const { program, decimals } = await loadExample(name);
      const problem = amongThree(program, decimals);
      const { round, parties } = problem;
      const rows = Math.max(...parties.map((own) => own.inequalities.rhs.length + 2 * own.equalities.rhs.length));
      const size = sizeFor(round.columns, rows);
      if (size > MAX_SIZE) this.skip();
      const outcome = await solveExact(combinePrograms(parties), { solver: highsSolver, ...round });
      if (outcome.kind !== "optimal") throw new Error("an optimum is due");
      const ofParties = splitRows(outcome.multipliers, round);
      const { statement, outcome: settled } = settleCertified(
        problem,
        ofParties.map((multipliers) => ({ ...outcome, multipliers })),
      );
      const open: SealedStatement = {
        ...statement,
        ...{ kind: outcome.kind, size, bounds: round.bounds, parties: parties.length, commitments: [] },
      };
      const numbers = hiddenNumbers(open, { inequalities: round.inequalities }, settled);
      const sealed = sealRound({ statement: open, numbers, rows: parties, string: testString(size) }, testSeed(name));
      const proof = proveTogether(sealed.setting, sealed.digest, sealed.secrets, testSeed(`${name} proof`));
      verifySealed(sealed.statement, sealed.key, proof);
      expect(settled.kind).to.equal("optimal");
    });
});

/** A number per row of a combined program, inequalities first: those of each party. */
function splitRows(values: readonly bigint[], { inequalities, equalities }: PublicRound): bigint[][] {
  let [inequality, equality] = [0, inequalities.reduce((sum, count) => sum + count, 0)];
  return inequalities.map((count, party) => {
    const [from, fromEquality] = [inequality, equality];
    inequality += count;
    equality += equalities[party]!;
    return [...values.slice(from, inequality), ...values.slice(fromEquality, equality)];
  });
}

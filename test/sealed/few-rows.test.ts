// Companies that bring next to nothing are sealed like others: a helper with its row 0 ≤ 0, an
// owner of the objective without rows, and costs of zero where only a feasible plan is asked for.
import type { PublicOutcome } from "../../client/certificate/types.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { hiddenNumbers } from "../../client/sealed/numbers.ts";
import { proveTogether } from "../../client/sealed/prover/prove.ts";
import type { SealedStatement } from "../../client/sealed/statement.ts";
import { verifySealed } from "../../client/sealed/verify.ts";
import { TEST_ID, testSeed } from "../support/certificate.ts";
import { sealRound, testString } from "../support/sealed.ts";

const NONE = { coefficients: [], rhs: [] };
const COMMON = { columns: 1, equalities: NONE, objective: null };
/** x ≥ 1. */
const HOLDER: PartyRows = { ...COMMON, inequalities: { coefficients: [[-1n]], rhs: [-1n] } };
const HELPER: PartyRows = { ...COMMON, inequalities: { coefficients: [[0n]], rhs: [0n] } };

const STATEMENT: SealedStatement = {
  ...TEST_ID,
  ...{ kind: "optimal", size: 16, columns: 1, parties: 3, objectiveOwner: 2, commitments: [] },
  decimals: { solution: 0, multiplier: 0 },
  tolerances: { residual: 1n, dual: 1n, gap: 2n },
  bounds: [4n],
};

describe("sealed: companies with few rows", function () {
  this.timeout(120_000);
  for (const cost of [1n, 0n])
    it(`a helper, and an owner with the cost ${cost} and no row`, () => {
      const owner: PartyRows = { ...COMMON, inequalities: NONE, objective: [cost] };
      const outcome: PublicOutcome = {
        ...{ kind: "optimal", x: [1n], objective: cost, dual: -cost, rho: 0n },
        ...{ slacks: [[0n], [0n], []], residuals: [[0n], [0n], []] },
        ...{ multipliers: [[cost], [0n], []], reducedCosts: [0n] },
      };
      const numbers = hiddenNumbers(STATEMENT, { inequalities: [1, 1, 0] }, outcome);
      const rows = [HOLDER, HELPER, owner];
      const round = sealRound({ statement: STATEMENT, numbers, rows, string: testString(16) }, testSeed("few"));
      const proof = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
      verifySealed(round.statement, round.key, proof);
    });
});

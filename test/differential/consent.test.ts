// What one party alone cannot settle: an infeasible outcome against what everybody has agreed on,
// made from its own rows and from points that it has learnt. Party 0 has the paper's rows and two
// rows in a variable v of its own; party 1 has the rest and the objective.
import { expect } from "chai";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import { provePrimal } from "../../client/certificate/prove.ts";
import type { Certificate, InfeasibleOutcome, PartyProof } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { CertificateError } from "../../client/errors.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import type { Statement } from "../../client/round/statement.ts";
import { statementOf } from "../../client/round/statement.ts";
import {
  certifyAnswer,
  proveAll,
  publicOutcome,
  type RoundShape,
  TEST_ID,
  testParams,
  testSeed,
} from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, verifyOnChain } from "../support/chain.ts";

const NONE = { coefficients: [], rhs: [] };
const DECIMALS = { coefficient: 0, solution: 9, multiplier: 9 };
const { residual, dual, gap } = defaultTolerances(DECIMALS, 9);
const SHAPE = {
  ...{ columns: 4, inequalities: [4, 1], equalities: [0, 0], owner: 1 },
  change: {
    ...{ coefficientDecimals: 0, solutionDecimals: 9, multiplierDecimals: 9 },
    ...{ residualTolerance: residual, dualTolerance: dual, gapTolerance: gap },
  },
  bounds: new Array<bigint>(4).fill(10n ** 12n),
};

/** a·v ≥ 1 and v ≤ 0: a contradiction of 1/a in v. */
function rowsWith(a: bigint): PartyRows[] {
  const coefficients = [
    [1n, -2n, 1n, 0n],
    [5n, -1n, -2n, 0n],
    [0n, 0n, 0n, -a],
    [0n, 0n, 0n, 1n],
  ];
  const costs = [-3n, 1n, 1n, 0n];
  return [
    { columns: 4, inequalities: { coefficients, rhs: [11n, 1n, -1n, 0n] }, equalities: NONE, objective: null },
    { columns: 4, inequalities: { coefficients: [[-2n, 1n, 1n, 0n]], rhs: [0n] }, equalities: NONE, objective: costs },
  ];
}

/** What party 0 can derive from its own rows: 1·(−a v ≤ −1) + a·(v ≤ 0) gives 0 ≤ −1. */
const contradiction = (a: bigint) => [[0n, 0n, 1n, a], [0n]];

function infeasible(a: bigint) {
  const shape: RoundShape = { kind: "infeasible", ...SHAPE };
  return certifyAnswer(
    shape,
    { rows: rowsWith(a), x: [], ray: [], multipliers: contradiction(a) },
    testSeed("consent"),
  );
}

describe("differential: what one party alone cannot settle", function () {
  this.timeout(240_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  async function expectVerdict(verdict: string, statement: Statement, certificate: Certificate) {
    const there = await verifyOnChain(chain, statement, certificate);
    expect("name" in there ? (there as Refusal).name : "accepted").to.equal(verdict);
    const here = () => verifyCertificate(statement, certificate);
    if (verdict === "accepted") expect(here().kind).to.equal("infeasible");
    else expect(here).to.throw(CertificateError).with.property("code", verdict);
  }

  it("a contradiction by less than the tolerated residuals, not even with everybody's proof", async () => {
    const { statement, certificate } = infeasible(200_000n);
    await expectVerdict("ContradictionTooWeak", statement, certificate);
  });

  it("a true contradiction, which everybody's proof settles, without them", async () => {
    const round = infeasible(1n);
    const { statement, certificate, bounds, committed, rows, proofs } = round;
    await expectVerdict("accepted", statement, certificate);
    const outcome = round.outcome as InfeasibleOutcome;
    const points = committed.map((own) => own.points);
    const disclosed = { statement, bounds, outcome, points };
    const settle = (second: PartyProof) =>
      expectVerdict("EquationFailed", statement, assembleCertificate(disclosed, [proofs[0]!, second]));
    // Its own proof in the other's place.
    await settle(proofs[0]!);
    // Rows that it makes up in the other's name.
    const random = testSeed("made up");
    const objectivePoint = points[1]!.objective!;
    const blindings = { rows: [1n], objective: 2n };
    await settle(provePrimal({ statement, outcome, party: 1, rows: rows[1]!, blindings, objectivePoint, random }));
    // The other's proof of another statement: the same outcome with other multipliers, to which the
    // other has agreed.
    const other = { ...outcome, multipliers: [outcome.multipliers[0]!.map((w) => 2n * w), outcome.multipliers[1]!] };
    const earlier = proveAll(statement, other, rows, committed, testSeed("earlier"));
    await settle(earlier[1]!);
  });

  it("with the other's proof of an optimum", async () => {
    // v ≤ 1 in place of v ≤ 0: there is an optimum, (1, 0, 2, 5·10⁻⁶), for which the other has
    // given its proof.
    const a = 200_000n;
    const [first, second] = rowsWith(a);
    const feasible = { ...first!, inequalities: { ...first!.inequalities, rhs: [11n, 1n, -1n, 1n] } };
    const rows = [feasible, second!];
    const committed = rows.map((own, k) => commitRows(own, testSeed(`optimum ${k}`)));
    const commitments = committed.map(({ points }, k) => partyCommitment(TEST_ID, 4, k, points));
    const shape: RoundShape = { kind: "optimal", ...SHAPE };
    const statement = statementOf(testParams(shape), TEST_ID, commitments);
    const unit = 10n ** 9n;
    const x = [unit, 0n, 2n * unit, 5_000n];
    const answer = { rows, x, ray: [], multipliers: [[0n, unit, 0n, 0n], [3n * unit]] };
    const optimal = publicOutcome("optimal", statement, answer, committed);
    const given = proveAll(statement, optimal, rows, committed, testSeed("given"));
    const false_ = publicOutcome("infeasible", statement, { ...answer, multipliers: contradiction(a) }, committed);
    const points = committed.map((own) => own.points);
    const { proof, responses } = given[1]!;
    const replayed = { proof: { ...proof, a: 0n }, responses };
    const disclosed = { statement, bounds: SHAPE.bounds, outcome: { ...false_, dual: -(10n ** 12n) }, points };
    const own = proveAll(statement, disclosed.outcome as InfeasibleOutcome, rows, committed, testSeed("own"))[0]!;
    await expectVerdict("ShapeMismatch", statement, assembleCertificate(disclosed, [own, given[1]!]));
    await expectVerdict("EquationFailed", statement, assembleCertificate(disclosed, [own, replayed]));
  });
});

// Attempts to settle an answer that is not optimal with the help of other parts of the program:
// both verifiers refuse them. In each, party 0 has 1 ≤ x ≤ 1000, and party 1 minimises x but wants
// x = 1000 all the same. Party 1 has a second variable, v.
import { expect } from "chai";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import { commitRows } from "../../client/certificate/commit.ts";
import { partyCommitment } from "../../client/certificate/commitment.ts";
import { dualPart } from "../../client/certificate/dual.ts";
import { primalPart } from "../../client/certificate/outcome.ts";
import { provePrimal } from "../../client/certificate/prove.ts";
import type { OptimalOutcome } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { CertificateError } from "../../client/errors.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import type { Decimals, PartyRows } from "../../client/lp/model/normal.ts";
import { statementOf } from "../../client/round/statement.ts";
import { certifyAnswer, type RoundShape, TEST_ID, testParams, testSeed } from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, verifyOnChain } from "../support/chain.ts";

/** The test rounds' scales of data, solution and multipliers. */
const [DATA, X, W] = [10n ** 2n, 10n ** 3n, 10n ** 4n];
const SHAPE: RoundShape = {
  ...{ kind: "optimal", columns: 2, inequalities: [2, 0], equalities: [0, 1], owner: 1 },
  bounds: [1000n * X, 10n ** 9n * X],
};
const NONE = { coefficients: [], rhs: [] };

interface Attempt {
  readonly what: string;
  /** Cost of v, and the value to which party 1's own row v = pin fixes it. */
  readonly cost: bigint;
  readonly pin: bigint;
  /** x and v at 10^δ; multipliers of x ≥ 1 and v = pin at 10^ω. */
  readonly x: readonly [bigint, bigint];
  readonly multipliers: readonly [bigint, bigint];
  readonly tolerances?: { readonly residual?: bigint; readonly dual?: bigint };
  readonly verdict: string;
}

const ATTEMPTS: readonly Attempt[] = [
  {
    what: "the optimum",
    cost: 0n,
    pin: 0n,
    x: [X, 0n],
    multipliers: [W, 0n],
    verdict: "accepted",
  },
  {
    what: "an objective of 10^18, of which 1000 are a small part",
    cost: 10n ** 9n,
    pin: 10n ** 9n,
    x: [1000n * X, 10n ** 9n * X],
    multipliers: [W, -(10n ** 9n) * W],
    verdict: "GapTooLarge",
  },
  {
    what: "a negative reduced cost within its tolerance, times a variable of 10^9",
    cost: 0n,
    pin: 10n ** 9n,
    x: [1000n * X, 10n ** 9n * X],
    multipliers: [0n, -1n],
    tolerances: { dual: DATA },
    verdict: "GapTooLarge",
  },
  {
    what: "a residual within its tolerance, times a multiplier of 10^9",
    cost: -(10n ** 9n),
    pin: 1n,
    x: [1000n * X, X + 1n],
    multipliers: [0n, 10n ** 9n * W],
    tolerances: { residual: DATA },
    verdict: "GapTooLarge",
  },
];

function certify({ cost, pin, x, multipliers, tolerances }: Attempt) {
  const bounds = {
    coefficients: [
      [-DATA, 0n],
      [DATA, 0n],
    ],
    rhs: [-DATA, 1000n * DATA],
  };
  const rows = [
    { columns: 2, inequalities: bounds, equalities: NONE, objective: null },
    {
      columns: 2,
      inequalities: NONE,
      equalities: { coefficients: [[0n, DATA]], rhs: [pin * DATA] },
      objective: [DATA, cost * DATA],
    },
  ];
  const answer = { rows, x: [...x], ray: [], multipliers: [[multipliers[0], 0n], [multipliers[1]]] };
  const { statement, certificate } = certifyAnswer(SHAPE, answer, testSeed("optimality"));
  return {
    statement: { ...statement, tolerances: { ...defaultTolerances(statement.decimals, 5), ...tolerances } },
    certificate,
  };
}

/**
 * min x, where party 0 has 1 ≤ x ≤ 1000 and the objective row of party 1 also holds the constant
 * 10^12. Party 1 has no rows, so that it proves R_c as its first row, with the prover for equality
 * rows.
 */
function certifyWithConstant(x: bigint, multiplier: bigint) {
  const upper = [1000n * X];
  const shape: RoundShape = {
    ...{ kind: "optimal", columns: 1, inequalities: [2, 0], equalities: [0, 0], owner: 1 },
    bounds: upper,
  };
  const constant = -(10n ** 12n) * DATA;
  const bounds: PartyRows = {
    columns: 1,
    inequalities: { coefficients: [[-DATA], [DATA]], rhs: [-DATA, 1000n * DATA] },
    equalities: NONE,
    objective: null,
  };
  const costs: PartyRows = {
    columns: 1,
    inequalities: NONE,
    equalities: { coefficients: [[DATA]], rhs: [constant] },
    objective: null,
  };
  const random = testSeed("constant");
  const [holder, owner] = [commitRows(bounds, random.fork("0")), commitRows(costs, random.fork("1"))];
  const [objectivePoint] = owner.points.rows;
  const points = [holder.points, { rows: [], objective: objectivePoint! }];
  const commitments = points.map((own, k) => partyCommitment(TEST_ID, 1, k, own));
  const opened = statementOf(testParams(shape), TEST_ID, commitments);
  const statement = { ...opened, tolerances: defaultTolerances(opened.decimals, 3) };

  const { slacks, residuals } = primalPart(bounds, statement.decimals, [x], 0n);
  const multipliers = [multiplier, 0n];
  const part = dualPart("optimal", { rows: bounds, blindings: holder.blindings }, multipliers, statement.decimals);
  const outcome: OptimalOutcome = {
    kind: "optimal",
    x: [x],
    slacks: [slacks, []],
    residuals: [residuals, []],
    objective: DATA * x - X * constant,
    multipliers: [multipliers, []],
    reducedCosts: [part.reducedCosts[0]! + W * DATA],
    dual: part.dual + W * constant,
    rho: (part.rho + W * owner.blindings.rows[0]!) % GROUP_ORDER,
  };
  const asRow = { ...outcome, slacks: [slacks, [0n]], residuals: [residuals, [outcome.objective]] };
  const common = { statement, outcome, objectivePoint: objectivePoint!, random };
  const proofs = [
    provePrimal({ ...common, party: 0, rows: bounds, blindings: holder.blindings }),
    provePrimal({
      ...common,
      statement: { ...statement, objectiveOwner: 0 },
      outcome: asRow,
      party: 1,
      rows: costs,
      blindings: owner.blindings,
    }),
  ];
  return { statement, certificate: assembleCertificate({ statement, bounds: upper, outcome, points }, proofs) };
}

/**
 * Inequalities of two parties over the same columns, in the user's units, at κ decimals; party 1
 * minimises the first column.
 */
interface Scales {
  readonly decimals: Decimals;
  readonly rows: readonly [PartyRows, PartyRows];
  readonly bounds: readonly bigint[];
}

const [LARGE, GRID] = [10n ** 12n, 12];

/** x + 10^−5 v ≥ 1000, where v is the attacker's own, and x ≥ 1. */
const LARGE_UNITS: Scales = {
  decimals: { coefficient: 5, solution: GRID, multiplier: GRID },
  rows: [
    {
      columns: 2,
      inequalities: { coefficients: [[-(10n ** 5n), -1n]], rhs: [-1000n * 10n ** 5n] },
      equalities: NONE,
      objective: null,
    },
    {
      columns: 2,
      inequalities: { coefficients: [[-(10n ** 5n), 0n]], rhs: [-(10n ** 5n)] },
      equalities: NONE,
      objective: [10n ** 5n, 0n],
    },
  ],
  bounds: [1000n * LARGE, 10n ** 8n * LARGE],
};

/** 10^−9 x ≥ 10^−9·1000, and x ≥ 1. */
const TINY_UNITS: Scales = {
  decimals: { coefficient: 9, solution: GRID, multiplier: GRID },
  rows: [
    { columns: 1, inequalities: { coefficients: [[-1n]], rhs: [-1000n] }, equalities: NONE, objective: null },
    {
      columns: 1,
      inequalities: { coefficients: [[-(10n ** 9n)]], rhs: [-(10n ** 9n)] },
      equalities: NONE,
      objective: [10n ** 9n],
    },
  ],
  bounds: [1000n * LARGE],
};

/** The same commitment for every answer, with default tolerances. */
function certifyScaled({ decimals, rows, bounds }: Scales, x: bigint[], multipliers: readonly [bigint, bigint]) {
  const columns = bounds.length;
  const { residual, dual, gap } = defaultTolerances(decimals, columns + 2);
  const shape: RoundShape = {
    ...{ kind: "optimal", columns, inequalities: [1, 1], equalities: [0, 0], owner: 1, bounds },
    change: {
      coefficientDecimals: decimals.coefficient,
      solutionDecimals: decimals.solution,
      multiplierDecimals: decimals.multiplier,
      ...{ residualTolerance: residual, dualTolerance: dual, gapTolerance: gap },
    },
  };
  const answer = { rows: [...rows], x, ray: [], multipliers: multipliers.map((w) => [w]) };
  return certifyAnswer(shape, answer, testSeed("scales"));
}

describe("differential: answers that are not optimal", function () {
  this.timeout(120_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  async function expectVerdict(verdict: string, { statement, certificate }: ReturnType<typeof certify>) {
    const there = await verifyOnChain(chain, statement, certificate);
    expect("name" in there ? (there as Refusal).name : "accepted").to.equal(verdict);
    const here = () => verifyCertificate(statement, certificate);
    if (verdict === "accepted") expect(here().kind).to.equal("optimal");
    else expect(here).to.throw(CertificateError).with.property("code", verdict);
  }

  for (const attempt of ATTEMPTS)
    it(`${attempt.verdict}: ${attempt.what}`, () => expectVerdict(attempt.verdict, certify(attempt)));

  it("accepted: the optimum, with a constant of 10^12 in the committed objective row", () =>
    expectVerdict("accepted", certifyWithConstant(X, W)));

  it("accepted: the optimum beside a private variable in large units", () =>
    expectVerdict("accepted", certifyScaled(LARGE_UNITS, [LARGE, 99_900_000n * LARGE], [0n, LARGE])));

  it("GapTooLarge: another answer, for the same commitments, whose reduced cost hides in those units", () =>
    expectVerdict("GapTooLarge", certifyScaled(LARGE_UNITS, [1000n * LARGE, 0n], [LARGE, 0n])));

  it("accepted: the optimum beside a row in small units", () =>
    expectVerdict("accepted", certifyScaled(TINY_UNITS, [1000n * LARGE], [10n ** 9n * LARGE, 0n])));

  it("accepted, as its owner's softness: an answer that misses that row by less than is tolerated", async () => {
    const soft = certifyScaled(TINY_UNITS, [LARGE], [0n, LARGE]);
    await expectVerdict("accepted", soft);
    // The outcome says by how much it misses: 999 of 10^−9.
    expect(verifyCertificate(soft.statement, soft.certificate).maxResidual).to.equal(999n * LARGE);
  });

  it("GapTooLarge: another answer, with that constant", () =>
    expectVerdict("GapTooLarge", certifyWithConstant(1000n * X, 0n)));
});

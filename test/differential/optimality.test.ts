// Attempts to settle an answer that is not optimal by other parts of the program: both verifiers refuse them.
// In each, party 0 has 1 ≤ x ≤ 1000, party 1 minimises x and wants x = 1000 all the same. It has a second variable, v.
import { expect } from "chai";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { CertificateError } from "../../client/errors.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { certifyAnswer, type RoundShape, testSeed } from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, verifyOnChain } from "../support/chain.ts";

const SHAPE: RoundShape = { kind: "optimal", columns: 2, inequalities: [2, 0], equalities: [0, 1], owner: 1 };
/** The test rounds' scales of data, solution and multipliers. */
const [DATA, X, W] = [10n ** 2n, 10n ** 3n, 10n ** 4n];
const NONE = { coefficients: [], rhs: [] };

interface Attempt {
  readonly what: string;
  /** Cost of v, and the value at which party 1's own row v = pin holds it. */
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

describe("differential: answers that are not optimal", function () {
  this.timeout(120_000);
  let chain: Chain;

  before(async () => {
    chain = await createChain();
  });

  for (const attempt of ATTEMPTS) {
    it(`${attempt.verdict}: ${attempt.what}`, async () => {
      const { statement, certificate } = certify(attempt);
      const there = await verifyOnChain(chain, statement, certificate);
      expect("name" in there ? (there as Refusal).name : "accepted").to.equal(attempt.verdict);
      const here = () => verifyCertificate(statement, certificate);
      if (attempt.verdict === "accepted") expect(here().kind).to.equal("optimal");
      else expect(here).to.throw(CertificateError).with.property("code", attempt.verdict);
    });
  }
});

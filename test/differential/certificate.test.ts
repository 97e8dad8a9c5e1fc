// The Solidity and the TypeScript verifier must give the same verdict and the same reason, on true
// certificates of random programs and on certificates with each field changed in turn, both with
// the declared digests left alone and with them made to fit the change.
import { expect } from "chai";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import type { Certificate, Header, PublicOutcome } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { CertificateError } from "../../client/errors.ts";
import { randomBelow } from "../../client/math/random.ts";
import type { Statement } from "../../client/round/statement.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { buildRound, proveAll, type RoundShape, type TestRound, testSeed } from "../support/certificate.ts";
import { type Chain, createChain, type Refusal, verifyOnChain } from "../support/chain.ts";
import { blockMutations, headerMutations, reseal, statementMutations } from "../support/mutations.ts";
import { sampled } from "../support/sampled.ts";

const KINDS: readonly Kind[] = ["optimal", "infeasible", "unbounded"];
const SMALL = { columns: 3, inequalities: [2, 1], equalities: [1, 0], owner: 1 };

/** "accepted" or the reason with its party, column or generator. */
function verdictHere(statement: Statement, certificate: Certificate): string {
  try {
    verifyCertificate(statement, certificate);
    return "accepted";
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return error.index === undefined ? error.code : `${error.code}(${error.index})`;
  }
}

async function verdictThere(chain: Chain, statement: Statement, certificate: Certificate): Promise<string> {
  const answer = await verifyOnChain(chain, statement, certificate);
  if (!("name" in answer)) return "accepted";
  const { name, args } = answer as Refusal;
  return args.length === 0 ? name : `${name}(${args[0]})`;
}

describe("differential: certificates", function () {
  this.timeout(240_000);
  let chain: Chain;
  const reasons = new Set<string>();

  before(async () => {
    chain = await createChain();
  });

  async function agree(what: string, statement: Statement, certificate: Certificate): Promise<string> {
    const here = verdictHere(statement, certificate);
    expect(await verdictThere(chain, statement, certificate), what).to.equal(here);
    reasons.add(here.replace(/\(.*/, ""));
    return here;
  }

  for (const [k, kind] of KINDS.entries()) {
    it(`agrees on true certificates of random programs: ${kind}`, async () => {
      const random = testSeed(`shapes ${kind}`);
      const draw = (bound: number) => Number(randomBelow(random, BigInt(bound)));
      for (let run = 0; run < 6; run++) {
        const parties = 2 + draw(3);
        const count = () => Array.from({ length: parties }, () => draw(4));
        const inequalities = count();
        inequalities[draw(parties)]! += 1;
        const equalities = count();
        equalities[parties - 1]! += 1;
        const shape: RoundShape = { kind, columns: 1 + draw(7), inequalities, equalities, owner: draw(parties) };
        const { statement, certificate } = buildRound({ ...shape, noisy: run % 2 === 1 }, `random ${kind} ${run}`);
        const verdict = verifyCertificate(statement, certificate);
        const outcome = await verifyOnChain(chain, statement, certificate);
        expect([...(outcome as Iterable<unknown>)], JSON.stringify(shape)).to.deep.equal([
          BigInt(KINDS.indexOf(verdict.kind)),
          verdict.objective,
          verdict.gap,
          verdict.violation,
          verdict.maxResidual,
          certificate.header.statementDigest,
        ]);
      }
    });

    it(`agrees on every changed field, and refuses it: ${kind}`, async () => {
      const { statement, certificate } = buildRound({ kind, ...SMALL }, `mutation ${kind}`);
      const all = [...headerMutations(certificate), ...blockMutations(certificate)];
      for (const [what, changed] of sampled(all, KINDS.length, k)) {
        expect(await agree(what, statement, changed), what).to.not.equal("accepted");
      }
    });

    it(`agrees on every changed field with fitting digests, and refuses it: ${kind}`, async () => {
      const { statement, certificate } = buildRound({ kind, ...SMALL }, `mutation ${kind}`);
      const all = [...headerMutations(certificate), ...blockMutations(certificate)];
      for (const [what, changed] of sampled(all, KINDS.length, k)) {
        const resealed = reseal(statement, changed);
        if (sameCertificate(resealed, certificate)) continue; // the change was to a digest
        expect(await agree(what, statement, resealed), what).to.not.equal("accepted");
      }
    });

    it(`agrees on every changed part of the statement: ${kind}`, async () => {
      const { statement, certificate } = buildRound({ kind, ...SMALL, noisy: true }, `mutation ${kind}`);
      for (const [what, changed] of statementMutations(statement)) await agree(what, changed, certificate);
    });
  }

  it("agrees on false outcomes that are proven and sealed as well as can be", async () => {
    for (const [what, kind, change, reason] of CHEATS) {
      const round = buildRound({ kind, ...SMALL, columns: 8 }, `cheat ${kind}`);
      expect(await agree(what, round.statement, prove(round, change(round.outcome))), what).to.equal(reason);
    }
  });

  it("agrees that an answer off the optimum is refused without tolerance", async () => {
    const verdicts = new Set<string>();
    for (let run = 0; run < 6; run++) {
      const { statement, certificate } = buildRound({ kind: "optimal", ...SMALL, noisy: true }, `gap ${run}`);
      const tolerances = { ...statement.tolerances, gap: 0n };
      verdicts.add(await agree(`gap ${run}`, { ...statement, tolerances }, certificate));
    }
    expect([...verdicts]).to.include("GapTooLarge");
  });

  it("has seen every reason", () => {
    expect([...reasons].sort()).to.include.members(ALL_REASONS);
  });
});

function sameCertificate(a: Certificate, b: Certificate): boolean {
  const fields = Object.keys(a.header) as (keyof Header)[];
  return (
    fields.every((field) => field === "proofs" || a.header[field] === b.header[field]) &&
    a.header.proofs === b.header.proofs &&
    a.blocks.length === b.blocks.length &&
    a.blocks.every((block, i) => block === b.blocks[i])
  );
}

/** A certificate for `outcome` with honest proofs of the primal claims. */
function prove(round: TestRound, outcome: PublicOutcome): Certificate {
  const { statement, bounds, rows, committed } = round;
  const proofs = proveAll(statement, outcome, rows, committed, testSeed("cheat"));
  const points = committed.map((own) => own.points);
  return assembleCertificate({ statement, bounds, outcome, points }, proofs);
}

type Cheat = readonly [what: string, kind: Kind, change: (outcome: PublicOutcome) => PublicOutcome, reason: string];

function optimal(outcome: PublicOutcome) {
  if (outcome.kind !== "optimal") throw new Error("not optimal");
  return outcome;
}

const CHEATS: readonly Cheat[] = [
  ["rho", "optimal", (outcome) => ({ ...optimal(outcome), rho: optimal(outcome).rho ^ 1n }), "EquationFailed"],
  ["d", "optimal", (outcome) => ({ ...optimal(outcome), dual: outcome.dual + 1n }), "IdentityFailed"],
  [
    "reduced cost of a column that is not in the solution",
    "optimal",
    (outcome) => {
      const { x, reducedCosts } = optimal(outcome);
      const zero = x.indexOf(0n);
      expect(zero, "a column that is not in the solution").to.be.at.least(0);
      return { ...optimal(outcome), reducedCosts: reducedCosts.map((z, j) => (j === zero ? z + 1n : z)) };
    },
    "EquationFailed",
  ],
  [
    "infeasible: a reduced cost",
    "infeasible",
    (outcome) => {
      if (outcome.kind !== "infeasible") throw new Error("not infeasible");
      return { ...outcome, reducedCosts: outcome.reducedCosts.map((z) => z + 1n) };
    },
    "EquationFailed",
  ],
  [
    "other multipliers",
    "optimal",
    (outcome) => ({ ...optimal(outcome), multipliers: optimal(outcome).multipliers.map((own) => own.map(() => 0n)) }),
    "EquationFailed",
  ],
];

const ALL_REASONS: readonly string[] = [
  "UnknownKind",
  "ShapeMismatch",
  "ScalarOutOfRange",
  "NumberOutOfRange",
  "DualSignWrong",
  "GeneratorInvalid",
  "PointInvalid",
  "BoundsMismatch",
  "BoundExceeded",
  "ReducedCostNegative",
  "MultiplierNegative",
  "SlackInvalid",
  "ResidualTooLarge",
  "CommitmentMismatch",
  "StatementMismatch",
  "ResponseMismatch",
  "LinearFormFailed",
  "IdentityFailed",
  "GapTooLarge",
  "EquationFailed",
];

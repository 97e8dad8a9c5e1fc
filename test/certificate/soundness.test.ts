// Certificates with anything changed are refused, each for its documented reason.
import { bn254 } from "@noble/curves/bn254.js";
import { expect } from "chai";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import type { Certificate, OptimalOutcome, PublicOutcome } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { FIELD_MODULUS, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { generatorX } from "../../client/crypto/curve/generators.ts";
import { CertificateError } from "../../client/errors.ts";
import type { Statement } from "../../client/round/statement.ts";
import {
  buildRound,
  certifyAnswer,
  proveAll,
  type RoundShape,
  type TestRound,
  testSeed,
} from "../support/certificate.ts";
import { mutations } from "../support/certificate-mutations.ts";
import { editHeader, editWord, redigest } from "../support/mutation-collector.ts";

function refusal(statement: Statement, certificate: Certificate): { code: string; index: number | undefined } {
  try {
    verifyCertificate(statement, certificate);
  } catch (error) {
    if (error instanceof CertificateError) return { code: error.code, index: error.index };
    throw error;
  }
  return { code: "accepted", index: undefined };
}

/** The certificate that honest provers would sign for a changed outcome. */
function reproved(round: TestRound, outcome: PublicOutcome, statement: Statement = round.statement): Certificate {
  const proofs = proveAll(statement, outcome, round.rows, round.committed, testSeed("reproved"));
  const points = round.committed.map((own) => own.points);
  return assembleCertificate({ statement, bounds: round.bounds, outcome, points }, proofs);
}

const SHAPE = { columns: 4, inequalities: [2, 3], equalities: [1, 1], owner: 1, noisy: true };

describe("certificate: soundness", function () {
  this.timeout(120_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`refuses every changed field of a certificate: ${kind}`, () => {
      const round = buildRound({ kind, ...SHAPE }, `soundness ${kind}`);
      expect(refusal(round.statement, round.certificate).code).to.equal("accepted");
      const all = mutations(round);
      expect(all.length).to.be.greaterThan(100);
      for (const { name, statement, certificate, code, index } of all) {
        expect(refusal(statement, certificate), name).to.deep.equal({ code, index });
      }
    });

    it(`refuses every flipped bit pattern of every word: ${kind}`, () => {
      const round = buildRound({ kind, ...SHAPE }, `words ${kind}`);
      for (const [b, block] of round.certificate.blocks.entries()) {
        for (let word = 0; word < (block.length - 2) / 64; word++) {
          for (const bit of [0n, 100n, 255n]) {
            const changed = editWord(round.certificate, b, word, (value) => value ^ (1n << bit));
            expect(refusal(round.statement, changed).code, `block ${b} word ${word}`).not.to.equal("accepted");
            const fresh = redigest(round.statement, changed);
            expect(refusal(round.statement, fresh).code, `block ${b} word ${word}, fresh`).not.to.equal("accepted");
          }
        }
      }
    });
  }
});

describe("certificate: parties that prove a wrong outcome", () => {
  const shape: RoundShape = { kind: "optimal", ...SHAPE };
  const round = buildRound(shape, "wrong outcomes");
  const outcome = round.outcome as OptimalOutcome;
  const moved = (values: readonly bigint[], at: number, by: bigint) => values.map((v, i) => (i === at ? v + by : v));

  it("refuses a feasible but not optimal answer", () => {
    // min −x with x ≤ 5 (party 0) and x ≤ 7 (party 1): multipliers (1, 0), optimum at 5.
    const upper = (rhs: bigint, objective: bigint[] | null) => ({
      columns: 1,
      inequalities: { coefficients: [[100n]], rhs: [rhs] },
      equalities: { coefficients: [], rhs: [] },
      objective,
    });
    const tiny: RoundShape = { kind: "optimal", columns: 1, inequalities: [1, 1], equalities: [0, 0], owner: 1 };
    const verdictAt = (x: bigint, gap: bigint) => {
      const rows = [upper(500n, null), upper(700n, [-100n])];
      const answer = { rows, x: [x], ray: [], multipliers: [[10_000n], [0n]] };
      const { statement, certificate } = certifyAnswer(tiny, answer, testSeed("tiny"));
      const tolerances = { ...statement.tolerances, gap };
      return refusal({ ...statement, tolerances }, certificate).code;
    };
    expect(verdictAt(5000n, 0n)).to.equal("accepted");
    // One unit of x in the last place is 10^(κ+ω) of the gap.
    expect(verdictAt(4999n, 1_000_000n)).to.equal("accepted");
    expect(verdictAt(4999n, 999_999n)).to.equal("GapTooLarge");
    expect(verdictAt(0n, 999_999n)).to.equal("GapTooLarge");
  });

  it("refuses wrong reduced costs, multipliers, d and rho, although every party signs", () => {
    const used = outcome.x.findIndex((value) => value > 0n);
    const unused = outcome.x.indexOf(0n);
    const code = (change: Partial<OptimalOutcome>) =>
      refusal(round.statement, reproved(round, { ...outcome, ...change })).code;
    expect(code({ reducedCosts: moved(outcome.reducedCosts, used, 1n) })).to.equal("IdentityFailed");
    expect(code({ reducedCosts: moved(outcome.reducedCosts, unused, 1n) })).to.equal("EquationFailed");
    expect(code({ dual: outcome.dual + 1n })).to.equal("IdentityFailed");
    expect(code({ rho: (outcome.rho + 1n) % GROUP_ORDER })).to.equal("EquationFailed");
    // Shifting d and one reduced cost so that the identity still holds does not give an opening of
    // the committed rows.
    const scale = 10n ** BigInt(round.statement.decimals.solution);
    const shifted = { reducedCosts: moved(outcome.reducedCosts, used, scale), dual: outcome.dual + outcome.x[used]! };
    expect(code(shifted)).to.equal("EquationFailed");
  });

  it("lets no party prove slacks that are not its own", () => {
    const slacks = outcome.slacks.map((own, k) => (k === 0 ? moved(own, 0, 1n) : own));
    expect(() => reproved(round, { ...outcome, slacks }))
      .to.throw(CertificateError)
      .with.property("code", "LinearFormFailed");
  });

  it("refuses another party's proof in place of a party's own", () => {
    const [first, second] = round.proofs;
    const points = round.committed.map((own) => own.points);
    const swapped = assembleCertificate({ ...round, points }, [second!, first!]);
    expect(refusal(round.statement, swapped).code).to.equal("LinearFormFailed");
  });

  it("refuses a valid generator whose counter is not the smallest", () => {
    // The contract cannot tell whether a counter is the smallest, but the commitments bind the
    // counters.
    const { header } = round.certificate;
    const counters = Buffer.from(header.counters.slice(2), "hex");
    for (let counter = counters[1]! + 1; counter < 256; counter++) {
      const x = generatorX(1, counter);
      const square = (x ** 3n + 3n) % FIELD_MODULUS;
      const root = bn254.fields.Fp.pow(square, (FIELD_MODULUS + 1n) / 4n);
      if ((root * root) % FIELD_MODULUS !== square) continue;
      counters[1] = counter;
      const y = root % 2n === 0n ? root : FIELD_MODULUS - root;
      const changed = editWord(round.certificate, 0, round.statement.columns, () => y);
      const certificate = editHeader(changed, { counters: `0x${counters.toString("hex")}` });
      expect(refusal(round.statement, certificate)).to.deep.equal({ code: "CommitmentMismatch", index: 0 });
      return;
    }
    expect.fail("no further counter gives a generator");
  });
});

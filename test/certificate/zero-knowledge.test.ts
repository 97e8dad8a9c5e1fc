// Evidence that proofs reveal no more than they should: fresh randomness, uniform responses, a
// simulator that needs no private row.
import { expect } from "chai";
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import { provePrimal } from "../../client/certificate/prove.ts";
import { rowChallenge, statementDigest } from "../../client/certificate/statement.ts";
import type { OptimalOutcome, PartyProof, RowPoints } from "../../client/certificate/types.ts";
import { verifyCertificate } from "../../client/certificate/verify.ts";
import { GROUP_ORDER, isOnCurve, pointFromAffine, pointsToAffine } from "../../client/crypto/curve/bn254.ts";
import { generators } from "../../client/crypto/curve/generators.ts";
import { msm } from "../../client/crypto/curve/msm.ts";
import { CertificateError } from "../../client/errors.ts";
import { dot, mod, powers } from "../../client/math/field.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";
import { powerOfTen } from "../../client/round/numbers.ts";
import { buildRound, proveAll, type TestRound, testSeed } from "../support/certificate.ts";

const SHAPE = { kind: "optimal", columns: 6, inequalities: [3, 2], equalities: [1, 1], owner: 1, noisy: true } as const;

describe("certificate: zero knowledge", function () {
  this.timeout(120_000);
  const round = buildRound(SHAPE, "zero knowledge");
  const { statement, rows, committed } = round;
  const outcome = outcomeOf(round);

  it("draws fresh randomness: no number of two proofs of the same statement agrees", () => {
    const [first, second] = ["one", "two"].map((seed) => proveAll(statement, outcome, rows, committed, testSeed(seed)));
    for (const [k, { proof, responses }] of first!.entries()) {
      const other = second![k]!;
      for (const field of ["ax", "a", "z0", "zh"] as const) expect(proof[field]).not.to.equal(other.proof[field]);
      expect(responses.filter((z) => other.responses.includes(z))).to.deep.equal([]);
    }
  });

  it("answers with numbers spread over all of Z_r", () => {
    const responses: bigint[] = [];
    for (let run = 0; run < 40; run++) {
      for (const { proof, responses: own } of proveAll(
        statement,
        outcome,
        rows,
        committed,
        testSeed(`spread ${run}`),
      )) {
        responses.push(...own, proof.z0, proof.zh);
      }
    }
    // χ² over 16 equal classes of 640 values: 15 degrees of freedom, below 37.7 with probability
    // 0.999 (seeds are fixed).
    const classes = new Array<number>(16).fill(0);
    for (const z of responses) classes[Number((z * 16n) / GROUP_ORDER)]! += 1;
    const expected = responses.length / 16;
    const chiSquare = classes.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
    expect(responses.length).to.equal(640);
    expect(chiSquare).to.be.lessThan(37.7);
  });

  it("has a simulator that chooses the challenge first, and a hash that keeps it from passing", () => {
    const random = testSeed("simulator");
    const simulated = committed.map(({ points }, party) => simulate(points, party, random));
    for (const [k, { proof, responses }] of simulated.entries()) {
      expect(isOnCurve({ x: proof.ax, y: proof.ay })).to.equal(true);
      expect(Object.keys(proof)).to.deep.equal(Object.keys(round.proofs[k]!.proof));
      expect([proof.a, proof.z0, proof.zh, ...responses].every((z) => z >= 0n && z < GROUP_ORDER)).to.equal(true);
    }
    const points = committed.map((own) => own.points);
    const certificate = assembleCertificate({ ...round, points }, simulated);
    expect(() => verifyCertificate(statement, certificate))
      .to.throw(CertificateError)
      .with.property("code", "LinearFormFailed");
  });

  it("survives a replay from the same seed: another statement draws other masks, the same one repeats the proof", () => {
    const prove = (published: OptimalOutcome) => proveAll(statement, published, rows, committed, testSeed("replayed"));
    expect(prove(outcome)).to.deep.equal(prove(outcome));
    for (const [k, { proof, responses }] of prove(outcome).entries()) {
      const other = prove({ ...outcome, rho: (outcome.rho + 1n) % GROUP_ORDER })[k]!;
      expect(proof.ax).not.to.equal(other.proof.ax);
      expect(responses.filter((z) => other.responses.includes(z))).to.deep.equal([]);
    }
  });

  it("needs different masks per party even from one seed", () => {
    const same = testSeed("shared");
    const objectivePoint = committed[1]!.points.objective!;
    const [first, second] = rows.map((own, party) =>
      provePrimal({
        statement,
        outcome,
        party,
        rows: own,
        blindings: committed[party]!.blindings,
        objectivePoint,
        random: same,
      }),
    );
    expect(first!.proof.ax).not.to.equal(second!.proof.ax);
  });

  /**
   * A transcript that satisfies a party's equations for a challenge chosen in advance; uses no
   * private row.
   */
  function simulate(points: RowPoints, party: number, random: Random): PartyProof {
    const draw = () => randomBelow(random, GROUP_ORDER);
    const set = generators(statement.columns);
    const bases = [...set.columns, set.rhs, set.blinding].map(({ point }) => point);
    const scale = powerOfTen(statement.decimals.solution);
    const alpha = rowChallenge(statementDigest(statement, outcome, committed[1]!.points.objective!));
    const all = [...points.rows, ...(points.objective === null ? [] : [points.objective])].map(pointFromAffine);
    const weights = powers(alpha, all.length, GROUP_ORDER);
    const values = outcome.residuals[party]!.map((residual, i) => residual - outcome.slacks[party]![i]!);
    const target = dot(weights, points.objective === null ? values : [...values, outcome.objective]);
    const e = draw();
    const responses = Array.from({ length: statement.columns }, draw);
    const [z0, zh] = [draw(), draw()];
    const [first] = pointsToAffine([msm([...bases, ...all], [...responses, z0, zh, ...weights.map((w) => -e * w)])]);
    const a = mod(dot(responses, outcome.x) - scale * z0 - e * target, GROUP_ORDER);
    return { proof: { ax: first!.x, ay: first!.y, a, aRay: 0n, z0, zh }, responses };
  }
});

function outcomeOf(round: TestRound): OptimalOutcome {
  if (round.outcome.kind !== "optimal") throw new Error("this round is not optimal");
  return round.outcome;
}

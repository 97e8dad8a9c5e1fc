// Sealed proofs with anything changed are refused, each for its documented reason.
import { expect } from "chai";
import { FIELD_MODULUS, G1, GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { SealedError } from "../../../client/errors.ts";
import { decodeWords, encodeWords } from "../../../client/math/words.ts";
import type { Kind } from "../../../client/round/verdict.ts";
import { decodeProof, encodeProof, proofLength } from "../../../client/sealed/codec.ts";
import { sealedCommitment } from "../../../client/sealed/digests.ts";
import { checkChallenges } from "../../../client/sealed/openings.ts";
import { proveTogether } from "../../../client/sealed/prover/prove.ts";
import type { SealedStatement } from "../../../client/sealed/statement.ts";
import { type Step, stepsOf } from "../../../client/sealed/steps.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { type VerifyingKey, verifyingKey } from "../../../client/sealed/verifying-key.ts";
import { testSeed } from "../../support/certificate.ts";
import { buildSealed, refusal, type SealedRound } from "../../support/sealed.ts";

interface Proven {
  readonly round: SealedRound;
  readonly bytes: Uint8Array;
  readonly steps: readonly Step[];
}

function proven(kind: Kind): Proven {
  const round = buildSealed({ kind }, `sound ${kind}`);
  const bytes = proveTogether(round.setting, round.digest, round.secrets, testSeed("prove"));
  return { round, bytes, steps: stepsOf(kind, 1) };
}

function codeOf(statement: SealedStatement, key: VerifyingKey, bytes: Uint8Array): string {
  return refusal(() => verifySealed(statement, key, bytes)).code;
}

describe("sealed: soundness", function () {
  this.timeout(240_000);
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    describe(kind, () => {
      let { round, bytes, steps } = {} as Proven;
      before(() => {
        ({ round, bytes, steps } = proven(kind));
        expect(codeOf(round.statement, round.key, bytes)).to.equal("accepted");
      });

      it("refuses every changed point and scalar", () => {
        const proof = decodeProof(steps, bytes);
        for (const name of proof.points.keys()) {
          const points = new Map(proof.points).set(name, proof.points.get(name)!.add(G1.BASE));
          const expected = name === "A/0" || name === "c" ? "CommitmentMismatch" : "EquationFailed";
          expect(codeOf(round.statement, round.key, encodeProof(steps, { ...proof, points })), name).to.equal(expected);
        }
        for (const name of proof.scalars.keys()) {
          // Every limb in one kind, the first and the last in the others.
          if (kind !== "optimal" && /^l\/\w\/(?!0$|31$)/.test(name)) continue;
          const scalars = new Map(proof.scalars).set(name, (proof.scalars.get(name)! + 1n) % GROUP_ORDER);
          const changed = encodeProof(steps, { ...proof, scalars });
          expect(codeOf(round.statement, round.key, changed), name).to.equal("EquationFailed");
        }
      });

      it("refuses words that are no canonical points and scalars", () => {
        const words = decodeWords(bytes);
        const changed = (index: number, change: (word: bigint) => bigint) =>
          encodeWords(words.map((word, i) => (i === index ? change(word) : word)));
        let at = 0;
        for (const { points, scalars } of steps) {
          for (const name of points) {
            for (const coordinate of [at, at + 1]) {
              for (const change of [(word: bigint) => word + FIELD_MODULUS, (word: bigint) => word ^ 1n, () => 0n])
                expect(codeOf(round.statement, round.key, changed(coordinate, change)), name).to.equal("PointInvalid");
            }
            const infinity = encodeWords(words.map((word, i) => (i === at || i === at + 1 ? 0n : word)));
            expect(codeOf(round.statement, round.key, infinity), name).to.equal("PointInvalid");
            at += 2;
          }
          for (const name of scalars)
            expect(
              codeOf(
                round.statement,
                round.key,
                changed(at++, (word) => word + GROUP_ORDER),
              ),
              name,
            ).to.equal("ScalarOutOfRange");
        }
        expect(at).to.equal(words.length);
      });

      it("refuses proofs of another length", () => {
        for (const other of [bytes.slice(0, -32), new Uint8Array([...bytes, ...new Uint8Array(32)]), bytes.slice(1)])
          expect(codeOf(round.statement, round.key, other)).to.equal("ShapeMismatch");
      });

      it("refuses a proof replayed for another statement", () => {
        const { statement, key, committed } = round;
        const id = { coordinator: "0x00000000000000000000000000000000000000aa", chainId: 1n, round: 8n } as const;
        for (const [field, value] of Object.entries(id)) {
          const other = { ...statement, [field]: value };
          expect(codeOf(other, key, bytes), field).to.equal("CommitmentMismatch");
          const commitments = [sealedCommitment(other, 0, key.srsDigest, committed[0]!.points)];
          expect(codeOf({ ...other, commitments }, key, bytes), `${field}, committed`).to.equal("EquationFailed");
        }
        const { tolerances, decimals, columns } = statement;
        const changes: Partial<SealedStatement>[] = [
          { tolerances: { ...tolerances, residual: tolerances.residual + 1n } },
          { tolerances: { ...tolerances, dual: tolerances.dual + 1n } },
          { tolerances: { ...tolerances, gap: tolerances.gap + 1n } },
          { decimals: { ...decimals, solution: decimals.solution + 1 } },
          { decimals: { ...decimals, multiplier: decimals.multiplier + 1 } },
          { columns: columns + 1, bounds: [...statement.bounds, 1n] },
        ];
        for (const change of changes)
          expect(codeOf({ ...statement, ...change }, key, bytes), Object.keys(change).join()).to.equal(
            "EquationFailed",
          );
        const bounds = statement.bounds.map((bound, j) => bound + (j === 0 ? 1n : 0n));
        const otherKey = verifyingKey(round.string.srs, round.string.committer, { ...statement, bounds });
        expect(codeOf({ ...statement, bounds }, otherKey, bytes), "bounds").to.equal("EquationFailed");
      });

      it("refuses a proof of another kind", () => {
        for (const other of ["optimal", "infeasible", "unbounded"] as const) {
          if (other === kind) continue;
          expect(codeOf({ ...round.statement, kind: other }, round.key, bytes), other).to.equal("ShapeMismatch");
        }
      });

      it("refuses another reference string", () => {
        const { statement, key } = round;
        expect(codeOf(statement, { ...key, srsDigest: `0x${"11".repeat(32)}` }, bytes)).to.equal("CommitmentMismatch");
        expect(codeOf(statement, { ...key, size: 32 }, bytes)).to.equal("SrsMismatch");
        expect(codeOf(statement, { ...key, tau: key.sigma }, bytes)).to.equal("EquationFailed");
        expect(codeOf(statement, { ...key, sigma: key.tau }, bytes)).to.equal("EquationFailed");
      });
    });
  }

  it("has the lengths of docs/sealed.md", () => {
    const words = { optimal: [8, 34, 32, 39], infeasible: [8, 24, 32, 36], unbounded: [6, 28, 32, 37] } as const;
    for (const [kind, [pointsEach, points, scalarsEach, scalars]] of Object.entries(words)) {
      for (const parties of [1, 2, 5]) {
        const expected = 32 * ((pointsEach + scalarsEach) * parties + points + scalars);
        expect(proofLength(stepsOf(kind as Kind, parties)), kind).to.equal(expected);
      }
    }
  });

  it("refuses swapped companies", () => {
    const round = buildSealed({ kind: "optimal", inequalities: [2, 2], equalities: [0, 0] }, "swapped");
    const steps = stepsOf("optimal", 2);
    const proof = decodeProof(steps, proveTogether(round.setting, round.digest, round.secrets, testSeed("prove")));
    const swap = (name: string) => name.replace(/\/([01])(?=$|\/)/, (_, k) => `/${1 - Number(k)}`);
    const points = new Map([...proof.points].map(([name, point]) => [swap(name), point]));
    const scalars = new Map([...proof.scalars].map(([name, scalar]) => [swap(name), scalar]));
    expect(codeOf(round.statement, round.key, encodeProof(steps, { points, scalars }))).to.equal("CommitmentMismatch");
  });

  it("refuses statements outside the ranges", () => {
    const { statement, key } = buildSealed({ kind: "optimal" }, "ranges");
    const { tolerances } = statement;
    const changes: Partial<SealedStatement>[] = [
      { size: 8 },
      { size: 24 },
      { size: 2 ** 14 },
      { columns: 0, bounds: [] },
      { columns: 14, bounds: new Array<bigint>(14).fill(1n) },
      { parties: 0, commitments: [] },
      { parties: 2 },
      { objectiveOwner: 1 },
      { objectiveOwner: -1 },
      { decimals: { solution: 17, multiplier: 4 } },
      { decimals: { solution: 3, multiplier: 25 } },
      { tolerances: { ...tolerances, residual: 1n << 45n } },
      { tolerances: { ...tolerances, dual: 1n << 36n } },
      { tolerances: { ...tolerances, gap: 1n << 126n } },
      { tolerances: { ...tolerances, gap: -1n } },
      { bounds: statement.bounds.slice(1) },
      { bounds: statement.bounds.map(() => 1n << 54n) },
      { bounds: statement.bounds.map(() => -1n) },
      { size: 1024, parties: 9, commitments: new Array<`0x${string}`>(9).fill("0x") },
    ];
    for (const change of changes) {
      const what = JSON.stringify(change, (_, value) => (typeof value === "bigint" ? value.toString() : value));
      expect(codeOf({ ...statement, ...change }, key, new Uint8Array()), what).to.equal("StatementInvalid");
    }
    const largest = { size: 1024, parties: 8, commitments: new Array<`0x${string}`>(8).fill("0x") };
    expect(codeOf({ ...statement, ...largest }, { ...key, size: 1024 }, new Uint8Array())).to.equal("ShapeMismatch");
  });

  it("refuses challenges that coincide", () => {
    const { statement, setting } = buildSealed({ kind: "optimal" }, "degenerate");
    const { domain } = setting;
    const good = { zeta: 11n, alpha: 12n, beta: 13n, xi: 14n };
    const check = (change: Partial<typeof good>) =>
      checkChallenges(statement, domain, new Map(Object.entries({ ...good, ...change })));
    check({});
    const rotated = (11n * domain.limbGenerator) % GROUP_ORDER;
    const changes: Partial<typeof good>[] = [
      { zeta: 1n },
      { zeta: domain.limbGenerator },
      { alpha: 13n },
      { xi: 12n },
      { xi: rotated },
      { beta: rotated },
      { alpha: (11n * domain.generator) % GROUP_ORDER },
    ];
    for (const change of changes)
      expect(() => check(change), JSON.stringify(Object.keys(change)))
        .to.throw(SealedError)
        .with.property("code", "ChallengeDegenerate");
  });
});

// A company proves that what it declares of the reduced costs is its part: honest ones are
// accepted; who changes any number of it, of what it must agree with or of the proof is refused; a
// simulator with the trapdoor needs no rows.
import { expect } from "chai";
import { G1, GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { decodeWords, encodeWords, WORD_BYTES } from "../../client/math/words.ts";
import { decodeProof } from "../../client/sealed/codec.ts";
import { srsCommitter } from "../../client/sealed/committer.ts";
import { vanishing } from "../../client/sealed/domain.ts";
import { reduce } from "../../client/sealed/field.ts";
import { claimDigest, PART_PROOF_BYTES, PART_STEPS, type PartClaim } from "../../client/sealed/part/claim.ts";
import { PART_LINES } from "../../client/sealed/part/lines.ts";
import { PART_WORK, type PartState, provePart } from "../../client/sealed/part/prove.ts";
import { verifyPart } from "../../client/sealed/part/verify.ts";
import {
  combine,
  divideByVanishing,
  evaluate,
  interpolate,
  multiply,
  type Polynomial,
  scaleArgument,
  valuesOn,
} from "../../client/sealed/polynomial.ts";
import { Transcript } from "../../client/sealed/transcript.ts";
import { testSeed } from "../support/certificate.ts";
import { sampled } from "../support/sampled.ts";
import { buildSealed, refusal, type SealedRound } from "../support/sealed.ts";
import { type PartCheat, partOf, partVerdict, provePartCheating, simulatePart } from "../support/sealed-part.ts";
import { spike } from "../support/sealed-prover.ts";

const TWO = { inequalities: [2, 3], equalities: [1, 1], owner: 0 } as const;
const KINDS = ["optimal", "infeasible"] as const;

/** An honest proof. */
function proven(round: SealedRound, party: number) {
  const { claim, secret } = partOf(round, party);
  return { claim, secret, proof: provePart(round.setting.committer, claim, secret, testSeed(`part ${party}`)) };
}

function add(state: PartState, name: string, change: Polynomial): void {
  const sum = combine([
    [1n, state.polynomials.get(name)!],
    [1n, change],
  ]);
  state.polynomials.set(name, sum);
}

/** A proof of a claim with one number of what is declared 1 larger. */
function withDeclared(claim: PartClaim, column: number): PartClaim {
  return { ...claim, declared: claim.declared.with(column, reduce(claim.declared[column]! + 1n)) };
}

describe("sealed: declared parts", function () {
  this.timeout(240_000);

  for (const kind of KINDS) {
    describe(kind, () => {
      const round = buildSealed({ kind, ...TWO }, `part ${kind}`);
      const { key } = round;
      const parties = [0, 1].map((party) => proven(round, party));

      it("honest ones are accepted, the owner's with its costs", () => {
        for (const { claim, proof } of parties) {
          expect(proof.length).to.equal(PART_PROOF_BYTES);
          verifyPart(claim, key, proof);
        }
        expect(PART_PROOF_BYTES).to.equal(19 * WORD_BYTES);
      });

      it("is refused with any word changed", () => {
        const { claim, proof } = parties[0]!;
        const words = decodeWords(proof);
        for (const [i, word] of words.entries()) {
          const code = partVerdict(round, claim, encodeWords(words.with(i, (word + 1n) % (1n << 256n))));
          expect(code, `word ${i}`).to.be.oneOf(["PointInvalid", "EquationFailed"]);
        }
        expect(partVerdict(round, claim, encodeWords([...words, 0n]))).to.equal("ShapeMismatch");
        expect(partVerdict(round, claim, encodeWords(words.with(10, GROUP_ORDER)))).to.equal("ScalarOutOfRange");
      });

      it("is refused for any other claim", () => {
        for (const [party, { claim, proof }] of parties.entries()) {
          const { points, multipliers } = claim;
          const others: PartClaim[] = [
            ...[1, 7, 15].map((column) => withDeclared(claim, column)),
            { ...claim, multipliers: multipliers.with(0, multipliers[0]! + 1n) },
            { ...claim, multipliers: multipliers.with(14, 0n) },
            { ...claim, party: 1 - party, points: { ...points, costs: points.costs ?? G1.BASE } },
            { ...claim, digest: `0x${"11".repeat(32)}` },
            { ...claim, points: { ...points, matrix: parties[1 - party]!.claim.points.matrix } },
            { ...claim, points: { ...points, cover: points.cover.negate() } },
            parties[1 - party]!.claim,
          ];
          for (const [i, other] of others.entries())
            expect(partVerdict(round, other, proof), `${party} ${i}`).to.equal("EquationFailed");
        }
        const { claim, proof } = parties[0]!;
        const costs = { ...claim, points: { ...claim.points, costs: claim.points.costs!.double() } };
        expect(partVerdict(round, costs, proof)).to.equal(kind === "optimal" ? "EquationFailed" : "accepted");
      });

      it("is refused for numbers that were chosen when the challenges were known", () => {
        const { claim, proof } = parties[1]!;
        const transcript = new Transcript(claimDigest(claim));
        const decoded = decodeProof(PART_STEPS, proof);
        for (const step of PART_STEPS) transcript.add(step, decoded);
        // Two columns, or two multipliers, that make no difference at the challenge.
        const at = (challenge: string) => {
          const [one, other] = [1, 5].map((i) => evaluate(spike(16, i, 1n), transcript.challenges.get(challenge)!));
          return (values: readonly bigint[]) =>
            values.with(1, reduce(values[1]! + other!)).with(5, reduce(values[5]! - one!));
        };
        const declared = { ...claim, declared: at("b")(claim.declared) };
        expect(partVerdict(round, declared, proof)).to.equal("EquationFailed");
        const told = { ...claim, multipliers: at("z")(claim.multipliers) };
        expect(partVerdict(round, told, proof)).to.equal("EquationFailed");
      });

      /** Refused, and accepted once the line is left out that it violates. */
      const refusedBy = (line: string, claim: PartClaim, cheat: PartCheat) => {
        const { secret } = partOf(round, claim.party);
        const proof = provePartCheating(round, claim, secret, cheat);
        expect(partVerdict(round, claim, proof), line).to.equal("EquationFailed");
        for (const { name } of PART_LINES) {
          const verdict = partVerdict(round, claim, proof, (own) => own.name === name);
          expect(verdict, `${line} without ${name}`).to.equal(name === line ? "accepted" : "EquationFailed");
        }
      };

      it("control: the cheats' prover, honest", () => {
        const { claim, secret } = partOf(round, 1);
        expect(
          partVerdict(
            round,
            claim,
            provePartCheating(round, claim, secret, () => {}),
          ),
        ).to.equal("accepted");
      });

      it("other numbers than its part, in any column that counts", () => {
        for (const party of [0, 1])
          for (const column of sampled([1, 5, 6, 15], 4, party))
            refusedBy("columns", withDeclared(parties[party]!.claim, column), () => {});
        const { claim } = parties[0]!;
        const proof = provePartCheating(round, withDeclared(claim, 0), partOf(round, 0).secret, () => {});
        const verdict = kind === "optimal" ? "accepted" : "EquationFailed";
        expect(partVerdict(round, withDeclared(claim, 0), proof)).to.equal(verdict);
      });

      // V and what is declared have 1 more in column 3, as if its rows were others.
      const false3 = withDeclared(parties[1]!.claim, 3);
      const more = spike(16, 3, 1n);
      const falseV: PartCheat = (step, state) => {
        if (step !== 0) return;
        PART_WORK[0]!({ ...state, claim: parties[1]!.claim });
        add(state, "V", more);
      };

      it("a sum that is not of its rows: the running sum does not come to V(b)", () => {
        refusedBy("rows", false3, falseV);
      });

      it("a slice that is not its matrix's, so that the sum is right", () => {
        const row = false3.multipliers.indexOf(1n);
        refusedBy("columns", false3, (step, state) => {
          falseV(step, state);
          if (step !== 1) return;
          add(state, "E", spike(16, row, evaluate(more, state.challenges.get("b")!)));
          runAgain(state);
        });
      });

      it("a value of V that it does not have", () => {
        refusedBy("columns", false3, (step, state) => {
          falseV(step, state);
          if (step !== 1) return;
          const value = state.scalars.get("v")! - evaluate(more, state.challenges.get("b")!);
          state.scalars.set("v", reduce(value));
          runAgain(state);
        });
      });

      it("a running sum that ends where it did not begin", () => {
        refusedBy("shift", false3, (step, state) => {
          falseV(step, state);
          // The value that `rows` asks for.
          if (step === 2) state.scalars.set("Phi+", neededShift(state));
        });
      });

      it("a simulator with the trapdoor makes accepted proofs, of false claims too", () => {
        for (const party of [0, 1]) {
          const claim = withDeclared(parties[party]!.claim, 4);
          verifyPart(claim, key, simulatePart(round, claim));
        }
      });

      it("is the same with the points of the string in place of its trapdoor", () => {
        const { claim, secret } = partOf(round, 0);
        const committer = srsCommitter(round.string.srs);
        expect(provePart(committer, claim, secret, testSeed("part 0"))).to.deep.equal(parties[0]!.proof);
      });

      it("one for each commitment", () => {
        const { claim, secret } = partOf(round, 1);
        const prove = () => provePart(round.setting.committer, claim, secret, testSeed("twice"));
        prove();
        expect(refusal(prove).code).to.equal("StepRepeated");
      });
    });
  }
});

/** Φ and h once more, without masks, for the E and v that the state has now. */
function runAgain({ claim, polynomials, scalars }: PartState): void {
  const { size, generator } = claim.domain;
  const share = reduce(scalars.get("v")! * claim.domain.sizeInverse);
  const E = polynomials.get("E")!;
  let running = 0n;
  const sums = valuesOn(size, E).map((value, i) => {
    const before = running;
    running = reduce(running + claim.multipliers[i]! * value - share);
    return before;
  });
  const Phi = interpolate(sums);
  const identity = combine([
    [1n, scaleArgument(Phi, generator)],
    [-1n, Phi],
    [-1n, multiply(interpolate(claim.multipliers.map(reduce)), E)],
    [1n, [share]],
  ]);
  polynomials.set("Phi", Phi).set("h", divideByVanishing(identity, size));
}

/** Φ(χz) by the identity of the running sum at z. */
function neededShift({ claim, polynomials, scalars, challenges }: PartState): bigint {
  const z = challenges.get("z")!;
  const at = (name: string) => evaluate(polynomials.get(name)!, z);
  const weight = evaluate(interpolate(claim.multipliers.map(reduce)), z);
  const share = scalars.get("v")! * claim.domain.sizeInverse;
  return reduce(at("Phi") + vanishing(claim.domain.size, z) * at("h") + at("E") * weight - share);
}

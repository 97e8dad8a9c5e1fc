// Companies that seal an outcome by messages: every one ends with the same proof, which verifies;
// whoever departs is named; bad bytes are refused, naming their sender.
import { expect } from "chai";
import type { PublicOutcome } from "../../../client/certificate/types.ts";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { ConcordatError, ProtocolError, SealedError } from "../../../client/errors.ts";
import { encodeWords, WORD_BYTES } from "../../../client/math/words.ts";
import type { SealingInput } from "../../../client/play/seal/input.ts";
import { Sealing } from "../../../client/play/seal/seal.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { engineOutcome } from "../../support/engine-outcome.ts";
import { buildSealed, type SealedRound } from "../../support/sealed.ts";

const SHAPE = { inequalities: [2, 1, 3], equalities: [1, 1, 0], owner: 1 } as const;

type Built = SealedRound & { readonly outcome: PublicOutcome };

/** What each company brings. */
function inputsOf({ statement, key, setting, secrets, committed, rows, outcome }: Built): SealingInput[] {
  const { committer } = setting;
  const { inequalities, equalities } = SHAPE;
  return secrets.map(({ pairs }, party) => ({
    ...{ party, pairs, rows: rows[party]!, committed: committed[party]! },
    round: { statement, key, committer, inequalities, equalities },
    outcome: engineOutcome(outcome, party),
    random: testSeed(`sealing ${party}`),
  }));
}

/** Changes a message of an exchange (0 for shares) on its way to all. */
type Tamper = (exchange: number, from: number, body: Uint8Array) => Uint8Array;

/** Each company's proof, or what it threw. */
function play(inputs: readonly SealingInput[], tamper: Tamper = (_exchange, _from, body) => body) {
  // A copy of the matrix stands for another round: a commitment serves one proof.
  const fresh = ({ committed, ...input }: SealingInput) => ({
    ...input,
    committed: { ...committed, matrix: [...committed.matrix] },
  });
  const companies = inputs.map((input) => new Sealing(fresh(input)));
  let bodies = companies.map(({ share }) => share);
  for (let exchange = 0; ; exchange++) {
    const sent = bodies.map((body, from) => tamper(exchange, from, body));
    // A sender keeps its own message as it was.
    const results = companies.map((company, k) => attempt(() => company.next(sent.with(k, bodies[k]!))));
    if (results.some((result) => result instanceof ConcordatError || "proof" in result)) return results;
    bodies = results.map((result) => (result as { message: Uint8Array }).message);
  }
}

function attempt<Result>(act: () => Result): Result | ConcordatError {
  try {
    return act();
  } catch (error) {
    if (error instanceof ConcordatError) return error;
    throw error;
  }
}

/** The code of each company's error, with the party that it names. */
function errors(results: ReturnType<typeof play>): string[] {
  return results.map((result) => {
    if (!(result instanceof ConcordatError)) return "none";
    const party = result instanceof ProtocolError || result instanceof SealedError ? result.party : undefined;
    return party === undefined ? result.code : `${result.code} ${party}`;
  });
}

/** Adds 1 to the last byte. */
function bumped(body: Uint8Array): Uint8Array {
  return body.with(body.length - 1, (body.at(-1)! + 1) % 256);
}

describe("play: seal", function () {
  this.timeout(240_000);

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    describe(kind, () => {
      const round = buildSealed({ kind, ...SHAPE }, `seal ${kind}`);
      const inputs = inputsOf(round);

      it("every company ends with the same proof, which verifies", () => {
        const results = play(inputs);
        const proofs = results.map((result) => ("proof" in result ? result.proof : null));
        expect(proofs[0]).to.be.an.instanceOf(Uint8Array);
        for (const proof of proofs) expect(proof).to.deep.equal(proofs[0]);
        verifySealed(round.statement, round.key, proofs[0]!);
      });

      // What the kinds do not change, once.
      if (kind !== "optimal") return;

      it("names whoever sends a wrong number in a share or a step", () => {
        const wrong = (at: number) =>
          errors(play(inputs, (exchange, from, body) => (exchange === at && from === 2 ? bumped(body) : body)));
        expect(wrong(0).slice(0, 2)).to.deep.equal(["PointInvalid 2", "PointInvalid 2"]);
        expect(wrong(7).slice(0, 2)).to.deep.equal(["ProofInvalid 2", "ProofInvalid 2"]);
      });

      it("names whoever declares other numbers than it proves", () => {
        // Y_2 of the first column, behind kind, digest and three lists of three rows.
        const at = 1 + WORD_BYTES * (1 + 3 * 3 + 2) - 1;
        const changed = (body: Uint8Array) => body.with(at, (body[at]! + 1) % 256);
        const declared = play(inputs, (exchange, from, body) => (exchange === 0 && from === 2 ? changed(body) : body));
        expect(errors(declared).slice(0, 2)).to.deep.equal(["ProofInvalid 2", "ProofInvalid 2"]);
        // The point of what it shares with party 1: another one of the group.
        const { x, y } = G1.BASE.toAffine();
        const point = (body: Uint8Array) =>
          Uint8Array.from([...body.subarray(0, -2 * WORD_BYTES), ...encodeWords([x, y])]);
        const shared = play(inputs, (exchange, from, body) => (exchange === 0 && from === 2 ? point(body) : body));
        expect(errors(shared)[0]).to.equal("none");
      });

      it("refuses messages of another length, and scalars beyond r", () => {
        for (const [at, change] of [
          [0, (body: Uint8Array) => body.subarray(1)],
          [0, (body: Uint8Array) => Uint8Array.from([...body, 0])],
          [7, (body: Uint8Array) => body.subarray(0, -WORD_BYTES)],
        ] as const) {
          const found = errors(
            play(inputs, (exchange, from, body) => (exchange === at && from === 2 ? change(body) : body)),
          );
          expect(found[0], `exchange ${at}`).to.be.oneOf(["MessageLength 2", "NumberOutOfRange 2", "OutcomeDiffers 2"]);
        }
        const large = encodeWords([(1n << 256n) - 1n]);
        const found = errors(
          play(inputs, (exchange, from, body) =>
            exchange === 7 && from === 2 ? Uint8Array.from([...body.subarray(0, -WORD_BYTES), ...large]) : body,
          ),
        );
        expect(found[0]).to.equal("NumberOutOfRange 2");
      });
    });
  }
});

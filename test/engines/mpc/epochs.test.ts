// Epochs of a session: whatever the coins of truncations, and wherever the nodes resume, the same
// outcome opens, to the last digit. Many programs here have many optima, and equalities whose
// entries tie.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import type { Answer } from "../../../client/engines/mpc/outcome/answer.ts";
import { FINE_BITS, fineDual, finePrimal, lastBasis } from "../../../client/engines/mpc/outcome/refine.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { iterate } from "../../../client/engines/mpc/simplex/iterate.ts";
import { prepareTableau } from "../../../client/engines/mpc/solve.ts";
import { magnitude } from "../../../client/math/field.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { decimalsOf, HARD } from "../../support/hard-programs.ts";
import { sampled } from "../../support/sampled.ts";
import { createNodes, runShared, seeded } from "../../support/sharing.ts";
import { fulfilled, NODES, positionIn, runSession, type SessionChanges } from "./nodes.ts";
import { amongThree, type MpcProgram } from "./problems.ts";

const hard = (kind: string, index: number): MpcProgram =>
  amongThree(HARD[kind]!(testSeed(`${kind} ${index}`)), decimalsOf(kind));

async function example(name: string): Promise<MpcProgram> {
  const { program, decimals } = await loadExample(name);
  return amongThree(program, decimals);
}

/** What the nodes answer; `masks` differ, and so do the coins. */
async function answered(problem: MpcProgram, masks: number, changes: SessionChanges = {}): Promise<Answer> {
  const nonce = (node: number) => new Uint8Array(32).fill(4 * masks + node);
  const results = await runSession(problem, "epochs", { nonce, ...changes });
  const [first, ...others] = results.map((result) => fulfilled(result).answer);
  for (const other of others) expect(other).to.deep.equal(first);
  return first!;
}

/** Each opened different optima in three epochs when coins decided between equal entries. */
const MANY_OPTIMA = [1, 9, 31];
const EQUALITIES_ONLY = [2, 11, 15];

describe("epochs", function () {
  this.timeout(300_000);

  for (const [kind, indices] of [
    ["many optima", MANY_OPTIMA],
    ["many optima, equalities only", EQUALITIES_ONLY],
    ["degenerate", [0]],
    ["nearly parallel rows", [0]],
    ["columns 10^±4, rows 10^±2", [0]],
    ["infeasible by little", [0]],
    ["unbounded", [0]],
  ] as const)
    it(`open the same outcome: ${kind}`, async () => {
      for (const index of indices) {
        const problem = hard(kind, index);
        const first = await answered(problem, 0);
        for (const masks of sampled([1, 2, 3], 3))
          expect(await answered(problem, masks), `${kind} ${index}`).to.deep.equal(first);
      }
    });

  it("open the same outcome wherever they resume", async () => {
    for (const problem of [await example("sc50b"), hard("many optima", 1)]) {
      const saved: Uint8Array[][] = NODES.map(() => []);
      const first = await answered(problem, 0, { save: (node, bytes) => saved[node]!.push(bytes) });
      const places = new Map(saved[0]!.map((bytes, place) => [positionIn(bytes), place]));
      expect(places.size).to.be.at.least(3);
      let masks = 0;
      for (const place of sampled([...places.values()], 2))
        expect(
          await answered(problem, ++masks, { epoch: 1, checkpoints: saved.map((own) => [own[place]!]) }),
        ).to.deep.equal(first);
    }
  });

  it("refine the same numbers to 2^−140, whatever the masks", async () => {
    for (const name of ["afiro", "avgas"]) {
      const { round, parties } = await example(name);
      const refined = async (seed: number) => {
        const words = parties.map((rows) => inputWords(rows));
        const program = async (a: Arithmetic, inputs: readonly Shares[]) => {
          const scaled = await scaleInputs({ arithmetic: a, round, inputs });
          const tableau = await firstTableau(scaled);
          await prepareTableau(tableau, seeded(7));
          for (let i = 0; i < 20; i++) await iterate(tableau, seeded(7).fork(`iteration ${i}`));
          const basis = await lastBasis(tableau);
          const [x, w] = [await finePrimal(basis), await fineDual(basis)];
          // What both say of the number beyond 80 bits: limbs.ts takes up to 2^−34.
          const rest = [x, w].map(({ coarse, fine }) => a.subtract(fine, a.scale(coarse, 1n << 80n)));
          return a.open(a.concat([x.fine, w.fine, ...rest]));
        };
        const [first] = await runShared(createNodes({ seed }), words, seeded(seed), program);
        return first!;
      };
      const [first, ...others] = [await refined(1), await refined(2), await refined(3)];
      const half = first!.length / 2;
      for (const other of others) {
        for (let i = 0; i < half; i++) {
          const distance = magnitude(BigInt.asIntN(128, other[i]! - first![i]!));
          expect(distance < 1n << BigInt(FINE_BITS - 140), `${name} ${i}: ${distance}`).to.equal(true);
        }
        for (const rest of other.slice(half)) expect(magnitude(rest) < 1n << BigInt(FINE_BITS - 65)).to.equal(true);
        // The control: the coins differ.
        expect(other.slice(half)).not.to.deep.equal(first!.slice(half));
      }
    }
  });
});

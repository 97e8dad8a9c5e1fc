// The random sums that show the range of inputs are over subsets that follow from the seed of the
// run and from nothing else. A company that knew the seed when it deals could find integers that
// are others modulo 2^128 and leave every sum as it is; one that has another seed cannot.
import { expect } from "chai";
import { type G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../../client/crypto/curve/bn254.ts";
import { generators } from "../../../client/crypto/curve/generators.ts";
import { subsetsOf } from "../../../client/engines/mpc/input/ranges.ts";
import { inputLayout } from "../../../client/engines/mpc/input/words.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { PROVEN, THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { mod } from "../../../client/math/field.ts";
import { lll } from "../../../client/math/lattice/lll.ts";
import { createRandom } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { program } from "../../support/programs.ts";
import { consortium } from "../multi-party/problems.ts";
import { runSession, type SessionChanges, seedOfSession } from "./nodes.ts";
import type { MpcProgram } from "./problems.ts";

const RING = 1n << 128n;
const [ROWS, COLUMNS] = [20, 14];
const [SEED, OTHER] = ["foreseen", "another"];

/** min Σx, all rows slack at x = 0: no coefficient matters to the optimum. */
const digits = testSeed("slack rows").bytes(ROWS * COLUMNS);
const WHOLE = program(
  new Array<number>(COLUMNS).fill(1),
  Array.from({ length: ROWS }, (_, i) => [[...digits.subarray(i * COLUMNS, (i + 1) * COLUMNS)].map((d) => d % 9), 10]),
);

/** A small vector, other than 0, whose sums over all subsets are 0. */
function unseenBy(subsets: readonly (readonly number[])[], length: number): bigint[] {
  const weight = 1n << 40n;
  const basis = Array.from({ length }, (_, i) => [
    ...Array.from({ length }, (_, j) => (i === j ? 1n : 0n)),
    ...subsets.map((places) => (places.includes(i) ? weight : 0n)),
  ]);
  const found = lll(basis).find((row) => row.slice(length).every((value) => value === 0n));
  return found!.slice(0, length);
}

describe("The subsets of a run", function () {
  this.timeout(300_000);

  /** The sums that test companies' integers, if these are the seeds of the run and its proof. */
  function subsetsOfRun({ round, parties }: MpcProgram, nodes: NodeSet, ofRun: string, ofProof: string): number[][] {
    const streamOf = (seed: string) => createRandom(seedOfSession(seed, nodes));
    const counts = parties.map((_, party) => {
      const { coefficients, rhs, costs } = inputLayout(round, party);
      return coefficients + rhs + costs;
    });
    const all = counts.reduce((sum, count) => sum + count, 0);
    return [
      ...subsetsOf(counts[0]!, streamOf(ofRun).fork("ranges").fork("integers/0")),
      ...(nodes.proves ? subsetsOf(all, streamOf(ofProof).fork("proof")) : []),
    ];
  }

  /** How a session ends in which party 0 has foreseen these seeds. */
  async function play(nodes: NodeSet, ofRun: string, ofProof = ofRun): Promise<string[]> {
    const game = { ...consortium(WHOLE, nodes.count - 1, nodes.count - 1, 0), whole: WHOLE };
    const { coefficients } = inputLayout(game.round, 0);
    const added = unseenBy(subsetsOfRun(game, nodes, ofRun, ofProof), coefficients).map((value) => value * RING);
    const { columns } = generators(COLUMNS);
    const changes: SessionChanges = {
      nodes,
      inputs: (input, party) =>
        party === 0
          ? { ...input, integers: input.integers.map((value, place) => value + (added[place] ?? 0n)) }
          : input,
      committed: (committed, party) => {
        if (party !== 0) return committed;
        const rows = committed.points.rows.map((point, row) =>
          columns
            .map(({ point: generator }, j) => generator.multiplyUnsafe(mod(added[COLUMNS * row + j]!, GROUP_ORDER)))
            .reduce((sum: G1, term) => sum.add(term), pointFromAffine(point)),
        );
        return { ...committed, points: { ...committed.points, rows: pointsToAffine(rows) } };
      },
    };
    return (await runSession(game, SEED, changes)).map((result) => {
      if (result.status === "rejected")
        return result.reason instanceof ProtocolError ? result.reason.code : String(result.reason);
      const { answer } = result.value;
      return answer.kind === "none" ? answer.cause : answer.kind;
    });
  }

  for (const nodes of [THREE, FOUR, PROVEN]) {
    const all = (end: string) => new Array<string>(nodes.count).fill(end);

    it(`are those of its seed with ${nodes.engine}: whoever knew it would pass`, async () => {
      expect(await play(nodes, SEED)).to.deep.equal(all("optimal"));
    });

    it(`refuse with ${nodes.engine} who knows another seed`, async () => {
      expect(await play(nodes, OTHER)).to.deep.equal(all("InputOutOfRange"));
    });
  }

  it("are others in the proof: whoever knew only those before would pass up to there", async () => {
    expect(await play(PROVEN, SEED, OTHER)).to.deep.equal(["unproven", "unproven", "unproven"]);
  });
});

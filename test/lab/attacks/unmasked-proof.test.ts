// The distinguishing game on sealed outcomes: a coin's toss on true proofs, and certain where a
// polynomial is left without its masks.
import { expect } from "chai";
import { createRandom, type Random } from "../../../client/math/random.ts";
import { compareUnmasked, nameByUnmasked } from "../../../lab/attacks/unmasked-proof.ts";
import { drawSettled, playSealed } from "../../../lab/games/outcomes.ts";
import { seal } from "../../../lab/games/sealed-rounds.ts";
import type { Settled } from "../../../lab/games/settled.ts";
import { deepProfile } from "../../../scripts/deep-profile.ts";
import { testSeed } from "../../support/certificate.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { testString } from "../../support/sealed.ts";

const setUp = testString(16);
const { numRuns, seed } = propertyRuns(12, 0x5ea1);
/** A fair coin is farther from half once in 1,000 games, in standard deviations. */
const LIMIT = 3.3;

const ZEROS: Random = { bytes: (length) => new Uint8Array(length), fork: () => ZEROS };

/** The same streams but those of some labels, which are zeros. */
function without(labels: readonly string[], random: Random): Random {
  return {
    bytes: (length) => random.bytes(length),
    fork: (name) => (labels.includes(name) ? ZEROS : without(labels, random.fork(name))),
  };
}

/**
 * What masks are drawn under, and entries that show it when they are 0. The values of the running
 * sums depend on the masks of the matrices, those of the inner product on the solution's, too.
 */
const POLYNOMIALS: readonly (readonly [labels: readonly string[], entries: readonly string[]])[] = [
  [["masks of l/C"], ["l/C", "l/C/0", "l/C/31"]],
  [["sealed/point"], ["x"]],
  [["masks of the matrix"], ["A/0", "A/1"]],
  [["masks of the costs"], ["c"]],
  [["masks of l/0"], ["l/0", "l/0/0", "l/0/31"]],
  [["masks of l/1"], ["l/1", "l/1/0", "l/1/31"]],
  [["masks of m"], ["m"]],
  [["masks of h/C"], ["h/C"]],
  [["masks of h/0"], ["h/0"]],
  [["masks of h/1"], ["h/1"]],
  [["masks of hT"], ["hT"]],
  [
    ["masks of Phi", "masks of the matrix"],
    ["Phi", "Phi+"],
  ],
  [
    ["masks of Psi", "masks of the matrix", "sealed/point"],
    ["Psi", "Psi+"],
  ],
];

const candidate = ({ dealt, outcome }: Settled) => ({ rows: dealt.parties, outcome });

describe("unmasked proof, against sealed outcomes", function () {
  this.timeout(300_000);
  let pair: readonly Settled[];

  before(async () => {
    pair = [await drawSettled(testSeed("first")), await drawSettled(testSeed("second"))];
  });

  it("finds only what is public in a true proof, for the right candidate as for the other", () => {
    const round = seal(pair[0]!, setUp, testSeed("true proof"));
    for (const settled of pair)
      expect(compareUnmasked(round, setUp.committer, candidate(settled)).same).to.deep.equal(["N"]);
  });

  for (const [labels, entries] of deepProfile() === null ? POLYNOMIALS.slice(0, 4) : POLYNOMIALS)
    it(`names the right candidate where zeros replace: ${labels.join(", ")}`, () => {
      const round = seal(pair[1]!, setUp, without(labels, testSeed("proof without masks")));
      expect(compareUnmasked(round, setUp.committer, candidate(pair[1]!)).same).to.include.members(entries);
      expect(compareUnmasked(round, setUp.committer, candidate(pair[0]!)).same).to.deep.equal(["N"]);
      expect(nameByUnmasked(round, setUp.committer, pair.map(candidate))).to.equal(1);
    });

  it(`is at guessing level on true proofs: ${numRuns} plays, seed ${seed}`, async () => {
    const bytes = new Uint8Array(32);
    new DataView(bytes.buffer).setInt32(0, seed);
    const { recovered, total } = await playSealed(numRuns, setUp, createRandom(bytes));
    const distance = Math.abs(2 * recovered - total) / Math.sqrt(total);
    expect(distance, `${recovered} of ${total} right`).to.be.below(LIMIT);
  });
});

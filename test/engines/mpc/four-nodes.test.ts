// The method of mpc on shares of four nodes: the same outcomes as on three, and what a node that
// departs from the protocol does to the values that open among three nodes ends the run.
import { expect } from "chai";
import { FourNodes } from "../../../client/crypto/four-sharing/four-nodes.ts";
import { connectFour, type Links, NODES, type NodeIndex } from "../../../client/crypto/four-sharing/link.ts";
import type { FourSharingOptions } from "../../../client/crypto/four-sharing/party.ts";
import type { Addends, Shares } from "../../../client/crypto/sharing/arena.ts";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { zeros } from "../../../client/crypto/sharing/local.ts";
import type { Cut } from "../../../client/crypto/sharing/scheme.ts";
import { checkInputs } from "../../../client/engines/mpc/input/check-inputs.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import type { Answer } from "../../../client/engines/mpc/outcome/answer.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau, runIterations } from "../../../client/engines/mpc/solve.ts";
import { ProtocolError } from "../../../client/errors.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { loadExample } from "../../support/examples.ts";
import { program } from "../../support/programs.ts";
import { createFour, createNodes, runShared, seeded } from "../../support/sharing.ts";
import { amongThree, type MpcProgram } from "./problems.ts";

/** An optimum with an equality, without a solution, without a bound. */
const SMALL: Readonly<Record<string, IntegerProgram>> = {
  optimal: program(
    [-3, -5, -4],
    [
      [[2, 3, 0], 8],
      [[0, 2, 5], 10],
      [[3, 2, 4], 15],
    ],
    [[[1, 1, 1], 4]],
  ),
  infeasible: program(
    [1, 1],
    [
      [[1, 1], 1],
      [[-1, -2], -5],
    ],
  ),
  unbounded: program(
    [-1, 0],
    [
      [[1, -1], 2],
      [[-1, 0], 0],
    ],
  ),
};

const wordsOf = ({ parties }: MpcProgram) => parties.map((rows) => inputWords(rows));

/** The node's answer; the same random numbers for every run. */
async function solve(a: Arithmetic, { round }: MpcProgram, inputs: readonly Shares[]): Promise<Answer> {
  const shared = { arithmetic: a, round, inputs };
  const random = seeded(77);
  await checkInputs(shared);
  const tableau = await firstTableau(shared);
  await prepareTableau(tableau, random);
  return (await runIterations(shared, tableau, { random })).answer;
}

const answersOn = (nodes: readonly Arithmetic[], game: MpcProgram) =>
  runShared(nodes, wordsOf(game), seeded(5), (a, inputs) => solve(a, game, inputs));

type Operation = "reshare" | "truncateEach" | "negativeTimes";

/** An operation in which a node adds numbers to what it multiplies or compares. */
interface Departure {
  readonly operation: Operation;
  readonly phase: string;
  /** Which of the operations in this phase, from 0. */
  readonly at: number;
}

/** A node that departs once, if at all, and keeps to the protocol otherwise. */
class Departing extends FourNodes {
  readonly counts = new Map<string, number>();
  readonly #departure: Departure | null;
  readonly #onDeparture: () => void;

  constructor(options: FourSharingOptions, departure: Departure | null, onDeparture: () => void) {
    super(options);
    this.#departure = departure;
    this.#onDeparture = onDeparture;
  }

  #departs(operation: Operation): boolean {
    const name = `${this.phase} ${operation}`;
    const at = this.counts.get(name) ?? 0;
    this.counts.set(name, at + 1);
    const { operation: due, phase, at: when } = this.#departure ?? {};
    const departs = due === operation && phase === this.phase && when === at;
    if (departs) this.#onDeparture();
    return departs;
  }

  /** 5·2^64 in the first element of every component, for this node alone. */
  #errors(length: number): Shares {
    const errors = zeros(this.arena, length);
    for (const at of [errors.a, errors.b, errors.c!]) this.arena.bytes(at, 16)[8] = 5;
    return errors;
  }

  #added(products: readonly Addends[]): Addends[] {
    return products.map((sum) => this.addAddends(sum, this.addends(this.#errors(sum.length))));
  }

  override reshare(products: readonly Addends[]): Promise<Shares[]> {
    return super.reshare(this.#departs("reshare") ? this.#added(products) : products);
  }

  override truncateEach(cuts: readonly Cut[]): Promise<Shares[]> {
    if (!this.#departs("truncateEach")) return super.truncateEach(cuts);
    const products = this.#added(cuts.map(({ product }) => product));
    return super.truncateEach(cuts.map(({ bits }, i) => ({ bits, product: products[i]! })));
  }

  override negativeTimes(x: Shares, words: Shares) {
    if (!this.#departs("negativeTimes")) return super.negativeTimes(x, words);
    const changed = this.arena.shares(x.length);
    const errors = this.#errors(x.length);
    for (const part of ["a", "b", "c"] as const)
      this.arena.kernel.add(changed[part]!, x[part]!, errors[part]!, x.length);
    return super.negativeTimes(changed, words);
  }
}

class Watched extends Arithmetic {
  readonly opened: bigint[][] = [];
  override async open(x: Shares): Promise<bigint[]> {
    const values = await super.open(x);
    this.opened.push(values);
    return values;
  }
}

/**
 * What each node opened, and the error with which it stopped, if it did. `before`: how often it had
 * opened something before the cheater departed.
 */
async function play(game: MpcProgram, cheater: NodeIndex, departure: Departure | null) {
  const links = connectFour();
  const random = seeded(1);
  const seeds = NODES.map(() => random.bytes(32));
  let before: number | null = null;
  const schemes = NODES.map((node) => {
    const options = { node, links: links[node] as Links, seeds, epoch: 0 };
    return new Departing(options, node === cheater ? departure : null, () => {
      before = nodes[cheater]!.opened.length;
    });
  });
  const nodes: Watched[] = schemes.map((scheme) => new Watched(scheme));
  const errors = await runShared(nodes, wordsOf(game), seeded(5), async (a, inputs) => {
    try {
      await solve(a, game, inputs);
      return null;
    } catch (error) {
      links[a.node]!.end();
      return error;
    }
  });
  return {
    errors,
    opened: nodes.map(({ opened }) => opened),
    before: before as number | null,
    counts: schemes[cheater]!.counts,
  };
}

describe("mpc on shares of four nodes", function () {
  this.timeout(120_000);

  for (const [kind, whole] of Object.entries(SMALL))
    it(`has the outcome of three nodes: ${kind}`, async () => {
      const game = amongThree(whole);
      const [three, four] = [await answersOn(createNodes(), game), await answersOn(createFour(), game)];
      expect(three[0]!.kind).to.equal(kind);
      for (const answer of four) expect(answer).to.deep.equal(three[0]);
    });

  it("has the outcome of three nodes: avgas", async () => {
    const { program: whole, decimals } = await loadExample("avgas");
    const game = amongThree(whole, decimals);
    const [three, four] = [await answersOn(createNodes(), game), await answersOn(createFour(), game)];
    for (const answer of four) expect(answer).to.deep.equal(three[0]);
  });

  it("ends, before anything else opens, when a node adds numbers to a product or a comparison", async () => {
    const game = amongThree(SMALL["optimal"]!);
    const honest = await play(game, 0, null);
    expect(honest.errors).to.deep.equal([null, null, null, null]);
    const [expected] = honest.opened;
    // The first and the last of each operation in each phase: the bit that says whether the run is
    // over, the last word of the refinement, the bits of the tests before the opening among them.
    const places = [...honest.counts].flatMap(([name, count]) => {
      const [phase, operation] = [name.slice(0, name.lastIndexOf(" ")), name.slice(name.lastIndexOf(" ") + 1)];
      return [0, count - 1].map((at): Departure => ({ phase, operation: operation as Operation, at }));
    });
    expect(places.map(({ phase }) => phase)).to.include.members(["done", "refinement", "outcome"]);
    for (const [i, departure] of places.entries()) {
      const cheater = NODES[i % NODES.length]!;
      const { errors, opened, before } = await play(game, cheater, departure);
      const what = JSON.stringify({ cheater, ...departure });
      expect(before, what).to.not.equal(null);
      for (const node of NODES) {
        expect(opened[node], `${what}: what node ${node} reads`).to.deep.equal(expected!.slice(0, before!));
        if (node === cheater) continue;
        expect(errors[node], what).to.be.instanceOf(ProtocolError);
        expect((errors[node] as ProtocolError).code, what).to.be.oneOf(["SharesDiffer", "PeerLost"]);
      }
    }
  });
});

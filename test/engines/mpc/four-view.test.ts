// What a node of mpc/four sees follows from what opens: against peers that have no data, and know
// only the numbers that opened in a real run, it receives messages of the same lengths, bytes that
// a chi-square test cannot tell from real ones, and the same openings; also when it departs from
// the protocol, and then everybody stops where they do in a real run.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { componentsOf, type Shares } from "../../../client/crypto/sharing/arena.ts";
import { decodeElements, ELEMENT_BYTES, encodeElements } from "../../../client/crypto/sharing/elements.ts";
import type { NodeLinks } from "../../../client/crypto/sharing/link.ts";
import type { Scheme } from "../../../client/crypto/sharing/scheme.ts";
import type { Joining, NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import type { SessionResult } from "../../../client/engines/mpc/session.ts";
import { ConcordatError } from "../../../client/errors.ts";
import type { IntegerRows, PartyRows } from "../../../client/lp/model/normal.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { deviationBetween } from "../../support/chi-square.ts";
import { program } from "../../support/programs.ts";
import { sampled } from "../../support/sampled.ts";
import { observe, runSession } from "./nodes.ts";
import { amongThree, withHelper } from "./problems.ts";
import { type Changes, FOUR_NODES, type Sending, WatchedNodes } from "./watched-nodes.ts";

const GAME = withHelper(
  amongThree(
    program(
      [-3, -5, -4],
      [
        [[2, 3, 0], 8],
        [[0, 2, 5], 10],
        [[3, 2, 4], 15],
      ],
    ),
  ),
);
const LIMIT = 4;

/**
 * The three peers of `node`, which compute on made-up inputs: in each opening they send it what
 * makes the next of `opened` of its own components.
 */
class PeersWithoutData {
  readonly nodes: NodeSet;
  readonly #node: number;
  readonly #opened: readonly (readonly bigint[])[];
  /** Per opening, the components that peers hold, by index. */
  readonly #components: Map<number, Uint8Array>[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];

  constructor(node: number, opened: readonly (readonly bigint[])[], nodes: NodeSet) {
    this.#node = node;
    this.#opened = opened;
    this.nodes = {
      ...nodes,
      join: async (joining) => {
        const scheme = await nodes.join(joining);
        let index = 0;
        return joining.node === node
          ? scheme
          : Object.assign(scheme, { open: (x: Shares) => this.#open(scheme, joining, index++, x) });
      },
    };
  }

  async #open(scheme: Scheme, { node: own, links }: Joining, index: number, x: Shares): Promise<bigint[]> {
    await scheme.confirm();
    const size = ELEMENT_BYTES * x.length;
    this.#components[index] ??= new Map();
    this.#waiting[index] ??= Promise.withResolvers();
    const known = this.#components[index]!;
    for (const [k, at] of componentsOf(x).entries())
      known.set((own + 1 + k) % FOUR_NODES.length, Uint8Array.from(scheme.arena.bytes(at, size)));
    if (known.size === FOUR_NODES.length) this.#waiting[index]!.resolve();
    await this.#waiting[index]!.promise;
    const values = this.#opened[index]!;
    const held = FOUR_NODES.filter((j) => j !== this.#node).map((j) => decodeElements(known.get(j)!));
    const missing = encodeElements(
      values.map((value, i) =>
        BigInt.asIntN(
          128,
          held.reduce((rest, component) => rest - component[i]!, value),
        ),
      ),
    );
    const link = links[this.#node]!;
    const away = (own - this.#node + FOUR_NODES.length) % FOUR_NODES.length;
    const digest = createHash("sha256").update("concordat/four-sharing/v1/opened").update(missing).digest();
    if (away === 1) link.send(missing);
    if (away === 2) link.send(new Uint8Array(digest));
    // What the node sends in an opening: its component to the one before it, a digest to the next
    // but one.
    if (away === 3) await link.receive(size);
    if (away === 2) await link.receive(32);
    return [...values];
  }
}

interface View {
  readonly received: readonly Uint8Array[];
  readonly opened: readonly (readonly bigint[])[];
  readonly ends: readonly string[];
}

function endOf(result: PromiseSettledResult<SessionResult>): string {
  if (result.status === "fulfilled") return JSON.stringify(result.value.answer, (_, v) => String(v));
  return result.reason instanceof ConcordatError ? result.reason.code : String(result.reason);
}

/** Rows of the same shape that have nothing to do with a party's own. */
function madeUp({ columns, inequalities, equalities, objective }: PartyRows, index: number): PartyRows {
  const random = testSeed(`made up ${index}`);
  const numbers = (values: readonly bigint[]) => values.map(() => randomBelow(random, 1n << 60n));
  const part = ({ coefficients, rhs }: IntegerRows) => ({ coefficients: coefficients.map(numbers), rhs: numbers(rhs) });
  return {
    ...{ columns, inequalities: part(inequalities), equalities: part(equalities) },
    objective: objective && numbers(objective),
  };
}

/** `known`: what opened in a real run; null for one with data. */
async function viewOf(node: number, changes: Changes, known: View["opened"] | null): Promise<View> {
  const watched = new WatchedNodes(changes);
  const received: Uint8Array[] = [];
  const links = (own: number, between: NodeLinks): NodeLinks => {
    const outer = watched.links(own, between);
    return own === node ? observe(outer, received) : outer;
  };
  const made = { ...GAME, parties: GAME.parties.map((rows, index) => (index === node ? rows : madeUp(rows, index))) };
  const results = await runSession(known === null ? GAME : made, known === null ? "real" : "simulated", {
    nodes: known === null ? watched.nodes : new PeersWithoutData(node, known, watched.nodes).nodes,
    links,
  });
  return { received, opened: watched.opened[node]!, ends: results.map(endOf) };
}

describe("the view of a node of mpc/four", function () {
  this.timeout(900_000);

  function expectAlike(real: View, simulated: View, what: string): void {
    expect(simulated.opened, what).to.deep.equal(real.opened);
    expect(simulated.ends, what).to.deep.equal(real.ends);
    expect(
      simulated.received.map(({ length }) => length),
      what,
    ).to.deep.equal(real.received.map(({ length }) => length));
    const [left, right] = [real, simulated].map(({ received }) => Buffer.concat(received)) as [Buffer, Buffer];
    expect(deviationBetween(left, right), what).to.be.below(LIMIT);
  }

  it("follows from what opens, if it keeps to the protocol", async () => {
    for (const node of sampled(FOUR_NODES, 4)) {
      const real = await viewOf(node, {}, null);
      expectAlike(real, await viewOf(node, {}, real.opened), `node ${node}`);
    }
  });

  it("follows from what opens, if it departs from the protocol", async () => {
    for (const node of sampled(FOUR_NODES, 4, 2)) {
      const random = testSeed(`departures ${node}`);
      const honest = await viewOf(node, {}, null);
      const sent: Sending[] = [];
      await viewOf(
        node,
        {
          send: (sending) => {
            if (sending.node === node) sent.push(sending);
            return undefined;
          },
        },
        null,
      );
      for (let sample = 0; sample < 3; sample++) {
        const { index } = sent[Number(randomBelow(random, BigInt(sent.length - 3)))]!;
        const changes: Changes = {
          send: ({ node: own, index: at, bytes }) =>
            own === node && at === index ? bytes.map((byte) => byte ^ 0x5a) : undefined,
        };
        const real = await viewOf(node, changes, null);
        expectAlike(real, await viewOf(node, changes, honest.opened), `seed "departures ${node}", message ${index}`);
      }
    }
  });
});

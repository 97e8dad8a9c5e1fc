// The engine mpc/proven: sessions of three nodes that prove what they have found before it opens.
import { expect } from "chai";
import type { Link, NodeLinks } from "../../../../client/crypto/sharing/link.ts";
import { PROVEN } from "../../../../client/engines/mpc/nodes/three.ts";
import type { Answer } from "../../../../client/engines/mpc/outcome/answer.ts";
import type { SessionResult } from "../../../../client/engines/mpc/session.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { randomBelow } from "../../../../client/math/random.ts";
import { testSeed } from "../../../support/certificate.ts";
import { loadExample } from "../../../support/examples.ts";
import { program } from "../../../support/programs.ts";
import { sampled, sampledOfEach } from "../../../support/sampled.ts";
import { type ProgramKind, randomProgram } from "../../multi-party/problems.ts";
import { fulfilled, NODES, outcomesOf, runSession, type SessionChanges } from "../nodes.ts";
import { amongThree, type MpcProgram, SMALL } from "../problems.ts";
import { sendingThrough } from "../sending.ts";

const { infeasible, unbounded } = SMALL;
/** With tolerances as rounding needs them: within wider ones a node could change what opens. */
const GAME = ((game: MpcProgram): MpcProgram => {
  const tolerances = { residual: 100n, dual: 100n, gap: 10n ** 20n };
  return { ...game, round: { ...game.round, tolerances } };
})(amongThree(SMALL.optimal));

function answerOf(result: PromiseSettledResult<SessionResult>): Answer {
  return fulfilled(result).answer;
}

const answersOf = async (game: MpcProgram, changes: SessionChanges = {}): Promise<Answer[]> =>
  (await runSession(game, "proven", { nodes: PROVEN, ...changes })).map(answerOf);

/** Shows what each node sends, and replaces it by what is returned. */
function sending(change: (node: number, index: number, bytes: Uint8Array) => Uint8Array): SessionChanges["links"] {
  const sent = NODES.map(() => 0);
  return (node: number, links: NodeLinks) => sendingThrough(links, (bytes) => change(node, sent[node]!++, bytes));
}

/** A node adds 1 to a byte of one message. */
function addingOne(node: number, index: number, place: number): SessionChanges["links"] {
  return sending((from, at, bytes) => {
    if (from !== node || at !== index) return bytes;
    const changed = Uint8Array.from(bytes);
    changed[place % bytes.length]! += 1;
    return changed;
  });
}

describe("Three nodes that prove an outcome before it opens", function () {
  this.timeout(300_000);

  it("open what three nodes open that prove nothing", async () => {
    const { program: whole, decimals } = await loadExample("afiro");
    for (const game of [GAME, amongThree(whole, decimals)]) {
      const [answer] = (await runSession(game, "proven")).map(answerOf);
      expect(answer!.kind).to.equal("optimal");
      expect(await answersOf(game)).to.deep.equal(NODES.map(() => answer));
    }
  });

  for (const [kind, whole] of Object.entries({ infeasible, unbounded }))
    it(`prove of a program that is ${kind} that it is, and open nothing else`, async () => {
      for (const game of [amongThree(whole), amongThree(randomProgram(5, kind as ProgramKind, 9), 3)]) {
        expect((await runSession(game, "proven")).map(answerOf)[0]!.kind).to.equal(kind);
        expect(await answersOf(game)).to.deep.equal(NODES.map(() => ({ kind: "none", cause: `proven-${kind}` })));
      }
    });

  it("open nothing of a program that is infeasible by less than tolerances pay", async () => {
    // x ≤ 1 and x ≥ 1 + 2^−56, up to 10^9.
    const close = program(
      [1],
      [
        [[1n << 56n], 1n << 56n],
        [[-(1n << 56n)], -(1n << 56n) - 1n],
      ],
    );
    const { round, ...game } = amongThree(close);
    const tolerances = { ...round.tolerances, dual: 1n << 84n };
    const own = { ...game, round: { ...round, tolerances, bounds: [10n ** 21n] } };
    expect((await runSession(own, "proven")).map(answerOf)[0]!.kind).to.equal("infeasible");
    expect(await answersOf(own)).to.deep.equal(NODES.map(() => ({ kind: "none", cause: "unproven" })));
  });

  it("open nothing of an optimum above an upper bound", async () => {
    const bounds = GAME.round.bounds.map(() => 1n);
    const low = { ...GAME, round: { ...GAME.round, bounds } };
    expect((await runSession(low, "proven")).map(answerOf)[0]!.kind).to.equal("above");
    expect(await answersOf(low)).to.deep.equal(NODES.map(() => ({ kind: "none", cause: "unproven" })));
  });

  describe("with a node that departs from the protocol", () => {
    let honest: Answer;
    /** Phases of node 0's messages, in order. */
    const phases: string[] = [];
    const counts = NODES.map(() => 0);
    /** How often each node stores something. */
    const stores = NODES.map(() => 0);

    before(async () => {
      const meter = {
        add: (phase: string, counted: string) => {
          if (counted === "messages") phases.push(phase);
        },
      };
      const count = sending((node, _, bytes) => {
        counts[node]!++;
        return bytes;
      });
      const save = (node: number) => {
        stores[node]!++;
      };
      honest = (await answersOf(GAME, { meter, links: count!, save }))[0]!;
    });

    /** The answers to honest nodes if a node adds 1 to a byte of one message. */
    async function withChange(node: number, index: number, place: number): Promise<Answer[]> {
      const links = addingOne(node, index, place);
      const results = await runSession(GAME, "proven", { nodes: PROVEN, links: links! });
      return results.flatMap((result, other) =>
        other === node || result.status === "rejected" ? [] : [result.value.answer],
      );
    }

    /** Runs a first epoch with the changes, and a second one from what the nodes have stored. */
    async function inTwoEpochs({ save: interrupt = () => {}, ...changes }: SessionChanges) {
      const stored: Uint8Array[][] = NODES.map(() => []);
      const save = (node: number, bytes: Uint8Array) => {
        interrupt(node, bytes);
        stored[node] = [bytes, ...stored[node]!].slice(0, 2);
      };
      const first = await runSession(GAME, "proven", { nodes: PROVEN, save, ...changes });
      const again = new Set<string>();
      const meter = { add: (phase: string) => void again.add(phase) };
      const second = await runSession(GAME, "proven", { nodes: PROVEN, epoch: 1, checkpoints: stored, meter });
      return { first, second, playsAgain: again.size > 1 };
    }

    /** Node 0 sends all messages but those from the `last`-last on to the nodes in `withheld`. */
    const breaksOff = (last: number, withheld: readonly number[], from = 0): SessionChanges["links"] => {
      let sent = 0;
      return (node, links) =>
        node !== from
          ? links
          : sendingThrough(links, (bytes, to) => {
              if (sent++ >= counts[from]! - last && withheld.includes(to)) throw new Error("breaks off");
              return bytes;
            });
    };

    /** Stops a node before it stores something for the `last`-last time. */
    const stopsAt = (node: number, last: number): NonNullable<SessionChanges["save"]> => {
      let count = 0;
      return (by) => {
        if (by === node && count++ === stores[node]! - last) throw new Error("stops");
      };
    };

    // Last: two messages each with digests, of words, of words passed on, of the verdict, of the
    // outcome, and that the result is stored.
    const LAST = 12;

    it("and breaks off while others lack digests: the next epoch goes on if all have fixed their parts", async () => {
      for (const [last, again] of [
        [LAST + 2, true],
        [LAST, false],
      ] as const) {
        const { first, second, playsAgain } = await inTwoEpochs({ links: breaksOff(last, [1, 2])! });
        expect(first.map(({ status }) => status)).to.deep.equal(NODES.map(() => "rejected"));
        expect(second.map(answerOf)).to.deep.equal(NODES.map(() => honest));
        expect(playsAgain).to.equal(again);
      }
    });

    it("and breaks off for one or both once they have agreed: all open the same, and nothing is played again", async () => {
      for (const [last, withheld] of [
        [LAST - 2, [2]],
        [LAST - 2, [1, 2]],
        [4, [1]],
        [2, [1, 2]],
      ] as const) {
        const { second, playsAgain } = await inTwoEpochs({ links: breaksOff(last, withheld)! });
        expect(second.map(answerOf)).to.deep.equal(NODES.map(() => honest));
        expect(playsAgain).to.equal(false);
      }
    });

    /** What `from` sends `to` in the last rounds comes late. */
    const late = (from: number, to: number): SessionChanges => {
      const settle = (turns: number, then: () => void): void => {
        if (turns === 0) then();
        else setImmediate(() => settle(turns - 1, then));
      };
      let sent = 0;
      const links = (node: number, own: NodeLinks): NodeLinks =>
        own.map(
          (link, peer): Link | null =>
            link && {
              send: (bytes) => {
                const isLast = node === from && sent++ >= counts[from]! - LAST;
                // A node uses the memory of a message again once it has sent it.
                const copy = Uint8Array.from(bytes);
                settle(isLast && peer === to ? 200 : 0, () => link.send(copy));
              },
              receive: (length) => link.receive(length),
            },
        );
      return { nodes: PROVEN, links };
    };

    it("holds digests of all that was sent over each link, though the last copies come late over one", async () => {
      for (const [from, to] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const results = await runSession(GAME, "proven", late(from, to));
        expect(outcomesOf(GAME, results).map(({ kind }) => kind)).to.deep.equal(GAME.parties.map(() => "optimal"));
      }
    });

    it("and closes with wrong digests of its link to a node whose copies come late: nobody is named", async () => {
      const results = await runSession(GAME, "proven", late(1, 0));
      fulfilled(results[2]!).digests[1]!.received[0]! ^= 1;
      const end = await Promise.resolve()
        .then(() => outcomesOf(GAME, results))
        .catch((error: unknown) => error);
      expect(end).to.be.instanceOf(ProtocolError).that.includes({ code: "TranscriptDiffers", party: undefined });
    });

    it("and says something else than that it has kept the result: one that has lost the other comes back for it", async () => {
      const sent = NODES.map(() => 0);
      const links = (node: number, own: NodeLinks): NodeLinks =>
        sendingThrough(own, (bytes, to) => {
          const left = counts[node]! - sent[node]!++;
          if (node === 0 && left === 2) throw new Error("stops");
          return node === 2 && to === 1 && left === 1 ? new Uint8Array(7) : bytes;
        });
      const [, end] = await runSession(GAME, "proven", { nodes: PROVEN, links });
      expect(end).to.have.property("reason").that.is.instanceOf(ProtocolError).with.property("code", "PeerLost");
    });

    it("or that is stopped at any of the last steps, before or after it stores: all open the same", async () => {
      const atMessages = NODES.flatMap((node) =>
        Array.from({ length: LAST + 2 }, (_, i): SessionChanges => ({ links: breaksOff(i + 1, NODES, node)! })),
      );
      // What is stored last: its part, that it has agreed, and what it has heard.
      const atStores = NODES.flatMap((node) =>
        [3, 2, 1].map((last): SessionChanges => ({ save: stopsAt(node, last) })),
      );
      for (const changes of [...sampled(atMessages, 10), ...sampled(atStores, 4)]) {
        const { second } = await inTwoEpochs(changes);
        expect(second.map(answerOf)).to.deep.equal(NODES.map(() => honest));
      }
    });

    function expectNothingElse(answers: readonly Answer[], what: string): void {
      for (const answer of answers) if (answer.kind !== "none") expect(answer, what).to.deep.equal(honest);
    }

    it("in any message of any phase, sampled: nothing opens but the optimum", async () => {
      const random = testSeed("departs");
      const samples = Array.from({ length: 24 }, (_, sample) => {
        const node = sample % 3;
        const index = Number(randomBelow(random, BigInt(counts[node]!)));
        return { node, index, place: Number(randomBelow(random, 1n << 20n)) };
      });
      for (const { node, index, place } of sampledOfEach(samples, 4, ({ node }) => node)) {
        expectNothingElse(await withChange(node, index, place), `node ${node}, message ${index}, byte ${place}`);
      }
    });

    it("in a message of the refinement, where the numbers that open are made: nothing opens but the optimum", async () => {
      // Messages before the first that is counted, and those that say that the result is stored.
      const before = counts[0]! - phases.length - (NODES.length - 1);
      const numbers = phases.flatMap((phase, index) => (phase === "refinement" ? [before + index] : []));
      const chosen = numbers.filter((_, i) => i % 20 === 0);
      for (const index of sampled(chosen, 5)) {
        expectNothingElse(await withChange(0, index, index), `message ${index}`);
      }
      expect(numbers).to.have.length.above(20);
    });
  });

  describe("with a node that departs from the protocol while no optimum can be proven", () => {
    const game = amongThree(infeasible);

    it("in any message from its first proof on, sampled: no numbers open, and no other kind is proven", async () => {
      const counts = NODES.map(() => 0);
      const count = sending((node, _, bytes) => {
        counts[node]!++;
        return bytes;
      });
      let proofs = 0;
      const meter = {
        add: (phase: string, counted: string, amount: number) => {
          if (counted === "messages" && (phase === "proof" || proofs > 0)) proofs += amount;
        },
      };
      const [honest] = await answersOf(game, { links: count!, meter });
      expect(honest).to.deep.equal({ kind: "none", cause: "proven-infeasible" });
      const random = testSeed("departs");
      const samples = Array.from({ length: 24 }, (_, sample) => {
        const node = sample % 3;
        const index = counts[node]! - 1 - Number(randomBelow(random, BigInt(proofs)));
        return { node, index, place: Number(randomBelow(random, 1n << 20n)) };
      });
      for (const { node, index, place } of sampledOfEach(samples, 4, ({ node }) => node)) {
        const results = await runSession(game, "proven", { nodes: PROVEN, links: addingOne(node, index, place)! });
        for (const [other, result] of results.entries()) {
          if (other === node || result.status === "rejected") continue;
          const what = `node ${node}, message ${index}, byte ${place}`;
          expect([honest, { kind: "none", cause: "unproven" }], what).to.deep.include(result.value.answer);
        }
      }
    });

    it("or is stopped at any step from its first proof on: all end alike, with the kind or unproven", async () => {
      const ends = new Set<string>();
      const honest = (await answersOf(game))[0]!;
      let stores = 0;
      const counted = (node: number) => {
        if (node === 0) stores++;
      };
      await answersOf(game, { save: counted });
      // What is stored last, of each of two proofs: a part, that it agreed, and what it heard.
      const stops = [6, 5, 4, 3, 2, 1].flatMap((last) => NODES.map((by) => ({ last, by })));
      for (const { last, by } of sampled(stops, 4)) {
        const stored: Uint8Array[][] = NODES.map(() => []);
        let count = 0;
        const save = (node: number, bytes: Uint8Array) => {
          if (node === by && count++ === stores - last) throw new Error("stops");
          stored[node] = [bytes, ...stored[node]!].slice(0, 2);
        };
        await runSession(game, "proven", { nodes: PROVEN, save });
        const second = await answersOf(game, { epoch: 1, checkpoints: stored });
        for (const answer of second) expect(answer, `${last} ${by}`).to.deep.equal(second[0]);
        ends.add(JSON.stringify(second[0]));
      }
      expect([...ends].sort()).to.deep.equal(
        [honest, { kind: "none", cause: "unproven" }].map((end) => JSON.stringify(end)).sort(),
      );
    });
  });
});

// The engine mpc/proven: sessions of three nodes that prove what they have found before it opens.
import { expect } from "chai";
import type { Link, NodeLinks } from "../../../../client/crypto/sharing/link.ts";
import { PROVEN } from "../../../../client/engines/mpc/nodes/three.ts";
import type { Answer } from "../../../../client/engines/mpc/outcome/answer.ts";
import type { SessionResult } from "../../../../client/engines/mpc/session.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { dot } from "../../../../client/math/field.ts";
import { randomBelow } from "../../../../client/math/random.ts";
import { testSeed } from "../../../support/certificate.ts";
import { loadExample } from "../../../support/examples.ts";
import { program } from "../../../support/programs.ts";
import { type ProgramKind, randomProgram } from "../../multi-party/problems.ts";
import { fulfilled, NODES, runSession, type SessionChanges } from "../nodes.ts";
import { amongThree, type MpcProgram, SMALL } from "../problems.ts";

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
  return (node: number, links: NodeLinks) =>
    links.map(
      (link): Link | null =>
        link && {
          send: (bytes) => link.send(change(node, sent[node]!++, bytes)),
          receive: (length) => link.receive(length),
        },
    );
}

describe("Three nodes that prove an optimum before it opens", function () {
  this.timeout(900_000);

  it("open what three nodes open that prove nothing", async () => {
    const { program: whole, decimals } = await loadExample("afiro");
    for (const game of [GAME, amongThree(whole, decimals)]) {
      const [answer] = (await runSession(game, "proven")).map(answerOf);
      expect(answer!.kind).to.equal("optimal");
      expect(await answersOf(game)).to.deep.equal(NODES.map(() => answer));
    }
  });

  for (const [kind, whole] of Object.entries({ infeasible, unbounded }))
    it(`open what three nodes open that prove nothing, of a program that is ${kind}`, async () => {
      for (const game of [amongThree(whole), amongThree(randomProgram(5, kind as ProgramKind, 9), 3)]) {
        const [answer] = (await runSession(game, "proven")).map(answerOf);
        expect(answer!.kind).to.equal(kind);
        expect(await answersOf(game)).to.deep.equal(NODES.map(() => answer));
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
    const own = { ...game, round: { ...round, tolerances: { ...round.tolerances, dual: 1n << 84n } } };
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
      honest = (await answersOf(GAME, { meter, links: count! }))[0]!;
    });

    /** The answers to honest nodes if a node adds 1 to a byte of one message. */
    async function withChange(node: number, index: number, place: number): Promise<Answer[]> {
      const links = sending((from, at, bytes) => {
        if (from !== node || at !== index) return bytes;
        const changed = Uint8Array.from(bytes);
        changed[place % bytes.length]! += 1;
        return changed;
      });
      const results = await runSession(GAME, "proven", { nodes: PROVEN, links: links! });
      return results.flatMap((result, other) =>
        other === node || result.status === "rejected" ? [] : [result.value.answer],
      );
    }

    /** Interrupts the first epoch where `interrupts` throws, and runs a second one. */
    async function inTwoEpochs(interrupts: SessionChanges["links"]) {
      const saved: Uint8Array[][] = NODES.map(() => []);
      const save = (node: number, bytes: Uint8Array) => {
        saved[node] = [bytes, ...saved[node]!].slice(0, 2);
      };
      const first = await runSession(GAME, "proven", { nodes: PROVEN, save, links: interrupts! });
      const connected: number[] = [];
      const links = (node: number, own: NodeLinks) => {
        connected.push(node);
        return own;
      };
      const second = await runSession(GAME, "proven", { nodes: PROVEN, epoch: 1, checkpoints: saved, links });
      return { first, second, connected };
    }

    /** Node 0 sends all messages but those from the `last`-last on to the nodes in `withheld`. */
    const breaksOff = (last: number, withheld: readonly number[]): SessionChanges["links"] => {
      let sent = 0;
      return (node, links) =>
        node !== 0
          ? links
          : links.map(
              (link, peer): Link | null =>
                link && {
                  send: (bytes) => {
                    if (sent++ >= counts[0]! - last && withheld.includes(peer)) throw new Error("breaks off");
                    link.send(bytes);
                  },
                  receive: (length) => link.receive(length),
                },
            );
    };

    it("and breaks off before the verdict: the next epoch opens the optimum", async () => {
      // Last: two messages each that digests agree, of the verdict, of the outcome, and that the
      // result is stored.
      const { first, second } = await inTwoEpochs(breaksOff(8, [1, 2]));
      expect(first.map(({ status }) => status)).to.deep.equal(NODES.map(() => "rejected"));
      expect(second.map(answerOf)).to.deep.equal(NODES.map(() => honest));
    });

    it("and breaks off once it has read something: nobody who showed it plays another epoch", async () => {
      for (const [last, withheld, shown] of [
        [8, [2], [1]],
        [6, [1, 2], [1, 2]],
        [4, [1, 2], [1, 2]],
        [2, [1, 2], [1, 2]],
      ] as const) {
        const { second, connected } = await inTwoEpochs(breaksOff(last, withheld));
        for (const node of shown) {
          const result = second[node]!;
          expect(result.status).to.equal("rejected");
          const { reason } = result as PromiseRejectedResult;
          expect(reason).to.be.instanceOf(ProtocolError).with.property("code", "SessionOver");
          expect(connected).to.not.include(node);
        }
      }
    });

    function expectNothingElse(answers: readonly Answer[], what: string): void {
      for (const answer of answers) if (answer.kind !== "none") expect(answer, what).to.deep.equal(honest);
    }

    it("in any message of any phase, sampled: nothing opens but the optimum", async () => {
      const random = testSeed("departs");
      for (let sample = 0; sample < 24; sample++) {
        const node = sample % 3;
        const index = Number(randomBelow(random, BigInt(counts[node]!)));
        const place = Number(randomBelow(random, 1n << 20n));
        expectNothingElse(await withChange(node, index, place), `node ${node}, message ${index}, byte ${place}`);
      }
    });

    it("in a message of the refinement, where the numbers that open are made: nothing opens but the optimum", async () => {
      // Messages before the first that is counted, and those that say that the result is stored.
      const before = counts[0]! - phases.length - (NODES.length - 1);
      const numbers = phases.flatMap((phase, index) => (phase === "refinement" ? [before + index] : []));
      for (const index of numbers.filter((_, i) => i % 20 === 0)) {
        expectNothingElse(await withChange(0, index, index), `message ${index}`);
      }
      expect(numbers).to.have.length.above(20);
    });
  });

  describe("with a node that departs from the protocol while no optimum can be proven", () => {
    const game = amongThree(infeasible);
    const rows = game.parties.flatMap((party) => party.inequalities.coefficients);
    const rhs = game.parties.flatMap((party) => party.inequalities.rhs);

    function isCertificate(multipliers: readonly bigint[]): boolean {
      const columns = rows[0]!.map((_, j) =>
        dot(
          multipliers,
          rows.map((row) => row[j]!),
        ),
      );
      return (
        multipliers.every((value) => value >= 0n) && columns.every((sum) => sum >= 0n) && dot(multipliers, rhs) < 0n
      );
    }

    it("in any message from its first proof on, sampled: nothing settles but a proof of the same", async () => {
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
      expect(honest).to.deep.include({ kind: "infeasible" });
      const random = testSeed("departs");
      for (let sample = 0; sample < 24; sample++) {
        const node = sample % 3;
        const index = counts[node]! - 1 - Number(randomBelow(random, BigInt(proofs)));
        const place = Number(randomBelow(random, 1n << 20n));
        const links = sending((from, at, bytes) => {
          if (from !== node || at !== index) return bytes;
          const changed = Uint8Array.from(bytes);
          changed[place % bytes.length]! += 1;
          return changed;
        });
        const results = await runSession(game, "proven", { nodes: PROVEN, links: links! });
        for (const [other, result] of results.entries()) {
          if (other === node || result.status === "rejected" || result.value.answer.kind === "none") continue;
          const { answer } = result.value;
          const what = `node ${node}, message ${index}, byte ${place}`;
          expect(answer.kind, what).to.equal("infeasible");
          expect(answer.kind === "infeasible" && isCertificate(answer.multipliers), what).to.equal(true);
        }
      }
    });
  });
});

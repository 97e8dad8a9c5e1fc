// The session of mpc/four: the same outcomes as among three nodes; a node that departs from the
// protocol, in whatever it computes or sends, ends the run, and nothing opens any more; restarts.
import { expect } from "chai";
import { withBits } from "../../../client/engines/mpc/checkpoint.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { numberOf, OpenedBits } from "../../../client/engines/mpc/opened-bits.ts";
import type { Answer } from "../../../client/engines/mpc/outcome/answer.ts";
import { bucketsOf } from "../../../client/engines/mpc/plan.ts";
import type { SessionResult } from "../../../client/engines/mpc/session.ts";
import { jointShape } from "../../../client/engines/mpc/shape.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { sampled, sampledOfEach } from "../../support/sampled.ts";
import { fulfilled, outcomesOf, runSession, type SessionChanges } from "./nodes.ts";
import { amongThree, type MpcProgram, SMALL, settle, withHelper } from "./problems.ts";
import {
  type Changes,
  FOUR_NODES,
  type Operating,
  type Sending,
  START,
  type Step,
  WatchedNodes,
} from "./watched-nodes.ts";

const GAME = withHelper(amongThree(SMALL.optimal));
/** Why an honest node stops. */
const CODES = ["SharesDiffer", "PeerLost", "SeedDiffers", "EpochDiffers", "PointsDiffer"];
/** Messages with which a node tells the others that it has stored its result. */
const KEPT = 3;

async function production(name: string): Promise<MpcProgram> {
  const { program: whole, decimals } = await loadExample(name);
  return withHelper(amongThree(whole, decimals));
}

async function answersOf(game: MpcProgram, changes: SessionChanges = {}): Promise<Answer[]> {
  return (await runSession(game, "answers", changes)).map((result) => fulfilled(result).answer);
}

/** Whether two steps are at one place of the run. */
function isSame(step: Operating, other: Operating): boolean {
  const { node, phase, operation, index } = other;
  return node === step.node && phase === step.phase && operation === step.operation && index === step.index;
}

interface Played {
  readonly results: readonly PromiseSettledResult<SessionResult>[];
  readonly opened: readonly bigint[][][];
}

async function play(game: MpcProgram, changes: Changes, session: SessionChanges = {}): Promise<Played> {
  const watched = new WatchedNodes(changes);
  const results = await runSession(game, "cheat", { nodes: watched.nodes, links: watched.links, ...session });
  return { results, opened: watched.opened };
}

/**
 * Honest nodes have stopped, and nobody has opened anything but what was open before the cheater
 * departed.
 */
function expectStopped({ results, opened }: Played, honest: Played, departed: Step | undefined, what: string): void {
  if (departed === undefined) throw new Error(`${what}: the node has not departed`);
  // In the middle of an opening some may have everything that they need for it.
  const most = departed.opened + (departed.isOpening ? 1 : 0);
  for (const node of FOUR_NODES) {
    expect(opened[node]!.length, `${what}: openings of node ${node}`).to.be.at.most(most);
    const result = results[node]!;
    if (node === departed.node) continue;
    expect(opened[node], `${what}: what node ${node} reads`).to.deep.equal(
      honest.opened[node]!.slice(0, opened[node]!.length),
    );
    expect(result.status, `${what}: node ${node}`).to.equal("rejected");
    const { reason } = result as PromiseRejectedResult;
    expect(reason, what).to.be.instanceOf(ProtocolError);
    expect((reason as ProtocolError).code, what).to.be.oneOf(CODES);
    expect((reason as ProtocolError).party ?? departed.node, what).to.not.equal(node);
  }
}

describe("session of four nodes", function () {
  this.timeout(900_000);

  for (const [kind, whole] of Object.entries(SMALL))
    it(`has the outcome of three nodes: ${kind}`, async () => {
      const game = withHelper(amongThree(whole));
      const [three, four] = [await answersOf(game), await answersOf(game, { nodes: FOUR })];
      expect(three[0]!.kind).to.equal(kind);
      expect(four).to.deep.equal(FOUR_NODES.map(() => three[0]));
    });

  it("has the plan of three nodes: avgas, whose multipliers depend on random numbers", async () => {
    const game = await production("avgas");
    const [three, four] = [await answersOf(game), await answersOf(game, { nodes: FOUR })];
    expect(four).to.deep.equal(FOUR_NODES.map(() => four[0]));
    const planOf = (answer: Answer) => (answer.kind === "optimal" ? answer.x : answer.kind);
    expect(planOf(four[0]!)).to.deep.equal(planOf(three[0]!));
  });

  describe("with a node that departs from the protocol", () => {
    let honest: Played;
    /** Of all nodes. */
    const sent: Sending[] = [];
    const operations: Operating[] = [];

    before(async () => {
      honest = await play(GAME, {
        send: (sending) => {
          sent.push(sending);
          return undefined;
        },
        adds: (operating) => {
          operations.push(operating);
          return false;
        },
      });
      honest.results.map(fulfilled);
    });

    /** A node adds a number to what it computes in these steps, and keeps to the protocol else. */
    async function adding(all: readonly Operating[], session: SessionChanges = {}) {
      let departed: Step | undefined;
      const adds = (step: Operating): boolean => {
        const departs = all.some((other) => isSame(step, other));
        if (departs) departed ??= step;
        return departs;
      };
      const played = await play(GAME, { adds }, session);
      return { played, departed };
    }

    const lastOf = (node: number, phase: string, operation: Operating["operation"]) =>
      operations.findLast((step) => step.node === node && step.phase === phase && step.operation === operation)!;

    it("in the first or the last product, quotient or comparison of any phase: nothing opens", async () => {
      const places = new Map<string, Operating[]>();
      for (const step of operations) {
        const name = `${step.node} ${step.phase} ${step.operation}`;
        places.set(name, [places.get(name)?.[0] ?? step, step]);
      }
      const phases = new Set(operations.map(({ phase }) => phase));
      expect([...phases]).to.include.members(["setup", "done", "refinement", "outcome"]);
      const inTurn = [...places.values()]
        .flatMap((steps) => [...new Set(steps)])
        .filter((step, turn) => turn % FOUR_NODES.length === step.node);
      for (const step of sampledOfEach(inTurn, 6, ({ operation }) => operation)) {
        const { played, departed } = await adding([step]);
        const { node, phase, operation, index } = step;
        expectStopped(played, honest, departed, JSON.stringify({ node, phase, operation, index }));
      }
    });

    it("in the last word of the refinement and the test before the opening: x̂ plus a column of the tableau stays shut", async () => {
      for (const node of sampled(FOUR_NODES, 2)) {
        const all = [lastOf(node, "refinement", "reshare"), lastOf(node, "outcome", "negativeTimes")];
        const { played, departed } = await adding(all);
        expectStopped(played, honest, departed, `node ${node}`);
      }
    });

    it("in a comparison of the first iteration, in each epoch, to search for a secret by the bit that opens: it reads none", async () => {
      const node = 1;
      const step = operations.find((own) => own.node === node && own.phase === "violated")!;
      const read: unknown[] = [];
      for (const epoch of [0, 1, 2]) {
        const nonce = (of: number) => new Uint8Array(32).fill(16 * epoch + of);
        const { played, departed } = await adding([step], { epoch, nonce });
        expectStopped(played, honest, departed, `epoch ${epoch}`);
        read.push(played.opened[node]);
      }
      expect(read[1]).to.deep.equal(read[0]);
      expect(read[2]).to.deep.equal(read[0]);
    });

    it("in any message, sampled from every phase: nothing opens, and nobody reads a wrong value", async () => {
      const random = testSeed("cheats");
      const below = (limit: number) => Number(randomBelow(random, BigInt(limit)));
      const last = FOUR_NODES.map((node) => sent.findLast((sending) => sending.node === node)!.index);
      const phases = new Set([START, ...sent.map(({ phase }) => phase)]);
      expect(phases.size).to.be.above(5);
      const cheats = [...phases].flatMap((phase) =>
        [0, 1, 2, 3].map((sample) => {
          const all = sent.filter((own) => own.phase === phase && own.index <= last[own.node]! - KEPT);
          const chosen = all[below(all.length)]!;
          const { bytes } = chosen;
          const [at, bit] = [below(bytes.length), below(8)];
          const spoilt = [bytes.with(at, bytes[at]! ^ (1 << bit)), bytes.map((byte) => byte ^ 0xa5)][sample % 2]!;
          return { phase, sample, chosen, spoilt };
        }),
      );
      for (const { phase, sample, chosen, spoilt } of sampled(cheats, 4)) {
        const { node, index, isOpening } = chosen;
        let departed: Step | undefined;
        const played = await play(GAME, {
          send: (sending) => {
            if (sending.node !== node || sending.index !== index) return undefined;
            departed = sending;
            return spoilt;
          },
        });
        expectStopped(
          played,
          honest,
          departed,
          `seed "cheats", sample ${sample}: ${JSON.stringify({ phase, node, index, isOpening })}`,
        );
      }
    });
  });

  it("refuses digits that no rows give, before anything else is computed with them", async () => {
    const watched = new WatchedNodes();
    const results = await runSession(GAME, "digits", {
      nodes: watched.nodes,
      // A 2 in place of the first digit, which for an honest party is 0 or 1.
      inputs: (input, party) => (party === 2 ? { ...input, words: input.words.with(0, 2n) } : input),
    });
    for (const result of results)
      expect(result).to.deep.include({ status: "rejected" }).with.nested.property("reason.code", "InputOutOfRange");
    for (const opened of watched.opened) expect(opened).to.have.length(1);
  });

  describe("restarted", () => {
    let game: MpcProgram;
    /** Per node, the newest first. */
    let saved: Uint8Array[][];
    let first: SessionResult;
    /** The last thing that node 2 computed before its second checkpoint. */
    let lastBefore: Operating;

    before(async () => {
      game = await production("sc50b");
      saved = FOUR_NODES.map(() => []);
      let latest: Operating | undefined;
      const adds = (step: Operating): boolean => {
        if (step.node === 2) latest = step;
        return false;
      };
      const save = (node: number, bytes: Uint8Array): void => {
        if (saved[node]!.unshift(bytes) === 2 && node === 2) lastBefore = latest!;
      };
      const { results } = await play(game, { adds }, { save });
      first = fulfilled(results[0]!);
      settle(game, outcomesOf(game, results));
    });

    it("goes on from the last checkpoint that all four have", async () => {
      // Every 16 iterations, and before and after each bit: two buckets, and the answer.
      const count = Math.floor(first.iterations / 16) + 1 + 2 * 3;
      expect(saved.map((own) => own.length)).to.deep.equal(FOUR_NODES.map(() => count));
      const checkpoints = saved.map((own, node) => (node === 3 ? own.slice(1) : own.slice(0, 2)));
      const again: number[] = [];
      const save = (node: number): void => {
        again.push(node);
      };
      const { results } = await play(game, {}, { epoch: 1, checkpoints, save });
      expect(settle(game, outcomesOf(game, results)).kind).to.equal("optimal");
      expect(fulfilled(results[0]!)).to.deep.include({ answer: first.answer, iterations: first.iterations });
      expect(again.length).to.be.at.least(FOUR_NODES.length);
    });

    it("does not take one node's word for a bit that has opened", async () => {
      // Of the first checkpoint, when nothing had opened: "it is over", at the end of a bucket.
      const [position] = bucketsOf(jointShape(game.round)) as [number];
      const claimed = new OpenedBits([{ place: numberOf({ position, question: "done" }), value: true }]);
      const checkpoints = saved.map((own, node) => [
        node === 2 ? withBits(own.at(-1)!, claimed.encode()) : own.at(-1)!,
      ]);
      const { results } = await play(game, {}, { epoch: 1, checkpoints });
      expect(fulfilled(results[0]!)).to.deep.include({ answer: first.answer, iterations: first.iterations });
    });

    it("stops before anything is computed, when a node resumes from something else than it had", async () => {
      const checkpoints = saved.map((own, node) =>
        own.slice(0, 1).map((bytes) => (node === 1 ? bytes.with(-1, bytes.at(-1)! ^ 1) : bytes)),
      );
      const computed: Operating[] = [];
      const adds = (step: Operating): boolean => {
        computed.push(step);
        return false;
      };
      const { results, opened } = await play(game, { adds }, { epoch: 1, checkpoints });
      expect(computed).to.have.length(0);
      for (const node of FOUR_NODES) {
        expect(opened[node]).to.have.length(0);
        expect(results[node]).to.have.nested.property("reason.code").that.is.oneOf(["SharesDiffer", "PeerLost"]);
      }
    });

    it("has no checkpoint of what a cheat has changed", async () => {
      const kept = FOUR_NODES.map(() => 0);
      const { results } = await play(
        game,
        {
          adds: (step) => isSame(step, lastBefore),
        },
        {
          save: (node) => {
            kept[node]!++;
          },
        },
      );
      for (const node of [0, 1, 3]) {
        expect(kept[node], `checkpoints of node ${node}`).to.equal(1);
        expect(results[node]).to.have.nested.property("reason.code").that.is.oneOf(["SharesDiffer", "PeerLost"]);
      }
    });
  });
});

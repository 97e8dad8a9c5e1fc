// Sessions that do not go as they should: restarts from checkpoints, nodes that cheat, and what a
// node sees when all goes well.
import { expect } from "chai";
import type { Link, NodeLinks } from "../../../client/crypto/sharing/link.ts";
import { pointsBytes } from "../../../client/engines/mpc/input/points.ts";
import { decodeClosing, encodeClosing, encodeDigests } from "../../../client/engines/mpc/messages.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { bucketsOf, PLAN, positionsPerAttempt } from "../../../client/engines/mpc/plan.ts";
import type { SessionResult } from "../../../client/engines/mpc/session.ts";
import { jointShape } from "../../../client/engines/mpc/shape.ts";
import { decodeStart, START_BYTES } from "../../../client/engines/mpc/start.ts";
import { ConcordatError, ProtocolError, SolverError } from "../../../client/errors.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { deviationBetween } from "../../support/chi-square.ts";
import { loadExample } from "../../support/examples.ts";
import { itemsOf, program } from "../../support/programs.ts";
import { sampledOfEach } from "../../support/sampled.ts";
import { fulfilled, NODES, observe, outcomesOf, POSITION_AT, positionIn, runSession } from "./nodes.ts";
import { amongThree, type MpcProgram, settle } from "./problems.ts";
import { sendingThrough } from "./sending.ts";

/** Longest message of digests, which say the same of links on which nothing has been sent. */
const DIGESTS_BYTES = 64;

async function production(name: string): Promise<MpcProgram> {
  const { program: whole, decimals } = await loadExample(name);
  return amongThree(whole, decimals);
}

/** `change` sees every message that a node sends, with its number. */
function tamper(links: NodeLinks, change: (bytes: Uint8Array, index: number) => Uint8Array): NodeLinks {
  let index = 0;
  return sendingThrough(links, (bytes) => change(bytes, index++));
}

function codeOf(result: PromiseSettledResult<SessionResult>): string {
  if (result.status === "fulfilled") return "no error";
  return result.reason instanceof ConcordatError ? result.reason.code : "another error";
}

describe("session of three nodes", function () {
  this.timeout(300_000);

  describe("restarted", () => {
    let problem: MpcProgram;
    /** Per node, the newest first. */
    let saved: Uint8Array[][];
    let iterations: number;
    /** Per node, the first message that it receives. */
    let first: Uint8Array[];

    before(async () => {
      problem = await production("adlittle");
      saved = NODES.map(() => []);
      const seen: Uint8Array[][] = NODES.map(() => []);
      const results = await runSession(problem, "restart", {
        links: (node, links) => observe(links, seen[node]!),
        save: (node, bytes) => saved[node]!.unshift(bytes),
      });
      first = seen.map((messages) => messages[0]!);
      iterations = fulfilled(results[0]!).iterations;
      settle(problem, outcomesOf(problem, results));
    });

    it("goes on from the last checkpoint that all three have", async () => {
      // Every 16 iterations, and before and after each of the bits: of buckets and of the answer.
      const buckets = bucketsOf(jointShape(problem.round)).indexOf(iterations) + 1;
      expect(buckets).to.be.above(3);
      expect(saved[0]!.length).to.equal(Math.floor(iterations / 16) + 1 + 2 * (buckets + 1));
      // In the middle of the run; one node was stopped before it wrote the last one.
      const at = saved[0]!.findIndex((bytes) => positionIn(bytes) === 128);
      const checkpoints = [saved[0]!.slice(at, at + 2), saved[1]!.slice(at + 1, at + 3), saved[2]!.slice(at, at + 2)];
      const again: Uint8Array[] = [];
      const seen: Uint8Array[][] = NODES.map(() => []);
      const results = await runSession(problem, "restart", {
        epoch: 1,
        checkpoints,
        links: (node, links) => observe(links, seen[node]!),
        save: (node, bytes) => node === 0 && again.push(bytes),
      });
      expect(settle(problem, outcomesOf(problem, results)).kind).to.equal("optimal");
      // In the middle of a block of pending pivots, and on the way that the first life took.
      expect(checkpoints[1]![0]![POSITION_AT + 4]).to.be.above(0);
      expect(fulfilled(results[0]!).iterations).to.equal(iterations);
      // From the last but one, hence that one is saved once more, with other masks.
      expect(again.map(positionIn)).to.deep.equal(
        saved[0]!
          .slice(0, at + 1)
          .map(positionIn)
          .reverse(),
      );
      expect(again[0]).to.have.length(saved[0]![at]!.length);
      expect(Buffer.compare(again[0]!, saved[0]![at]!)).not.to.equal(0);
      // Random numbers that nodes share are the same in every life.
      for (const node of NODES) {
        const lives = [first[node]!, seen[node]![0]!].map(decodeStart);
        expect(lives.map(({ epoch }) => epoch)).to.deep.equal([0, 1]);
        expect(lives[1]!.contribution).to.deep.equal(lives[0]!.contribution);
      }
    });

    it("tells everybody what went over the links in the epochs that broke off", async () => {
      const small = await production("afiro");
      const traced: Uint8Array[] = [];
      // Node 0 stops once it has received an opened bit, as if its machine had died.
      const broken = await runSession(small, "record", {
        trace: (node, digests) => {
          traced[node] = digests;
        },
        links: (node, links) => {
          let left = node === 0 ? 300 : Number.POSITIVE_INFINITY;
          const wrap = (link: Link): Link => ({
            send: (bytes) => link.send(bytes),
            receive: async (length) => {
              if (left-- === 0) throw new ProtocolError("PeerLost", "as if the line had gone dead", 1);
              return link.receive(length);
            },
          });
          return links.map((link, peer) => (link !== null && peer === (node + 1) % 3 ? wrap(link) : link));
        },
      });
      for (const result of broken) expect(result.status).to.equal("rejected");
      expect(traced.map(({ length }) => length)).to.deep.equal([128, 128, 128]);
      const results = await runSession(small, "record", { epoch: 1, earlier: [traced[0]!] });
      const closings = results.map(fulfilled).map(encodeClosing);
      for (const closing of closings) {
        const { earlier, digests } = decodeClosing(closing, small.round, 0, THREE);
        expect(earlier.map(encodeDigests)).to.deep.equal([traced[0]]);
        expect(encodeDigests(digests)).not.to.deep.equal(traced[0]);
      }
      expect(settle(small, outcomesOf(small, results)).kind).to.equal("optimal");
    });

    it("starts from the inputs when no checkpoint is common", async () => {
      const small = await production("afiro");
      const results = await runSession(small, "restart", { epoch: 3 });
      expect(settle(small, outcomesOf(small, results)).kind).to.equal("optimal");
    });

    it("starts again after the last bucket, and then ends without an answer", async () => {
      const small = await production("sc50b");
      const started: Uint8Array[][] = NODES.map(() => []);
      await runSession(small, "limit", { save: (node, bytes) => started[node]!.push(bytes) });
      const size = jointShape(small.round);
      const each = positionsPerAttempt(size);
      // Its first checkpoint, far from the end, altered as if it came two iterations before the end
      // of an attempt.
      const late = (attempt: number) =>
        started.map((own) => {
          const bytes = Buffer.from(own[0]!);
          expect(positionIn(bytes)).to.equal(0);
          bytes.writeUInt32BE(each * attempt + PLAN[attempt]!.ends(size).at(-1)! - 2, POSITION_AT);
          return [new Uint8Array(bytes)];
        });
      const again: number[] = [];
      const second = await runSession(small, "limit", {
        epoch: 2,
        checkpoints: late(0),
        save: (node, bytes) => node === 0 && again.push(positionIn(bytes)),
      });
      expect(settle(small, outcomesOf(small, second)).kind).to.equal("optimal");
      // The next attempts are marked as such on disk from their first iteration on.
      expect(again.at(-1)).to.be.at.least(each);
      const results = await runSession(small, "limit", { epoch: 2, checkpoints: late(PLAN.length - 1) });
      for (const result of results.map(fulfilled))
        expect(result).to.deep.include({ answer: { kind: "none", cause: "precision" } });
      expect(() => outcomesOf(small, results))
        .to.throw(SolverError)
        .with.property("code", "NoAnswer");
    });

    it("refuses a checkpoint of another node, session or version, and a damaged one", async () => {
      const [first] = saved[0]!;
      const otherSession = Uint8Array.from(first!).fill(0, 5, 6);
      const otherVersion = Uint8Array.from(first!).fill(0, 3, 4);
      for (const own of [saved[1]![0]!, otherSession, otherVersion, first!.subarray(1)]) {
        const results = await runSession(problem, "restart", { epoch: 1, checkpoints: [[own], [], []] });
        expect(results.map(codeOf)).to.deep.equal(["CheckpointInvalid", "PeerLost", "PeerLost"]);
      }
    });
  });

  it("refuses a peer that starts for another time", async () => {
    const small = await production("afiro");
    const results = await runSession(small, "epochs", {
      links: (node, links) =>
        tamper(links, (bytes, index) => (node === 1 && index < 2 ? Uint8Array.from(bytes).fill(7, 3, 4) : bytes)),
    });
    expect(codeOf(results[0]!)).to.equal("EpochDiffers");
    expect(codeOf(results[2]!)).to.equal("EpochDiffers");
  });

  describe("with a node that cheats", () => {
    it("certifies nothing but the optimum, whatever message it changes", async () => {
      const problem = await production("avgas");
      const { decimals } = problem.round;
      const tolerances = defaultTolerances(decimals, itemsOf(problem.whole));
      const exact = await solveExact(problem.whole, { ...problem.round, solver: highsSolver, tolerances });
      let spoilt = 0;
      const turns = sampledOfEach([...new Array(12).keys()], 4, (i) => i % 3);
      for (const i of turns) {
        const cheat = NODES[i % 3]!;
        const results = await runSession(problem, "cheat", {
          links: (node, links) =>
            node !== cheat
              ? links
              : tamper(links, (bytes, index) =>
                  index === 5 + 37 * i ? bytes.map((byte, k) => (k % 16 === 9 ? byte ^ 1 : byte)) : bytes,
                ),
        });
        try {
          // Its closing may say anything about its links; what counts is whether the others' result
          // settles.
          const honest = fulfilled(results[(cheat + 1) % 3]!);
          const verdict = settle(
            problem,
            outcomesOf(
              problem,
              NODES.map(() => ({ status: "fulfilled", value: honest })),
            ),
          );
          if (exact.kind !== "optimal") throw new Error("an optimum is due");
          expect(verdict.kind).to.equal("optimal");
          expect(Number(verdict.objective - exact.objective) / Number(exact.objective)).to.be.closeTo(0, 1e-6);
        } catch (error) {
          expect(error).to.be.instanceOf(ConcordatError);
          spoilt++;
        }
      }
      expect(spoilt).to.be.at.least(turns.length / 2);
    });
  });

  it("shows a node the same whatever the data behind an outcome: lengths equal, bytes alike", async () => {
    // Both have x = (2, 1), w = (1, 1, 0), and nothing else in common.
    const pair = [
      program(
        [-3, -1],
        [
          [[1, 0], 2],
          [[2, 1], 5],
          [[1, 1], 9],
        ],
      ),
      program(
        [-1, -2],
        [
          [[1, 0], 2],
          [[0, 2], 2],
          [[-5, 7], 800],
        ],
      ),
    ].map((whole) => amongThree(whole));
    const views: Uint8Array[][][] = [];
    const closings: SessionResult[] = [];
    for (const problem of pair) {
      const seen: Uint8Array[][] = NODES.map(() => []);
      const results = await runSession(problem, "views", { links: (node, links) => observe(links, seen[node]!) });
      closings.push(fulfilled(results[0]!));
      views.push(seen);
    }
    expect(closings[0]!.answer).to.deep.equal(closings[1]!.answer);
    expect(closings[0]!.iterations).to.equal(closings[1]!.iterations);
    for (const node of NODES) {
      const [left, right] = views.map((seen) => seen[node]!);
      expect(left!.map(({ length }) => length)).to.deep.equal(right!.map(({ length }) => length));
      expect(Buffer.compare(Buffer.concat(left!), Buffer.concat(right!))).not.to.equal(0);
      expect(deviationBetween(Buffer.concat(left!), Buffer.concat(right!)), `node ${node}`).to.be.below(4);
    }
  });
});

for (const nodes of [THREE, FOUR])
  describe(`session of ${nodes.engine}`, function () {
    this.timeout(300_000);
    const all = Array.from({ length: nodes.count }, (_, node) => node);

    it("has other masks for a new nonce of one node, though epoch, keys and inputs are as before", async () => {
      const small = amongThree(program([-3], [[[7], 22]]));
      const told = pointsBytes(nodes.components, small.parties.length);
      const fresh = (node: number, byte: number) => new Uint8Array(32).fill(16 * byte + node);
      const listen = async (newcomer: number | null): Promise<Uint8Array[][]> => {
        const seen: Uint8Array[][] = all.map(() => []);
        const results = await runSession(small, "nonces", {
          nodes,
          links: (node, links) => observe(links, seen[node]!),
          nonce: (node) => fresh(node, node === newcomer ? 2 : 1),
        });
        results.map(fulfilled);
        return seen.map((messages) =>
          messages.filter(({ length }) => length > DIGESTS_BYTES && length !== START_BYTES && length !== told),
        );
      };
      const [before, same] = [await listen(null), await listen(null)];
      expect(same).to.deep.equal(before);
      for (const newcomer of all)
        for (const [node, messages] of (await listen(newcomer)).entries())
          for (const [i, bytes] of messages.entries())
            expect(Buffer.compare(bytes, before[node]![i]!), `message ${i} to ${node}`).not.to.equal(0);
    });

    it("names the one whose closing differs, and links whose ends do not agree", async () => {
      const problem = await production("avgas");
      const results = (await runSession(problem, "closings", { nodes })).map(fulfilled);
      const outcomes = (changed: (result: SessionResult) => SessionResult, which: readonly number[]) =>
        outcomesOf(
          problem,
          results.map((result, k) => ({ status: "fulfilled", value: which.includes(k) ? changed(result) : result })),
        );
      const other = { sent: new Uint8Array(32), received: new Uint8Array(32) };
      const lies: ((result: SessionResult) => SessionResult)[] = [
        (result) => ({ ...result, answer: { kind: "none", cause: "precision" } }),
        ({ answer, ...rest }) => {
          if (answer.kind !== "optimal") throw new Error("an optimum is due");
          return { ...rest, answer: { ...answer, x: answer.x.with(0, answer.x[0]! + 1n) } };
        },
      ];
      const expectRefused = (act: () => unknown, code: string, party: number | undefined) =>
        expect(act).to.throw(ProtocolError).that.includes({ code, party });
      for (const node of all) {
        for (const lie of lies) {
          expectRefused(() => outcomes(lie, [node]), "OutcomeDiffers", node);
          // Two that agree on another outcome: of four nodes nobody can be named.
          const second = (node + 1) % nodes.count;
          const third = nodes === THREE ? (node + 2) % nodes.count : undefined;
          expectRefused(() => outcomes(lie, [node, second]), "OutcomeDiffers", third);
        }
        for (let links = 1; links < nodes.count; links++) {
          const lie = (result: SessionResult) => ({
            ...result,
            digests: result.digests.map((digests, k) => (k < links ? other : digests)),
          });
          expectRefused(() => outcomes(lie, [node]), "TranscriptDiffers", links === 1 ? undefined : node);
        }
      }
    });
  });

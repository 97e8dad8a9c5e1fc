// What a node of `mpc` sees: nothing that helps any attack, everything if two nodes combine their
// views, and no more than can be simulated from the outcome.
import { expect } from "chai";
import type { NodeIndex } from "../../../client/crypto/sharing/link.ts";
import type { AnyOutcome } from "../../../client/engines/engine.ts";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { decodeClosing } from "../../../client/engines/mpc/messages.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { rowsOf as rowNumbers } from "../../../client/engines/mpc/shape.ts";
import { commitTogether, runEngine } from "../../../client/engines/run.ts";
import type { SideState } from "../../../client/engines/side.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { nameByBuckets } from "../../../lab/attacks/buckets.ts";
import { joinedWords, readInput } from "../../../lab/attacks/colluding-nodes.ts";
import { nameByMissing } from "../../../lab/attacks/missing-component.ts";
import { halfWords, type LinkMessage, nodeView, watchSessions } from "../../../lab/attacks/node-view.ts";
import { receivedBy } from "../../../lab/attacks/views.ts";
import { attackNodes } from "../../../lab/games/nodes.ts";
import { drawPlant, planted, programAround } from "../../../lab/games/planted.ts";
import { amongNodes, type Dealt, deal, loadProblem, rowsOf } from "../../../lab/games/problems.ts";
import { type RecordedNodes, recordNodes } from "../../../lab/games/record.ts";
import { laterRound } from "../../../lab/games/variants.ts";
import { amongThree, ofOwnParts } from "../../engines/mpc/problems.ts";
import { randomProgram } from "../../engines/multi-party/problems.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";
import { differences, LIMIT, lengthsFrom } from "./compare-views.ts";
import { type Known, simulateNode } from "./simulated-peers.ts";

const NODES: readonly NodeIndex[] = [0, 1, 2];
const SIMULATIONS = 2;

/** Rows, columns, and how many of them are basic. */
const SMALL: readonly [number, number, number] = [5, 4, 2];

/**
 * Two programs with one outcome, dealt as `holders` says; party 2, which has the costs, is a node
 * without rows.
 */
function pairOf(seed: string, [rows, columns, basic] = SMALL): readonly [Dealt, Dealt] {
  const random = testSeed(seed);
  const plant = drawPlant(rows, columns, basic, random.fork("plant"));
  const holders = Array.from({ length: rows }, (_, i) => (i === rows - 1 ? 3 : i % 2));
  const dealt = (name: string) => deal(planted(programAround(plant, new Map(), random.fork(name))), holders, 4, 2);
  return [dealt("first"), dealt("second")];
}

async function record(dealt: Dealt, seed: string): Promise<RecordedNodes> {
  return recordNodes(dealt, testSeed(seed));
}

/** The multipliers of all rows in the engine's order, from those of every party. */
function wholeAnswer(round: PublicRound, outcomes: readonly AnyOutcome[]): Known["answer"] {
  const multipliers: bigint[] = [];
  for (const [party, outcome] of outcomes.entries())
    if (outcome.kind === "optimal" || outcome.kind === "infeasible")
      for (const [i, row] of rowNumbers(round, party).entries()) multipliers[row] = outcome.multipliers[i]!;
  const [first] = outcomes;
  if (first === undefined) throw new Error("an outcome is due");
  if (first.kind === "own part") return { kind: "own part", value: first.value };
  return first.kind === "unbounded" ? first : { ...first, multipliers };
}

describe("attacks on mpc", function () {
  this.timeout(120_000);

  it("find nothing with what one node has, and every row and cost exactly with what two have", async () => {
    const dealt = amongNodes(await loadProblem("paper"));
    const later = await record(laterRound(dealt).dealt, "second round");
    const results = await attackNodes(await record(dealt, "first round"), later, true);
    const alone = results.filter((result) => result.alone);
    expect(alone.map(({ attack }) => attack)).to.include.members([
      "ratio",
      "sparse rows",
      "integer rows (LLL)",
      "column match",
      "slack inverse",
      "own rows as the key",
      "own costs as the key",
      "monomial search",
    ]);
    for (const { attack, recovered, total } of alone) expect([recovered, total > 0], attack).to.deep.equal([0, true]);
    for (const { attack, recovered, total, alone: single } of results)
      if (!single) expect(recovered, attack).to.equal(total);
  });

  it("read rows, also of zeros, and costs from any two nodes", async () => {
    const dealt = amongNodes(await loadProblem("avgas"));
    const { viewOf } = await record(dealt, "two nodes");
    const views = NODES.map(viewOf);
    for (const [first, second] of [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 0],
    ] as const)
      for (const [party, rows] of dealt.parties.entries()) {
        const found = readInput(dealt.round, party, joinedWords(views[first]!, views[second]!, party));
        expect(found).to.deep.equal({ rows: rowsOf(rows), costs: rows.objective });
      }
  });

  it("distinguish two programs of one outcome no better than a coin from one node, always from two", async () => {
    const plays = 10;
    let [one, two] = [0, 0];
    for (let play = 0; play < plays; play++) {
      const pair = pairOf(`pair ${play}`);
      const { viewOf } = await record(pair[play % 2]!, `game ${play}`);
      const candidates = pair.map(({ parties }) => inputWords(parties[1]!));
      const [own, other] = [viewOf(0), viewOf(2)];
      if (nameByMissing(own, 1, candidates, []) === play % 2) one++;
      if (nameByMissing(own, 1, candidates, other.inputs[1]!.flat()) === play % 2) two++;
    }
    expect(one).to.be.within(1, 9);
    expect(two).to.equal(plays);
  });

  it("would notice a mask that is left out", async () => {
    const pair = pairOf("unmasked");
    const candidates = pair.map(({ parties }) => inputWords(parties[1]!));
    for (const secret of [0, 1]) {
      const view = (await record(pair[secret]!, "unmasked")).viewOf(0);
      const half = halfWords(view, 1);
      const leaked = BigInt.asIntN(128, candidates[secret]![3]! - half[3]!);
      expect(nameByMissing({ ...view, received: [...view.received, leaked] }, 1, candidates, [])).to.equal(secret);
    }
  });

  /** Guesses from the bucket, once for each of the two as the secret one. */
  async function guessByBuckets(pair: readonly [Dealt, Dealt], seed: string) {
    const parties = pair.map((candidate) => candidate.parties);
    const runs = await Promise.all(pair.map((dealt, i) => record(dealt, `${seed} ${i}`)));
    const guesses: number[] = [];
    for (const { buckets, viewOf, dealt } of runs) {
      const seeds = NODES.map((node) => viewOf(node).seed);
      expect(seeds[1]).to.deep.equal(seeds[0]);
      expect(seeds[2]).to.deep.equal(seeds[0]);
      const seen = { buckets, seeds: seeds.slice(0, 1) };
      guesses.push(await nameByBuckets(dealt.round, parties, seen, testSeed("guess")));
    }
    return { runs, guesses };
  }

  it("guess blindly from the bucket where it is the same", async () => {
    const { runs, guesses } = await guessByBuckets(pairOf("iterations 2"), "iterations");
    expect(runs[0]!.buckets).to.equal(runs[1]!.buckets);
    expect(guesses[0]).to.equal(guesses[1]);
  });

  it("tell programs apart by the bucket, where it differs", async () => {
    const { runs, guesses } = await guessByBuckets(pairOf("buckets 1", [12, 12, 6]), "buckets");
    expect(runs[0]!.buckets).not.to.equal(runs[1]!.buckets);
    expect(guesses).to.deep.equal([0, 1]);
    // A party that is no node is not told the number: two closings are the same except for the
    // digests.
    const closings = runs.map(({ dealt, transcript }) => {
      const { from, body } = receivedBy(transcript, 3).at(-1)!;
      return { length: body.length, answer: decodeClosing(body, dealt.round, from, THREE).answer };
    });
    expect(closings[1]).to.deep.equal(closings[0]);
  });
});

describe("what a node of mpc sees", function () {
  this.timeout(120_000);

  const simulated = {
    "one outcome": ["optimal", pairOf("one outcome")[0]],
    another: ["optimal", pairOf("another")[0]],
    "no feasible point": ["infeasible", amongThree(randomProgram(3, "infeasible", 6))],
    "no bound": ["unbounded", amongThree(randomProgram(4, "unbounded", 6))],
    "own parts": ["own part", ofOwnParts(amongThree(randomProgram(5, "optimal", 6)))],
    "own parts, and f̂": ["own part", ofOwnParts(amongThree(randomProgram(5, "optimal", 6)), "all")],
  } as const;
  for (const [name, [kind, { round, parties }]] of sampled(Object.entries(simulated), 3))
    it(`can be made up from the outcome and the bucket: ${name}`, async () => {
      const session = watchSessions();
      const inputs = parties.map((rows, party) => ({ rows, random: testSeed(`${name} ${party}`) }));
      const { outcomes } = await runEngine<SideState, AnyOutcome>(
        mpcEngine({ sessionMeter: session.meter }),
        round,
        inputs,
        { sessions: session.sessions },
      );
      const known: Known = { buckets: session.buckets(), answer: wholeAnswer(round, outcomes) };
      expect(known.answer.kind).to.equal(kind);

      for (const node of NODES) {
        const real = session.received.filter((message) => message.node === node);
        const made: LinkMessage[] = [];
        for (let run = 0; run < SIMULATIONS; run++) {
          const { received, result } = await simulateNode(round, node, known, testSeed(`${name} ${node} ${run}`));
          expect(result.answer).to.deep.equal(known.answer);
          expect(result.bits).to.equal(known.buckets + 1);
          for (const peer of ["next", "previous"] as const)
            expect(lengthsFrom(received, peer)).to.deep.equal(lengthsFrom(real, peer));
          made.push(...received);
        }
        const found = differences(real, made);
        expect(found.length).to.be.at.least(1);
        for (const value of found) expect(value, `node ${node}`).to.be.below(LIMIT);

        // The control: the same with plain numbers where masked ones belong.
        const longest = real.reduce((most, message) => (message.bytes.length > most.bytes.length ? message : most));
        const plain = real.map((message) =>
          message === longest
            ? { ...message, bytes: message.bytes.map((byte, i) => (i % 16 < 2 ? byte : 0)) }
            : message,
        );
        expect(Math.max(...differences(plain, made)), `control, node ${node}`).to.be.above(LIMIT);
      }
    });

  it("of an input and of its own masks are words that no other node's view repeats but those that both have", async () => {
    const dealt = amongNodes(await loadProblem("paper"));
    const session = watchSessions();
    const inputs = dealt.parties.map((rows, party) => ({ rows, random: testSeed(`words ${party}`) }));
    const { transcript } = await runEngine(mpcEngine(), dealt.round, inputs, { sessions: session.sessions });
    const committed = commitTogether(dealt.round, inputs);
    const views = NODES.map((node) => {
      const known = { node, ...inputs[node]!, commitments: committed[node]!() };
      return nodeView(dealt.round, transcript, session, known);
    });
    for (const [node, { inputs: shares, masks }] of views.entries()) {
      const next = views[(node + 1) % 3]!;
      const previous = views[(node + 2) % 3]!;
      for (const [party, [own, common]] of shares.entries()) {
        expect(common).to.deep.equal(next.inputs[party]![0]);
        expect(own).to.deep.equal(previous.inputs[party]![1]);
        const third = new Set(next.inputs[party]![1]);
        expect([...own, ...common].some((word) => third.has(word))).to.equal(false);
      }
      // Streams of masks: those shared with the next node in the first half, with the previous one
      // in the second.
      expect(masks[0]).to.equal(next.masks[next.masks.length / 2]);
      expect(previous.masks.includes(masks[0]!)).to.equal(false);
    }
  });
});

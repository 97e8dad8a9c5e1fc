// What an auditor reads from the nodes' closings: which node tells another point of what it was
// dealt, closes with another outcome, or tells something else of its links than the others. Made by
// the client, which names the same node, and read by the specification; and what somebody who
// changes closings, or several nodes that lie, can make of them.
import { expect } from "chai";
import { id } from "ethers";
import type { Claim, Finding } from "../../auditor/evidence/claim.ts";
import { keepsClosings, withClosings } from "../../auditor/evidence/contradicting.ts";
import { pairsOf } from "../../auditor/evidence/own-points.ts";
import { encodePoints } from "../../client/certificate/commitment.ts";
import { pointFromAffine, pointsToAffine } from "../../client/crypto/curve/bn254.ts";
import { generator } from "../../client/crypto/curve/generators.ts";
import type { NodeClosing } from "../../client/engines/mpc/messages.ts";
import { FOUR } from "../../client/engines/mpc/nodes/four.ts";
import { peersOf } from "../../client/engines/mpc/nodes/node-set.ts";
import { PROVEN, THREE } from "../../client/engines/mpc/nodes/three.ts";
import { CAUSES } from "../../client/engines/mpc/outcome/answer.ts";
import { NOWHERE } from "../../client/engines/run.ts";
import type { ProtocolError } from "../../client/errors.ts";
import { randomBelow } from "../../client/math/random.ts";
import { testSeed } from "../support/certificate.ts";
import {
  accountOf,
  CLOSING,
  FIRST,
  type FirstTurns,
  fileOf,
  firstTurns,
  holdersOf,
  INFINITY,
  NO_POINT,
  type Options,
  SOME_POINT,
  telling,
} from "../support/first-turns.ts";
import { type SealedTurn, sealTurn } from "../support/made-up-round.ts";

const CODES = ["PointsDiffer", "OutcomeDiffers", "TranscriptDiffers"] as const;
const OTHER_POINT = encodePoints([generator(4).affine]);
const POINTS = [SOME_POINT, OTHER_POINT, NO_POINT, INFINITY];

async function found(made: FirstTurns, code: string, named: number, change: object = {}): Promise<Finding | null> {
  const { claim, folder } = made.claim(named);
  const turn = { exchange: CLOSING, from: named };
  return withClosings({ ...claim, code, turn, ...change } as Claim, folder);
}

/** The code of what is found, or of the reason why nothing is. */
async function codeOf(made: FirstTurns, code: string, named: number, change: object = {}): Promise<string> {
  const finding = await found(made, code, named, change);
  if (finding === null) return "nothing there";
  const [result, proven, said] = finding;
  expect(result).to.equal(proven === "NothingProven" ? "unknown" : "passed");
  return proven === "NothingProven" ? (said.values as { why: { code: string } }).why.code : proven;
}

/** What a client finds, and that an auditor finds the same of every party. */
async function foundByAll(made: FirstTurns): Promise<string> {
  const error = made.blamed();
  const { party } = error as ProtocolError;
  // Where a client sees one contradiction, it does not look for the next.
  for (const code of CODES.some((one) => one === error.code) ? [error.code] : CODES)
    for (const named of made.claim(0).claim.history.params.parties.keys())
      expect(await codeOf(made, code, named), `${code} ${named}`).to.equal(
        named === party && error.code === code ? code : "NoContradiction",
      );
  return `${error.code} ${party ?? "nobody"}`;
}

const differing =
  (
    liars: readonly number[],
    change: (own: NodeClosing, node: number) => NodeClosing,
  ): NonNullable<Options["closing"]> =>
  (own, node) =>
    liars.includes(node) ? change(own, node) : own;
const answering = (cause: (typeof CAUSES)[number]) => (own: NodeClosing) => ({
  ...own,
  answer: { kind: "none", cause } as const,
});
const ANSWERS: readonly ((own: NodeClosing) => NodeClosing)[] = [
  answering("precision"),
  // The same byte, under another kind.
  (own) => ({ ...own, answer: { kind: "above", exponents: [BigInt(CAUSES.indexOf("inputs"))] } }),
  (own) => ({ ...own, answer: { kind: "infeasible", multipliers: [1n, 2n] } }),
];
/** What it says of its links to these nodes. */
const reporting =
  (count: number, peers: readonly number[], end: "sent" | "received") =>
  (own: NodeClosing, node: number): NodeClosing => ({
    ...own,
    digests: own.digests.map((link, k) =>
      peers.includes(peersOf(node, count)[k]!) ? { ...link, [end]: new Uint8Array(32).fill(5) } : link,
    ),
  });

for (const nodes of [THREE, FOUR])
  describe(`auditor: closings of ${nodes.engine} that contradict each other`, function () {
    this.timeout(120_000);
    const all = Array.from({ length: nodes.count }, (_, node) => node);
    const company = nodes.count;
    const isFour = nodes === FOUR;
    let accused: FirstTurns;
    before(async () => {
      accused = await firstTurns(nodes, { closing: differing([1], answering("precision")) });
    });

    it("are none where all nodes close alike, whether or not what they were dealt was committed to", async () => {
      expect(await foundByAll(await firstTurns(nodes))).to.equal("NoAnswer nobody");
      expect(await foundByAll(await firstTurns(nodes, { rogue: company }))).to.equal(`InputNotCommitted ${company}`);
    });

    it("by a point show which of three holders is wrong, and of two that one is", async () => {
      for (const liar of all)
        for (const [place, component] of nodes.holding.held(liar).entries())
          for (const rogue of liar === 0 ? [undefined, company] : [undefined]) {
            const point = POINTS[(liar + place) % POINTS.length]!;
            const points = telling(nodes, { party: (liar + place) % (company + 1), component, point }, [liar]);
            const made = await firstTurns(nodes, { points, ...(rogue === undefined ? {} : { rogue }) });
            expect(await foundByAll(made)).to.equal(`PointsDiffer ${isFour ? liar : "nobody"}`);
          }
    });

    it("by an outcome show who has another than all others", async () => {
      for (const liar of all)
        for (const change of ANSWERS)
          expect(await foundByAll(await firstTurns(nodes, { closing: differing([liar], change) }))).to.equal(
            `OutcomeDiffers ${liar}`,
          );
    });

    it("by what went over links show who is at an end of all that are in doubt, if no other is", async () => {
      for (const liar of all)
        for (const end of liar === 0 ? (["sent", "received"] as const) : (["sent"] as const)) {
          const peers = all.filter((node) => node !== liar);
          for (const some of [peers, peers.slice(1), peers.slice(0, 1)]) {
            const made = await firstTurns(nodes, { closing: differing([liar], reporting(nodes.count, some, end)) });
            expect(await foundByAll(made)).to.equal(`TranscriptDiffers ${some.length > 1 ? liar : "nobody"}`);
          }
        }
    });

    it("show in closings of later epochs, too, and what they tell of earlier ones is not compared", async () => {
      for (const epochs of [1, 3]) {
        for (const change of [answering("precision"), reporting(nodes.count, all, "sent")]) {
          const made = await firstTurns(nodes, { epochs, closing: differing([2], change) });
          expect(await foundByAll(made)).to.match(/^(Outcome|Transcript)Differs 2$/);
        }
        const earlier = (own: NodeClosing, node: number) => ({
          ...own,
          earlier: own.earlier.map(() => reporting(nodes.count, all, "sent")(own, node).digests),
        });
        expect(await foundByAll(await firstTurns(nodes, { epochs, closing: differing([2], earlier) }))).to.equal(
          "NoAnswer nobody",
        );
      }
    });

    it("name nobody where the others do not agree either", async () => {
      const closing = (own: NodeClosing, node: number) => answering(CAUSES[node]!)(own);
      expect(await foundByAll(await firstTurns(nodes, { closing }))).to.equal("OutcomeDiffers nobody");
      const ends = differing([0], reporting(nodes.count, [1], "sent"));
      const both = (own: NodeClosing, node: number) =>
        differing([2], reporting(nodes.count, [nodes.count - 1, 1], "received"))(ends(own, node), node);
      // Links 0 to 1, and 2 to 1: node 1 is at both, though it told the truth.
      expect(await foundByAll(await firstTurns(nodes, { closing: both }))).to.equal(
        isFour ? "TranscriptDiffers nobody" : "TranscriptDiffers 1",
      );
    });

    it("are proven by all closings, and by nothing else", async () => {
      for (const { exchange, from } of accused.turns) {
        const without = accused.with(new Map([[fileOf({ exchange, from }), null]]));
        expect(await codeOf(without, "OutcomeDiffers", 1)).to.equal(
          exchange === CLOSING ? "TurnLacking" : "OutcomeDiffers",
        );
      }
    });

    it("are not proven by closings that were changed, or moved, at any place", async () => {
      const closings = accused.turns.filter(({ exchange }) => exchange === CLOSING).map(fileOf);
      for (const file of closings)
        for (let at = 0, bytes = accused.files.get(file)!; at < bytes.length; at += 53) {
          const flipped = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
          expect(await codeOf(accused.with(new Map([[file, flipped]])), "OutcomeDiffers", 1)).to.equal("TurnNotPosted");
        }
      const other = await firstTurns(nodes);
      for (const [file, bytes] of [
        [closings[0]!, accused.files.get(closings[2]!)!],
        [closings[2]!, accused.files.get(closings[0]!)!],
        [closings[1]!, accused.files.get(fileOf({ exchange: FIRST, from: 1 }))!],
        // The same node's closing of a round in which all is right.
        [closings[1]!, other.files.get(closings[1]!)!],
      ] as const)
        expect(await codeOf(accused.with(new Map([[file, bytes]])), "OutcomeDiffers", 1)).to.equal("TurnNotPosted");
    });

    it("are not proven by closings of another round, of another signer, or that lack what was for everybody", async () => {
      for (const turn of accused.turns.filter(({ exchange, from }) => exchange === CLOSING && from < 2)) {
        const [told] = turn.parts as [Uint8Array];
        const changed: readonly (readonly [SealedTurn, signer: number, why: string])[] = [
          [{ ...turn, id: { ...NOWHERE, round: 2n } }, turn.from, "TurnNotPosted"],
          [{ ...turn, id: { ...NOWHERE, chainId: 5n } }, turn.from, "TurnNotPosted"],
          [turn, turn.from + 1, "TurnNotPosted"],
          [{ ...turn, parts: [told, Uint8Array.of(1)] }, turn.from, "TurnNotPosted"],
          [{ ...turn, parts: [{ withheld: told }] }, turn.from, "TurnWithoutMessage"],
        ];
        for (const [i, [other, signer, why]] of changed.entries()) {
          const bytes = await sealTurn(other, accountOf(signer));
          const made = accused.with(new Map([[fileOf(turn), bytes]]));
          expect(await codeOf(made, "OutcomeDiffers", 1), `${fileOf(turn)} ${i}`).to.equal(why);
        }
      }
      const { history } = accused.claim(1).claim;
      const wallets = { ...history.params, parties: history.params.parties.with(0, `0x${"77".repeat(20)}`) };
      const change = { history: { ...history, params: wallets }, view: { ask: async () => "unknown" } };
      expect(await codeOf(accused, "OutcomeDiffers", 1, change)).to.equal("SignedStateGone");
    });

    it("are not proven by closings that are too short for their points", async () => {
      const points = (told: Uint8Array, node: number) => (node === 0 ? told.slice(0, -1) : told);
      const closing = differing([0], (own) => ({ ...own, answer: { kind: "above", exponents: null } }));
      expect(await codeOf(await firstTurns(nodes, { points, closing }), "OutcomeDiffers", 0)).to.equal("TurnMalformed");
    });

    it("are looked for where a client has stopped at a closing of these engines, and kept closings", async () => {
      const { history } = accused.claim(1).claim;
      const params = { ...history.params, engine: id("two-party") };
      const nowhere = "nothing there";
      expect(await codeOf(accused, "OutcomeDiffers", 1, { history: { ...history, params } })).to.equal(nowhere);
      const turn = { exchange: CLOSING, from: 1 };
      const stop = { code: "OutcomeDiffers", turn, history };
      expect(keepsClosings(stop)).to.equal(true);
      // Whose other turns are checked in another way.
      expect(keepsClosings({ ...stop, history: { ...history, params } })).to.equal(false);
      for (const other of [null, { ...turn, exchange: CLOSING + 1 }, { ...turn, exchange: FIRST }]) {
        expect(await codeOf(accused, "OutcomeDiffers", 1, { turn: other })).to.equal(nowhere);
        expect(keepsClosings({ ...stop, turn: other })).to.equal(false);
      }
      for (const code of ["InputNotCommitted", "SharesDiffer", "toString"]) {
        expect(await codeOf(accused, code, 1)).to.equal(nowhere);
        expect(keepsClosings({ ...stop, code })).to.equal(false);
      }
      const none = new Map([...accused.files.keys()].map((file) => [file, null] as const));
      expect(await codeOf(accused.with(none), "OutcomeDiffers", 1)).to.equal(nowhere);
      expect(await codeOf(await firstTurns(nodes), "OutcomeDiffers", 1)).to.equal("NoContradiction");
    });

    it("name whom the client names, or nobody, whatever one or two nodes tell", async () => {
      const random = testSeed(`contradicting ${nodes.engine}`);
      const below = (limit: number) => Number(randomBelow(random, BigInt(limit)));
      const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
      const ends = new Set<string>();
      for (let trial = 0; trial < 16; trial++) {
        const lies = Array.from({ length: 1 + below(3) }, () => {
          const liar = one(trial % 2 === 0 ? [1] : [1, 2]);
          const told = { party: below(company + 1), component: below(nodes.count), point: one(POINTS) };
          const reported = reporting(nodes.count, [one(all), one(all)], one(["sent", "received"] as const));
          const change = one([
            (own: NodeClosing) => ({ ...own, points: telling(nodes, told, [liar])(own.points, liar) }),
            one(ANSWERS),
            reported,
          ]);
          return differing([liar], change);
        });
        const closing = (own: NodeClosing, node: number) => lies.reduce((told, lie) => lie(told, node), own);
        ends.add(await foundByAll(await firstTurns(nodes, { closing })));
      }
      expect([...ends]).to.include("OutcomeDiffers 1");
      expect([...ends].some((end) => end.startsWith("PointsDiffer"))).to.equal(true);
    });
  });

describe("auditor: closings that contradict each other", function () {
  this.timeout(120_000);

  const tellingAll = (lies: readonly Parameters<typeof telling>[]) => (told: Uint8Array, node: number) =>
    lies.reduce((out, lie) => telling(...lie)(out, node), told);
  const about = (party: number, component: number, point: Uint8Array) => ({ party, component, point });

  it("by points of several components name a node that is in all of them, and else nobody", async () => {
    const made = (...lies: Parameters<typeof telling>[]) => firstTurns(FOUR, { points: tellingAll(lies) });
    const first = [FOUR, about(0, 1, SOME_POINT), [2]] as Parameters<typeof telling>;
    for (const [end, second] of [
      ["2", [FOUR, about(0, 3, OTHER_POINT), [2]]],
      ["2", [FOUR, about(4, 0, NO_POINT), [2]]],
      ["nobody", [FOUR, about(4, 1, SOME_POINT), [0]]],
      ["nobody", [FOUR, about(4, 2, SOME_POINT), [3]]],
      // What all three holders tell of it is no point.
      ["nobody", [FOUR, about(4, 1, NO_POINT), holdersOf(FOUR, 1)]],
    ] as readonly (readonly [string, Parameters<typeof telling>])[]) {
      expect(await foundByAll(await made(first, second))).to.equal(`PointsDiffer ${end}`);
      expect(await foundByAll(await made(second, first))).to.equal(`PointsDiffer ${end}`);
    }
  });

  it("by a point of which all holders tell another, or two tell none, name nobody", async () => {
    const [a, b, c] = holdersOf(FOUR, 2) as [number, number, number];
    for (const lies of [
      [
        [FOUR, about(1, 2, SOME_POINT), [a]],
        [FOUR, about(1, 2, OTHER_POINT), [b]],
      ],
      [
        [FOUR, about(1, 2, SOME_POINT), [a]],
        [FOUR, about(1, 2, INFINITY), [b]],
        [FOUR, about(1, 2, NO_POINT), [c]],
      ],
      [[FOUR, about(1, 2, NO_POINT), [a, b]]],
      [[FOUR, about(1, 2, NO_POINT), [a, b, c]]],
    ] as Parameters<typeof telling>[][])
      expect(await foundByAll(await firstTurns(FOUR, { points: tellingAll(lies) }))).to.equal("PointsDiffer nobody");
  });

  it("name who told the truth only where all that would bear it out lie alike", async () => {
    const [a, b, c] = holdersOf(FOUR, 2) as [number, number, number];
    for (const point of [SOME_POINT, INFINITY])
      for (const liars of [
        [b, c],
        [a, c],
      ]) {
        const points = telling(FOUR, about(1, 2, point), liars);
        const right = [a, b, c].find((node) => !liars.includes(node));
        expect(await foundByAll(await firstTurns(FOUR, { points }))).to.equal(`PointsDiffer ${right}`);
      }
    const lying = (liars: readonly number[]) => ({ closing: differing(liars, answering("precision")) });
    expect(await foundByAll(await firstTurns(THREE, lying([0, 2])))).to.equal("OutcomeDiffers 1");
    expect(await foundByAll(await firstTurns(FOUR, lying([0, 2, 3])))).to.equal("OutcomeDiffers 1");
    expect(await foundByAll(await firstTurns(FOUR, lying([0, 2])))).to.equal("OutcomeDiffers nobody");
  });

  it("name a node that makes up for what a company dealt, though only its point adds up", async () => {
    const [rogue, component] = [4, 1];
    const made = await firstTurns(FOUR, { rogue });
    const pointOf = (own: number) => {
      const node = holdersOf(FOUR, own)[0]!;
      const held = FOUR.holding.held(node);
      const at = 64 * (held.length * rogue + held.indexOf(own));
      const [x, y] = pairsOf(made.closings[node]!.points.subarray(at, at + 64))[0]!;
      return pointFromAffine({ x, y });
    };
    const total = [0, 1, 2, 3].map(pointOf).reduce((sum, point) => sum.add(point));
    const missing = made.expected.sums[rogue]!.subtract(total);
    const point = encodePoints(pointsToAffine([pointOf(component).add(missing)]));
    const holders = holdersOf(FOUR, component);
    const lying = (liars: readonly number[]) =>
      firstTurns(FOUR, { rogue, points: telling(FOUR, { party: rogue, component, point }, liars) });
    // It does add up.
    expect(await foundByAll(await lying(holders))).to.equal("NoAnswer nobody");
    for (const liar of holders) expect(await foundByAll(await lying([liar]))).to.equal(`PointsDiffer ${liar}`);
  });

  it("show in mpc/proven as in mpc, and in sealed rounds to who has no terms", async () => {
    for (const change of [answering("precision"), reporting(3, [0, 2], "sent")]) {
      const closing = differing([1], change);
      expect(await foundByAll(await firstTurns(PROVEN, { closing }))).to.match(/Differs 1$/);
      expect(await foundByAll(await firstTurns(THREE, { closing, sealed: true }))).to.match(/Differs 1$/);
    }
  });
});

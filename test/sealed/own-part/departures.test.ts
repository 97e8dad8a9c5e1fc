// What happens when a company or a node departs from a proof of which each company knows its own
// part only (docs/sealed-own-part.md, "Who can be named").
import { expect } from "chai";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import { reduce } from "../../../client/sealed/field.ts";
import type { Dealing } from "../../../client/sealed/own-part/dealing.ts";
import type { NodeState } from "../../../client/sealed/own-part/node.ts";
import type { Held } from "../../../client/sealed/own-part/shares.ts";
import type { Named } from "../../../client/sealed/transcript.ts";
import { sampled } from "../../support/sampled.ts";
import { refusal } from "../../support/sealed.ts";
import { plantOwnParts, THREE } from "../../support/sealed-own-part.ts";
import {
  bump,
  type Departures,
  expectLieOfCompany,
  expectLieOfNode,
  playOwnParts,
  verdictOfPlayed,
} from "../../support/sealed-own-part-play.ts";
import { spike } from "../../support/sealed-prover.ts";

const KINDS = ["optimal", "infeasible", "unbounded"] as const;

/** The code, and whom it names, with which a proof with departures ends before it is complete. */
function ending(kind: (typeof KINDS)[number], departures: Departures): ReturnType<typeof refusal> {
  return refusal(() => playOwnParts(plantOwnParts({ ...THREE, kind }, `depart ${kind}`), departures));
}

describe("own part: departures", function () {
  this.timeout(300_000);

  for (const kind of sampled(KINDS, 3))
    it(`control: every part and the joint part hold by themselves: ${kind}`, () => {
      const round = plantOwnParts({ ...THREE, kind }, `depart ${kind}`);
      const played = playOwnParts(round);
      expect(verdictOfPlayed(round, played)).to.equal("accepted");
      expect(played.blame()).to.deep.equal({ parties: [], pairs: [], nodes: false });
    });

  it("one lying node: the proof is refused, and companies' parts hold", () => {
    const lies = [
      [0, "Psi"],
      [1, "q"],
      [2, "W'"],
    ] as const;
    for (const [node, entry] of sampled(lies, 3)) expectLieOfNode({ kind: "optimal", node, entry });
  });

  it("a company that sends another entry than it has is named", () => {
    for (const entry of sampled(["q", "l/C/3", "x"], 3)) expectLieOfCompany(entry);
  });

  describe("a misdealt share names its dealer", () => {
    const changed = ([first, ...rest]: Held): Held => [
      first.map((value, i) => (i === 3 ? reduce(value + 1n) : value)),
      ...rest,
    ];
    const misdeal =
      (node: 0 | 1 | 2, which: number) =>
      (party: number, dealing: Dealing): Dealing =>
        party !== 2
          ? dealing
          : {
              ...dealing,
              shares: dealing.shares.map((shares, i) =>
                i === node ? shares.map((held, j) => (j === which ? changed(held) : held)) : shares,
              ) as unknown as Dealing["shares"],
            };

    it("to any node, of any polynomial", () => {
      const places = [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 3],
      ] as const;
      for (const [node, which] of sampled(places, 2))
        expect(ending("optimal", { dealt: misdeal(node, which) })).to.deep.equal({ code: "ShareMismatch", party: 2 });
    });

    it("two shares whose errors cancel", () => {
      const by = (values: readonly bigint[], more: bigint) =>
        values.map((value, i) => reduce(value + (i === 3 ? more : 0n)));
      const cancel = (party: number, dealing: Dealing): Dealing => {
        if (party !== 2) return dealing;
        const [[[own, next], ...rest], ...others] = dealing.shares as [[Held, ...Held[]], Held[], Held[]];
        return { ...dealing, shares: [[[by(own, 1n), by(next, -1n)], ...rest], ...others] };
      };
      expect(ending("optimal", { dealt: cancel })).to.deep.equal({ code: "ShareMismatch", party: 2 });
    });

    it("shares of another polynomial, each of which fits its point", () => {
      // The constant of l_C's second component is one more, for both nodes that hold it.
      const more = (component: readonly bigint[]) =>
        component.map((value, i) => (i === 0 ? reduce(value + 1n) : value));
      const other = (party: number, dealing: Dealing): Dealing => {
        if (party !== 1) return dealing;
        const [[a, b, c], ...points] = dealing.points as [Dealing["points"][number], ...Dealing["points"]];
        const [[first, ...ofFirst], [second, ...ofSecond], third] = dealing.shares;
        return {
          ...dealing,
          points: [[a, b.add(G1.BASE), c], ...points],
          shares: [[[first![0], more(first![1])], ...ofFirst], [[more(second![0]), second![1]], ...ofSecond], third],
        };
      };
      expect(ending("optimal", { dealt: other })).to.deep.equal({ code: "ShareMismatch", party: 1 });
    });

    it("points that do not add up, a polynomial that is missing, a component that is too long", () => {
      const points = (party: number, dealing: Dealing): Dealing =>
        party === 1 ? { ...dealing, points: dealing.points.map(([a, b, c]) => [a, b.add(G1.BASE), c]) } : dealing;
      expect(ending("unbounded", { dealt: points })).to.deep.equal({ code: "ShareMismatch", party: 1 });
      const fewer = (party: number, dealing: Dealing): Dealing =>
        party === 1 ? { ...dealing, points: dealing.points.slice(1) } : dealing;
      expect(ending("unbounded", { dealt: fewer })).to.deep.equal({ code: "ShareMismatch", party: 1 });
      const longer = (party: number, dealing: Dealing): Dealing => {
        if (party !== 0) return dealing;
        const [[first, ...rest], ...others] = dealing.shares;
        const [own, next] = first!;
        return { ...dealing, shares: [[[[...own, 0n], next], ...rest], ...others] };
      };
      expect(ending("optimal", { dealt: longer })).to.deep.equal({ code: "ShareMismatch", party: 0 });
    });
  });

  describe("before anything of the joint part is sent", () => {
    /** Adds a spike to a company's polynomial in the step that commits to it. */
    const spoil = (
      step: number,
      party: number,
      name: string,
      [size, index]: readonly [number, number],
    ): Departures => ({
      careless: party,
      computed: (s, states) => {
        if (s !== step) return;
        const { polynomials } = states[party]!;
        const own = polynomials.get(name)!;
        const more = spike(size, index, 1n);
        polynomials.set(
          name,
          own.map((value, i) => reduce(value + (more[i] ?? 0n))),
        );
      },
    });

    it("a limb, an inverse or a number in another's column names the company", () => {
      const wrong = [
        [1, "l/C", 512],
        [2, "h/C", 512],
        [2, "x", 16],
        [3, "a", 16],
      ] as const;
      for (const [step, name, order] of sampled(wrong, 2)) {
        // Variable 1 is company 0's alone.
        const departures = spoil(step, 2, name, [order, order === 16 ? 1 : 32 + 5]);
        expect(ending("optimal", departures), name).to.deep.equal({ code: "SupportWrong", party: 2 });
      }
    });

    it("costs in a column that the owner does not keep name it", () => {
      expect(ending("unbounded", spoil(0, 1, "c", [16, 1]))).to.deep.equal({ code: "SupportWrong", party: 1 });
    });

    it("another solution than the engine opened names its keeper, to a company that knows it", () => {
      // Variable 4 is kept by the owner, and named by company 0, too.
      expect(ending("optimal", spoil(2, 1, "x", [16, 4]))).to.deep.equal({ code: "SolutionDiffers", party: 1 });
    });

    it("a sum of rows that does not fit the solution names its company", () => {
      const wrong = (s: number, party: number, message: Named) =>
        s === 3 && party === 0 ? bump(message, "t") : message;
      expect(ending("optimal", { sent: wrong })).to.deep.equal({ code: "InnerProductWrong", party: 0 });
    });

    it("a company whose own part does not close stops before it sends its part of q", () => {
      const { computed } = spoil(1, 0, "V", [16, 6]);
      expect(ending("optimal", { computed: computed! }).code).to.equal("AgreementWrong");
    });

    it("a company that declared another part than follows from its rows is named if all go on", () => {
      const round = plantOwnParts({ ...THREE, kind: "optimal" }, "depart optimal");
      const played = playOwnParts(round, spoil(1, 0, "V", [16, 6]));
      expect(verdictOfPlayed(round, played)).to.equal("EquationFailed");
      expect(played.blame()).to.deep.equal({ parties: [0], pairs: [], nodes: false });
    });

    it("a node that opens another component than the node before it", () => {
      const other = (nodes: readonly NodeState[]) =>
        nodes.map((node) =>
          node.node !== 1
            ? node
            : {
                ...node,
                held: new Map(
                  [...node.held].map(([name, [own, next]]) => [
                    name,
                    [own.map((value) => reduce(value + 1n)), next] as Held,
                  ]),
                ),
              },
        );
      expect(ending("optimal", { held: other }).code).to.equal("SharesDiffer");
    });
  });
});

// One dishonest company among honest ones that run the client's code: whom the others name for it.
// test/deep/sealed/one-cheat.test.ts tries every entry.
import { expect } from "chai";
import { G1 } from "../../client/crypto/curve/bn254.ts";
import { type Exchange, findBlame } from "../../client/sealed/prover/blame.ts";
import { buildSealed } from "../support/sealed.ts";
import { playWithCheat } from "../support/sealed-one-cheat.ts";
import { addTo, type Cheat, proveCheating, publishedPairs } from "../support/sealed-prover.ts";

const THREE = { inequalities: [2, 1, 2], equalities: [0, 0, 0], owner: 0 } as const;

describe("sealed: one dishonest company", function () {
  this.timeout(120_000);

  it("control: nobody departs, and the proof is accepted", () => {
    const ending = playWithCheat(buildSealed({ kind: "optimal", ...THREE }, "one"), { party: 1 });
    expect(ending).to.deep.equal({ code: "accepted", stoppedAt: null, named: [], blame: { parties: [], pairs: [] } });
  });

  it("costs added to the owner's, for which the verifier would name the owner", () => {
    const round = buildSealed({ kind: "optimal", ...THREE }, "foreign costs");
    const cheat = {
      party: 1,
      computed: (step: number, state: Parameters<typeof addTo>[0]) => {
        if (step === 0) addTo(state, "c", [0n, 1n]);
      },
    };
    expect(playWithCheat(round, cheat)).to.deep.include({ code: "MessageUnexpected", stoppedAt: 0, named: [1, 1] });
  });

  it("other points than the committed ones: the others stop before they answer", () => {
    for (const [party, name] of [
      [1, "A/1"],
      [0, "c"],
      [0, "A/0"],
    ] as const) {
      const round = buildSealed({ kind: "infeasible", ...THREE }, "uncommitted");
      for (const point of [G1.BASE, G1.ZERO]) {
        const ending = playWithCheat(round, {
          party,
          sent: (step, { points }) => step === 0 && points.set(name, point),
        });
        expect(ending, name).to.deep.include({ code: "CommitmentMismatch", stoppedAt: 0, named: [party, party] });
      }
    }
  });

  it("another x̂ than the companies agreed on, whoever sends it", () => {
    for (const kind of ["optimal", "unbounded"] as const) {
      const round = buildSealed({ kind, ...THREE }, `other point ${kind}`);
      for (const party of [0, 1]) {
        // Opened, divided, proven as if it were the right one.
        const ending = playWithCheat(round, {
          party,
          computed: (step, state) => step === 2 && addTo(state, "x", [3n]),
        });
        expect(ending).to.deep.include({ code: "MessageUnexpected", stoppedAt: 2, named: [party, party] });
      }
    }
  });

  it("a sum that it makes infinity: the others stop and can name nobody", () => {
    const round = buildSealed({ kind: "unbounded", ...THREE }, "infinity");
    const ending = playWithCheat(round, {
      party: 1,
      sent: (step, { points }, others) => {
        if (step !== 1) return;
        const theirs = others.map((other) => other?.points.get("m") ?? G1.ZERO);
        points.set(
          "m",
          theirs.reduce((sum, point) => sum.subtract(point), G1.ZERO),
        );
      },
    });
    expect(ending).to.deep.include({ code: "PointInvalid", stoppedAt: 1, named: [undefined, undefined] });
  });

  it("findBlame names who sent another x̂ or opened what it did not commit to", () => {
    const round = buildSealed({ kind: "optimal", ...THREE }, "blame known");
    const { setting, key, statement } = round;
    const exchange = (computed?: Cheat["computed"]): Exchange => {
      const { states, messages } = proveCheating(round, computed === undefined ? {} : { computed });
      const { whole, challenges } = states[0]!;
      const parts = messages.map((own, k) => ({
        points: new Map([...own.flatMap(({ points }) => [...points]), ...publishedPairs(states[k]!)]),
        scalars: new Map(own.flatMap(({ scalars }) => [...scalars])),
      }));
      return { parts, point: whole.get("x")!, challenges };
    };
    const honest = exchange();
    expect(findBlame(setting, key, honest).parties).to.deep.equal([]);
    const other = { ...statement, commitments: statement.commitments.with(2, `0x${"11".repeat(32)}`) };
    expect(findBlame({ ...setting, statement: other }, key, honest).parties).to.deep.equal([2]);
    const elsewhere = exchange((step, states) => step === 2 && addTo(states[0]!, "x", [3n]));
    expect(findBlame(setting, key, elsewhere).parties).to.deep.equal([0]);
  });
});

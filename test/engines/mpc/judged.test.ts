// What nodes test of a last basis before anything opens: a run that ends with another basis than
// that of its kind, whatever made it end so, has no answer.
import { expect } from "chai";
import { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import { THREE_HOLDING } from "../../../client/crypto/sharing/holding.ts";
import { connectLinks, previousOf } from "../../../client/crypto/sharing/link.ts";
import { ThreeNodes } from "../../../client/crypto/sharing/three-nodes.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { answerHolds, judgeAnswer } from "../../../client/engines/mpc/outcome/opening.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { prepareTableau } from "../../../client/engines/mpc/solve.ts";
import { testSeed } from "../../support/certificate.ts";
import { program } from "../../support/programs.ts";
import { dealWords } from "../../support/sharing.ts";
import { NODES } from "./nodes.ts";
import { amongThree } from "./problems.ts";

const KINDS = ["infeasible", "unbounded", "optimal"];

/** min costs·x, with the rows of `≤`. */
interface Whole {
  readonly costs: number[];
  readonly rows: [number[], number][];
}

/**
 * Whether the nodes find that a run has an answer that has ended as `kind` at its first basis,
 * x = 0, because of the first row, or of the first column.
 */
async function holds({ costs, rows }: Whole, kind: string): Promise<boolean[]> {
  const { round, parties } = amongThree(program(costs, rows));
  const [links, random] = [connectLinks(), testSeed("judged")];
  const masks = NODES.map((node) => random.fork(`masks ${node}`).bytes(32));
  const dealt = parties.map((own, party) => dealWords(THREE_HOLDING, inputWords(own), random.fork(`input ${party}`)));
  const place = kind === "unbounded" ? rows.length : 0;
  const violated = [...rows, ...costs].map((_, i) => BigInt(Number(i === place)));
  const ended = [1n, ...KINDS.map((other) => BigInt(Number(other === kind))), ...violated];
  return Promise.all(
    NODES.map(async (node) => {
      const seeds = { next: masks[node]!, previous: masks[previousOf(node)]! };
      const a = new Arithmetic(new ThreeNodes({ node, links: links[node], seeds, epoch: 0 }));
      const inputs = dealt.map((components) => a.importInput(components[node]!));
      const shared = await scaleInputs({ arithmetic: a, round, inputs });
      const tableau = await firstTableau(shared);
      await prepareTableau(tableau, random.fork("public"));
      a.copyInto(tableau.parts.ended, a.publicVector(ended));
      return answerHolds(await judgeAnswer(shared, tableau, random.fork("rounding")));
    }),
  );
}

describe("a last basis on shares", function () {
  this.timeout(120_000);

  const cases: Readonly<Record<string, readonly [kind: string, holds: boolean, whole: Whole]>> = {
    "an optimum": ["optimal", true, { costs: [1, 1], rows: [[[1, 1], 3]] }],
    "a point that others are better than": ["optimal", false, { costs: [-1, 1], rows: [[[1, 1], 3]] }],
    "an optimum that misses a row": ["optimal", false, { costs: [1, 1], rows: [[[-1, 0], -2]] }],
    "a row that contradicts all points": ["infeasible", true, { costs: [1, 1], rows: [[[1, 1], -1]] }],
    "a row that is missed, and contradicts nothing": ["infeasible", false, { costs: [1, 1], rows: [[[-1, 1], -1]] }],
    "a row that is met": ["infeasible", false, { costs: [1, 1], rows: [[[1, 1], 1]] }],
    "a ray from a point that meets all rows": ["unbounded", true, { costs: [-1, 1], rows: [[[-1, 1], 3]] }],
    "a ray that ends at a row": ["unbounded", false, { costs: [-1, 1], rows: [[[1, 1], 3]] }],
    "a ray along which costs rise": ["unbounded", false, { costs: [1, 1], rows: [[[-1, 1], 3]] }],
    "a ray from a point that misses a row": ["unbounded", false, { costs: [-1, 1], rows: [[[0, -1], -1]] }],
    "the end of a run without a kind": ["none", false, { costs: [1, 1], rows: [[[1, 1], 3]] }],
  };
  for (const [what, [kind, expected, whole]] of Object.entries(cases))
    it(`${expected ? "is an answer" : "is none"}: ${what}`, async () => {
      expect(await holds(whole, kind)).to.deep.equal(NODES.map(() => expected));
    });
});

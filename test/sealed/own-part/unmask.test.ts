// What an optimum tells of which each company learns its own part, whatever the proof hides: by
// strong duality and by reduced costs. Each attack here works, and docs/sealed-own-part.md says so.
import { expect } from "chai";
import type { PartyRows } from "../../../client/lp/model/normal.ts";
import { dot, sum } from "../../../client/math/field.ts";
import {
  agreeOnParts,
  completeOwnPart,
  declareOwnPart,
  numbersCommitment,
  ownCovers,
} from "../../../client/sealed/own-part/own.ts";
import { scalesOf } from "../../../client/sealed/statement.ts";
import { testSeed } from "../../support/certificate.ts";
import { type OwnPartShape, plantOwnParts } from "../../support/sealed-own-part.ts";

type Shape = Omit<OwnPartShape, "kind">;

/** Company 0, the owner of the costs, and a helper; variable 3 is known to company 0 alone. */
const BESIDE_HELPER: Shape = { names: [[0, 1], [0, 1], [0, 1], [0]], inequalities: [2, 2, 0], owner: 1 };
/** The owner has no rows, and companies 0 and 1 rows in variables of their own. */
const WITHOUT_ROWS: Shape = {
  names: [
    [0, 2],
    [0, 2],
    [0, 2],
    [1, 2],
    [1, 2],
  ],
  inequalities: [2, 2, 0],
  owner: 2,
};

/** What a company has once all have declared their parts: what it was told, its rows, its z. */
function viewOf(shape: Shape, party: number) {
  const round = plantOwnParts({ ...shape, kind: "optimal" }, `own part unmask ${party}`);
  const { setting, digest, own, secrets, plain, statement, rows } = round;
  const commitments = own.map((each) => numbersCommitment(digest, each, testSeed(`salt ${each.party}`).bytes(32)));
  const covers = own.map((each, k) => ownCovers(setting, { digest, commitments }, each.party, secrets[k]!));
  const declared = own.map((each, k) => declareOwnPart(setting, each, covers[k]!));
  const agreed = agreeOnParts(setting, declared, rows);
  const { columns } = completeOwnPart(setting, agreed, own[party]!, covers[party]!);
  const ofColumns = (name: "x" | "z+") => columns.get(name)!.slice(1, statement.columns + 1);
  const view = { x: ofColumns("x"), z: ofColumns("z+"), w: own[party]!.rows.get("w")!, rows: plain[party]! };
  const theirs = (k: number) => weighted(plain[k]!, own[k]!.rows.get("w")!);
  return { view, theirs, costs: plain[shape.owner]!.objective!, scales: scalesOf(statement) };
}

/** A_kᵀw_k and b_kᵀw_k of inequalities alone. */
function weighted({ columns, inequalities: { coefficients, rhs } }: PartyRows, w: readonly bigint[]) {
  const inColumn = (j: number) => sum(coefficients.map((row, i) => row[j]! * w[i]!));
  return {
    row: Array.from({ length: columns }, (_, j) => inColumn(j)),
    rhs: sum(rhs.map((value, i) => value * w[i]!)),
  };
}

describe("own part: what an optimum tells", function () {
  this.timeout(120_000);

  it("the owner, beside one company and a helper, the other's weighted row and its right-hand side", () => {
    const { view, theirs, scales } = viewOf(BESIDE_HELPER, 1);
    const costs = view.rows.objective!;
    const own = weighted(view.rows, view.w);
    const kept = [0, 1, 2];
    const row = kept.map((j) => view.z[j]! - scales.unit * costs[j]! - own.row[j]!);
    const rhs = -scales.unit * dot(costs, view.x) - scales.x0 * own.rhs;
    const other = theirs(0);
    expect(row).to.deep.equal(kept.map((j) => other.row[j]!));
    expect(row.some((value) => value !== 0n)).to.equal(true);
    expect(rhs).to.equal(scales.x0 * other.rhs);
    expect(rhs).not.to.equal(0n);
  });

  it("a company that alone has rows in a variable that is not 0, its cost", () => {
    const { view, costs, scales } = viewOf(WITHOUT_ROWS, 0);
    const { row } = weighted(view.rows, view.w);
    const used = [...view.x.keys()].filter((j) => view.x[j] !== 0n);
    expect(used).to.deep.equal([0, 2]);
    expect(view.z).to.deep.equal(
      view.x.map(() => 0n),
      "no reduced cost is told to it",
    );
    expect(used.map((j) => -row[j]!)).to.deep.equal(used.map((j) => scales.unit * costs[j]!));
    expect(used.every((j) => costs[j] !== 0n)).to.equal(true);
  });
});

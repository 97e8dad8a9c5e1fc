import { expect } from "chai";
import type { EngineOutcome } from "../../../client/engines/engine.ts";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import { type Run, runEngine } from "../../../client/engines/run.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { measure } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot } from "../../../client/math/field.ts";
import { transposeTimes } from "../../../client/math/matrix.ts";
import { type ConsortiumProgram, consortium, type ProgramKind, randomProgram, seeded } from "./problems.ts";

const keys = { keyBits: 512, minimumBits: 512, solver: highsSolver };
const masked = multiPartyEngine(keys);
const plain = multiPartyEngine({ ...keys, variant: "plain" });
const tolerances = { residual: 10n ** 10n, dual: 10n ** 10n, gap: 10n ** 22n };

type Of<Kind> = Extract<EngineOutcome, { kind: Kind }>;

const play = (engine: typeof masked, { round, parties }: ConsortiumProgram, seed: number): Promise<Run> =>
  runEngine(
    engine,
    round,
    parties.map((rows, party) => ({ rows, random: seeded(seed + party) })),
  );

function joined({ origin, round }: ConsortiumProgram, outcomes: readonly { multipliers: readonly bigint[] }[]) {
  const all: bigint[] = [];
  for (const [party, { multipliers }] of outcomes.entries()) {
    expect(multipliers).to.have.length(round.inequalities[party]! + round.equalities[party]!);
    for (const [i, row] of origin[party]!.entries()) all[row] = multipliers[i]!;
  }
  return all;
}

/** Throws unless the outcomes prove what they claim about the whole program. */
function expectProof(program: ConsortiumProgram, outcomes: readonly EngineOutcome[]): void {
  const { whole, round } = program;
  const matrix = [...whole.inequalities.coefficients, ...whole.equalities.coefficients];
  const rhs = [...whole.inequalities.rhs, ...whole.equalities.rhs];
  const count = whole.inequalities.rhs.length;
  const kind = outcomes[0]!.kind;
  for (const outcome of outcomes) expect(outcome.kind).to.equal(kind);
  if (kind === "unbounded") {
    const all = outcomes as Of<"unbounded">[];
    for (const { x, ray } of all) expect([x, ray]).to.deep.equal([all[0]!.x, all[0]!.ray]);
    const { x, ray } = all[0]!;
    expect(
      measure(
        whole,
        round,
        x,
        rhs.map(() => 0n),
      ).errors.residual <=
        10n ** 3n,
    ).to.equal(true);
    const along = matrix.map((row) => dot(row, ray));
    expect(along.every((value, i) => (i < count ? value <= 0n : value === 0n))).to.equal(true);
    expect(ray.every((value) => value >= 0n) && dot(whole.objective, ray) < 0n).to.equal(true);
    return;
  }
  const multipliers = joined(program, outcomes as Of<"optimal" | "infeasible">[]);
  expect(multipliers.slice(0, count).every((value) => value >= 0n)).to.equal(true);
  if (kind === "infeasible") {
    expect(transposeTimes(matrix, multipliers, round.columns).every((value) => value >= 0n)).to.equal(true);
    expect(dot(multipliers, rhs) < 0n).to.equal(true);
    return;
  }
  const all = outcomes as Of<"optimal">[];
  for (const { x } of all) expect(x).to.deep.equal(all[0]!.x);
  const { errors } = measure(whole, round, all[0]!.x, multipliers);
  // 10^9 is 1 at the scale of residuals, 10^15 at that of reduced costs, 10^24 at that of the gap:
  // 10^-6 of each.
  expect(errors.residual <= 10n ** 3n && errors.dual <= 10n ** 9n && errors.gap <= 10n ** 18n).to.equal(true);
}

describe("multi-party engine", function () {
  this.timeout(120_000);

  for (const kind of ["optimal", "infeasible", "unbounded"] as ProgramKind[])
    it(`equals the centralised outcome among 2, 3 and 5 holders: ${kind}`, async () => {
      for (const [i, holders] of [2, 3, 5, 2, 3, 5].entries()) {
        const owner = (i * 2) % (holders + 1);
        const program = consortium(randomProgram(10 + i, kind, holders + 2), holders, owner);
        const central = await solveExact(program.whole, {
          solver: highsSolver,
          ...program.round,
          tolerances,
        });
        const { outcomes } = await play(i < 3 ? masked : plain, program, 100);
        expect(central.kind).to.equal(kind);
        expect(outcomes[0]!.kind, `program ${i}`).to.equal(kind);
        expectProof(program, outcomes);
        if (central.kind !== "optimal") continue;
        const found = dot(program.whole.objective, (outcomes[0] as Of<"optimal">).x);
        const allowed = (central.objective < 0n ? -central.objective : central.objective) / 1_000_000n + 1000n;
        expect(found - central.objective <= allowed && central.objective - found <= allowed).to.equal(true);
      }
    });
});

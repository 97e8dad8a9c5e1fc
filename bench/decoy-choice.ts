// Time of the attack on decoy-ot (lab/attacks/decoy-choice.ts) by the number d of shares, p = 2,
// and by p.
// Run: node bench/decoy-choice.ts   (fixed seeds; Bob's view of the rows of afiro's first half; one
// run each)
import { runEngine } from "../client/engines/run.ts";
import { decoyOt } from "../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../client/engines/two-party/engine.ts";
import { twoPartyShape } from "../client/engines/two-party/shape.ts";
import { highsSolver } from "../client/lp/solvers/highs.ts";
import { recoverDecoyChoice } from "../lab/attacks/decoy-choice.ts";
import { hiddenSequences } from "../lab/attacks/views.ts";
import { seeded, splitProgram } from "../test/engines/two-party/problems.ts";
import { loadExample } from "../test/support/examples.ts";

const CASES = [
  [2, 20],
  [2, 40],
  [2, 60],
  [2, 80],
  [2, 100],
  [2, 128],
  [3, 40],
  [4, 30],
] as const;

const { program, decimals } = await loadExample("afiro");
const split = splitProgram(program, 1, 10, 4, decimals);
const shape = twoPartyShape(split.round);
console.log("| p | d | blind guess | lattice dimension | rows recovered | s |\n|---|---|---|---|---|---|");
for (const [choices, shares] of CASES) {
  const parameters = { choices, shares };
  const engine = twoPartyEngine(decoyOt(parameters), highsSolver);
  const inputs = split.parties.map((rows, party) => ({ rows, random: seeded(party + 1) }));
  const { transcript } = await runEngine(engine, split.round, inputs);
  const [sequences] = hiddenSequences(split.round, parameters, transcript);
  const start = performance.now();
  const found = recoverDecoyChoice(sequences!, shape.modulus);
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  const own = split.parties[shape.alice]!;
  const truth = [...own.inequalities.coefficients, ...own.equalities.coefficients];
  const rows = truth.filter((row, i) => row.join() === found?.matrix[i]?.join()).length;
  const blind = `2^−${Math.round(shares * Math.log2(choices))}`;
  console.log(
    `| ${choices} | ${shares} | ${blind} | ${found?.dimension ?? "–"} | ${rows} of ${truth.length} | ${seconds} |`,
  );
}

// One small program as the files of two, three or four companies, for every engine: equations 9 and
// 10 of Liu et al. 2016, whose optimum is x = (1, 0, 2). The last company owns the costs.
import type { EngineName } from "../../client/engines/names.ts";
import type { CompanyFile } from "./client-home.ts";

const ROWS = ["x1 - 2 x2 + x3", "5 x1 - x2 - 2 x3", "- 2 x1 + x2 + x3"] as const;
const RHS = [11, 1, 0] as const;
const COSTS = "- 3 x1 + x2 + x3";

function file(company: number, rows: readonly string[], costs = ""): CompanyFile {
  const lines = [
    "Minimize",
    ` obj: ${costs}`,
    "Subject To",
    ...rows.map((row, i) => ` r${company}${i}: ${row}`),
    "End",
  ];
  return { name: `company-${company}.lp`, text: `${lines.join("\n")}\n` };
}

const inequality = (row: number): string => `${ROWS[row]} <= ${RHS[row]}`;
const equality = (row: number): string => `${ROWS[row]} + s${row} = ${RHS[row]}`;

const TWO = [file(0, [inequality(0), inequality(1)]), file(1, [inequality(2)], COSTS)];
const THREE = [file(0, [inequality(0), inequality(1)]), file(1, [inequality(2)]), file(2, [], COSTS)];
const FOUR = [...[0, 1, 2].map((row) => file(row, [inequality(row)])), file(3, [], COSTS)];
const EQUALITIES = [file(0, [equality(0)]), file(1, [equality(1)]), file(2, [equality(2)], COSTS)];

export const SMALL_FILES: Readonly<Record<EngineName, readonly CompanyFile[]>> = {
  mpc: THREE,
  "mpc/four": FOUR,
  "mpc/proven": THREE,
  "two-party/paillier": TWO,
  "two-party/decoy-ot": TWO,
  "multi-party/masked": THREE,
  "multi-party/plain": THREE,
  mangasarian: EQUALITIES,
  li: THREE,
};

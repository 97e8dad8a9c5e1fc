// Programs of any size whose optimum is known, with rows as sparse as those of a supply chain.
//
// Columns are flows between places in layers, each from one layer to the next. Three fifths of the
// rows are balances: what leaves a place, less what arrives there after losses of up to 20 %, is at
// most its supply. The other rows are capacities that flows share, each with a load of its own. So
// a column has three entries. Flows x* and multipliers w* are drawn first, as many of them not 0,
// each flow matched with a row that it has an entry in; right-hand sides and costs follow from
// them, so that x* and w* meet the optimality conditions and no other pair does, but by accident.
import type { IntegerProgram } from "../client/lp/model/normal.ts";
import { dot } from "../client/math/field.ts";
import { createRandom, randomBetween } from "../client/math/random.ts";
import type { Example } from "../test/support/examples.ts";

const LAYERS = 5;
/** Hundredths. */
const DECIMALS = 2;
const ONE = 100n;
const LARGEST = 1000n;

export interface SupplyChain extends Example {
  /** cᵀx*, at scale 10^(2·decimals). */
  readonly optimum: bigint;
}

export function supplyChain(rows: number, columns: number): SupplyChain {
  const random = createRandom(new Uint8Array(32).fill(7));
  const between = (low: bigint, high: bigint) => randomBetween(random, low, high);
  const below = (count: number) => Number(between(0n, BigInt(count - 1)));
  const places = Math.floor((3 * rows) / 5);
  const coefficients = Array.from({ length: rows }, () => new Array<bigint>(columns).fill(0n));
  const x = new Array<bigint>(columns).fill(0n);
  const w = new Array<bigint>(rows).fill(0n);
  for (let j = 0; j < columns; j++) {
    const layer = below(LAYERS - 1);
    const placeIn = (of: number) => {
      const first = Math.floor((places * of) / LAYERS);
      return first + below(Math.floor((places * (of + 1)) / LAYERS) - first);
    };
    const entries: [row: number, value: bigint][] = [
      [placeIn(layer), ONE],
      [placeIn(layer + 1), -between(80n, 100n)],
      [places + below(rows - places), between(50n, 200n)],
    ];
    for (const [row, value] of entries) coefficients[row]![j] = value;
    const match = entries.find(([row]) => w[row] === 0n);
    if (match === undefined || below(3) === 0) continue;
    x[j] = between(1n, LARGEST) * ONE;
    w[match[0]] = between(1n, LARGEST) * ONE;
  }
  const rhs = coefficients.map((row, i) => dot(row, x) / ONE + (w[i] === 0n ? between(1n, LARGEST) * ONE : 0n));
  const objective = x.map((flow, j) => {
    const priced = coefficients.reduce((sum, row, i) => sum + row[j]! * w[i]!, 0n) / ONE;
    return (flow === 0n ? between(1n, LARGEST) * ONE : 0n) - priced;
  });
  const program: IntegerProgram = {
    inequalities: { coefficients, rhs },
    equalities: { coefficients: [], rhs: [] },
    objective,
  };
  return { program, decimals: DECIMALS, constant: 0, optimum: dot(objective, x) };
}

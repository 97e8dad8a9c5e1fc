// The program of a round as a node has it: shares of each party's input, split into the parts that
// words.ts lays out, and of its integers as the nodes have scaled them (scale.ts).
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { jointShape, rowsOf } from "../shape.ts";
import { inputLayout, MAX_RHS_EXPONENT } from "./words.ts";

/** What the parties have dealt. */
export interface DealtProgram {
  readonly arithmetic: Arithmetic;
  readonly round: PublicRound;
  /** Per party, in the layout of words.ts. */
  readonly inputs: readonly Shares[];
}

export interface SharedProgram extends DealtProgram {
  /** Per party. */
  readonly scaled: readonly ScaledInput[];
}

/** A party's rows and costs, divided by powers of two and with 72 fractional bits. */
export interface ScaledInput {
  /** Row-major, the party's rows only. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
  /**
   * The costs and the power of two that they were divided by; both empty unless the party owns the
   * objective.
   */
  readonly costs: Shares;
  readonly costScale: Shares;
}

/** What one party shares; `InputLayout` describes each part. */
export interface SharedInput {
  /** Row-major, the party's rows only. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
  readonly costs: Shares;
  /** `rhsDigits`, then `columnDigits`. */
  readonly magnitudes: Shares;
  readonly rhsDigits: Shares;
  readonly columnDigits: Shares;
  readonly costDigits: Shares;
  /** Both halves of each row's unit. */
  readonly units: readonly [Shares, Shares];
}

export function sharedInput({ arithmetic: a, round, inputs }: DealtProgram, party: number): SharedInput {
  const sizes = inputLayout(round, party);
  let offset = 0;
  const take = (length: number): Shares => {
    offset += length;
    return a.slice(inputs[party]!, offset - length, length);
  };
  const [coefficients, rhs, costs] = [take(sizes.coefficients), take(sizes.rhs), take(sizes.costs)];
  const [magnitudes, costDigits] = [take(sizes.magnitudes), take(sizes.costDigits)];
  return {
    ...{ coefficients, rhs, costs, magnitudes, costDigits },
    rhsDigits: a.slice(magnitudes, 0, MAX_RHS_EXPONENT),
    columnDigits: a.slice(magnitudes, MAX_RHS_EXPONENT, sizes.magnitudes - MAX_RHS_EXPONENT),
    units: [take(sizes.rhs), take(sizes.rhs)],
  };
}

/** Row-major, m × n, and right-hand sides. */
type Rows = Pick<SharedInput, "coefficients" | "rhs">;

/** All parties' rows in the order of shape.ts. Copies. */
function together({ arithmetic: a, round }: DealtProgram, inputs: readonly Rows[]): Rows {
  const { rows, columns } = jointShape(round);
  const coefficients = a.zeros(rows * columns);
  const rhs = a.zeros(rows);
  for (const [party, input] of inputs.entries()) {
    const own = rowsOf(round, party);
    for (const [i, row] of own.entries())
      a.copyInto(a.slice(coefficients, row * columns, columns), a.slice(input.coefficients, i * columns, columns));
    a.scatter(rhs, own, input.rhs);
  }
  return { coefficients, rhs };
}

/** All parties' rows: integers times 2^(72 − exponent of the row). Copies. */
export function sharedRows(program: SharedProgram): Rows {
  return together(program, program.scaled);
}

/** All parties' rows as they were committed to. Copies. */
export function integerRows(program: DealtProgram): Rows {
  return together(
    program,
    program.inputs.map((_, party) => sharedInput(program, party)),
  );
}

/** For each row, 2^(72 − its exponent), to be reshared: the product of both halves. */
export function unitsOfRows(program: DealtProgram): Addends {
  const { arithmetic: a, round } = program;
  const halves = [0, 1].map((half) => {
    const all = a.zeros(jointShape(round).rows);
    for (const party of program.inputs.keys())
      a.scatter(all, rowsOf(round, party), sharedInput(program, party).units[half]!);
    return all;
  });
  return a.product(halves[0]!, halves[1]!);
}

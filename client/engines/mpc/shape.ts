// The public shape of a round in the nodes' order of rows: all inequalities, party by party, then
// all equalities, party by party.
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";

/** Nodes are the parties 0, 1 and 2. */
export const NODES = 3;

export interface JointShape {
  /** Rows: inequalities and equalities of all parties together. */
  readonly rows: number;
  /** The first `inequalities` rows are inequalities. */
  readonly inequalities: number;
  readonly columns: number;
}

/** Bytes of memory that a node of WebAssembly has at most. */
export const NODE_MEMORY = 2 ** 32;
/**
 * When a node corrects rounding errors it holds a permutation of all rows and columns four times:
 * as two shares of 32 bytes, as products (16 bytes) and as the result (32 bytes).
 */
const PERMUTATION_BYTES = 112;

export function leastMemory({ rows, columns }: Pick<JointShape, "rows" | "columns">): number {
  return PERMUTATION_BYTES * (rows + columns) ** 2 + 64 * rows * columns;
}

/**
 * Throws ProtocolError `RoundUnsuitable` for fewer than three parties, no rows at all, or more rows
 * and columns than a node has memory for.
 */
export function jointShape({ columns, inequalities, equalities }: PublicRound): JointShape {
  const parties = inequalities.length;
  if (parties < NODES)
    throw new ProtocolError(
      "RoundUnsuitable",
      `mpc computes on three nodes, and this round has ${parties} parties: add a helper party without rows`,
    );
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const rows = total(inequalities) + total(equalities);
  if (rows === 0) throw new ProtocolError("RoundUnsuitable", "mpc needs at least one row, and this round has none");
  if (leastMemory({ rows, columns }) > NODE_MEMORY) {
    const most = Math.floor(Math.sqrt(NODE_MEMORY / PERMUTATION_BYTES));
    throw new ProtocolError(
      "RoundUnsuitable",
      `mpc: ${rows} rows and ${columns} columns are more than a node has memory for (together below ${most}): ` +
        "merge rows or variables, or choose another engine",
    );
  }
  return { rows, inequalities: total(inequalities), columns };
}

/** Indices of a party's rows among all rows: its inequalities, then its equalities. */
export function rowsOf(round: PublicRound, party: number): number[] {
  const before = (counts: readonly number[]): number => counts.slice(0, party).reduce((sum, count) => sum + count, 0);
  const range = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i);
  const { inequalities } = jointShape(round);
  return [
    ...range(before(round.inequalities), round.inequalities[party]!),
    ...range(inequalities + before(round.equalities), round.equalities[party]!),
  ];
}

// The public shape of a round in the nodes' order of rows: all inequalities, party by party, then
// all equalities, party by party. And whether nodes can play it.
import { ELEMENT_BYTES } from "../../crypto/sharing/elements.ts";
import { ProtocolError } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { NodeTraits } from "./nodes/traits.ts";

export interface JointShape {
  /** Rows: inequalities and equalities of all parties together. */
  readonly rows: number;
  /** The first `inequalities` rows are inequalities. */
  readonly inequalities: number;
  readonly columns: number;
}

/** Bytes of memory that a node of WebAssembly has at most. */
export const NODE_MEMORY = 2 ** 32;
/** What a node of a set needs its memory for. */
type Memory = Pick<NodeTraits, "components" | "addends">;

/**
 * When a node corrects rounding errors it holds a permutation of all rows and columns four times:
 * as two shares, as products and as the result. In bytes for each two of them.
 */
function permutationBytes({ components, addends }: Memory): number {
  return ELEMENT_BYTES * (3 * components + addends);
}

/** The permutation, and the data as dealt, as scaled and in the tableau. */
export function leastMemory({ rows, columns }: Pick<JointShape, "rows" | "columns">, nodes: Memory): number {
  return permutationBytes(nodes) * (rows + columns) ** 2 + 3 * ELEMENT_BYTES * nodes.components * rows * columns;
}

export function jointShape({ columns, inequalities, equalities }: PublicRound): JointShape {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  return { rows: total(inequalities) + total(equalities), inequalities: total(inequalities), columns };
}

/**
 * Throws ProtocolError `RoundUnsuitable` for fewer parties than nodes, no rows at all, or more rows
 * and columns than a node has memory for.
 */
export function requireSuitable(round: PublicRound, nodes: NodeTraits): void {
  const { engine, count } = nodes;
  const unsuitable = (text: string) => new ProtocolError("RoundUnsuitable", text);
  const parties = round.inequalities.length;
  if (parties < count) {
    const missing = counted(count - parties, "helper party", "helper parties");
    throw unsuitable(
      `${engine} computes on ${count} nodes, and this round has ${parties} parties: add ${missing} without rows`,
    );
  }
  const { rows, columns } = jointShape(round);
  if (rows === 0) throw unsuitable(`${engine} needs at least one row, and this round has none`);
  if (leastMemory({ rows, columns }, nodes) <= NODE_MEMORY) return;
  const most = Math.floor(Math.sqrt(NODE_MEMORY / permutationBytes(nodes)));
  throw unsuitable(
    `${engine}: ${rows} rows and ${columns} columns are more than a node has memory for (together below ${most}): ` +
      "merge rows or variables, or choose another engine",
  );
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

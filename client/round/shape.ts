// How large the program of a round is.

/** Size of the program, public per round. */
export interface Shape {
  readonly columns: number;
  /** Inequality rows per party. */
  readonly inequalities: readonly number[];
  /** Equality rows per party. */
  readonly equalities: readonly number[];
  readonly objectiveOwner: number;
}

/** Rows of party k: inequalities first. */
export function rowCount(shape: Shape, party: number): number {
  return shape.inequalities[party]! + shape.equalities[party]!;
}

export function partyCount(shape: Shape): number {
  return shape.inequalities.length;
}

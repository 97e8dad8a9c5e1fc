// The size of a round's program.

/** Size of the program, public per round. */
export interface Shape {
  readonly columns: number;
  /** Inequality rows per party. */
  readonly inequalities: readonly number[];
  /** Equality rows per party. */
  readonly equalities: readonly number[];
  readonly objectiveOwner: number;
}

/** Number of rows of a party. */
export function rowCount(shape: Shape, party: number): number {
  return shape.inequalities[party]! + shape.equalities[party]!;
}

export function partyCount(shape: Shape): number {
  return shape.inequalities.length;
}

// One node's view of `mpc` as input for attacks on other engines: its words take the place of the
// numbers that these attacks expect.
import { inputLayout } from "../../client/engines/mpc/input/words.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { halfWords, type NodeView, wordMatrix, wordRows } from "../attacks/node-view.ts";
import { halfSpaces } from "../attacks/slack-inverse.ts";
import { type Dealt, inequalitiesOf, rowCount, rowsOf } from "./problems.ts";

/** `truth` and `inequalities` are for scoring only. */
export class Eye {
  readonly view: NodeView;
  readonly #dealt: Dealt;

  constructor(view: NodeView, dealt: Dealt) {
    this.view = view;
    this.#dealt = dealt;
  }

  get own(): Matrix {
    return inequalitiesOf(this.#dealt.parties[this.view.node]!);
  }

  /** Parties other than the node that have rows. */
  get others(): number[] {
    const { parties } = this.#dealt;
    return parties.flatMap((rows, party) => (party !== this.view.node && rowsOf(rows).length > 0 ? [party] : []));
  }

  truth(party: number): Matrix {
    return rowsOf(this.#dealt.parties[party]!);
  }

  inequalities(): Matrix {
    return this.others.flatMap((party) => inequalitiesOf(this.#dealt.parties[party]!));
  }

  /** The node's words in the places of a party's shared [A b]. */
  rows(party: number): Matrix {
    return wordRows(this.#dealt.round, party, halfWords(this.view, party));
  }

  costs(): bigint[] {
    const { round } = this.#dealt;
    const words = halfWords(this.view, round.objectiveOwner);
    const { coefficients, rhs, integers } = inputLayout(round, round.objectiveOwner);
    return words.slice(coefficients + rhs, integers);
  }

  /** What arrived over its links, taken for K[A I b] of all rows. */
  mixed(): Matrix {
    const rows = rowCount(this.#dealt.problem);
    return wordMatrix(this.view.received, rows, this.#dealt.round.columns + rows + 1);
  }

  /** The half-spaces, with the columns after the variables taken for slacks. */
  halfSpaces(): Matrix {
    const { columns } = this.#dealt.round;
    const slacks = Array.from({ length: rowCount(this.#dealt.problem) }, (_, s) => columns + s);
    return halfSpaces(this.mixed(), slacks).inequalities;
  }
}

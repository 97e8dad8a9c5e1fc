// What a company checks before it sends its part of q: that its part of F vanishes on K. A quotient
// that drops a remainder shows the remainder's value at ζ to whoever sees the company's messages,
// and with it confirms guesses about rows (docs/sealed.md, "Companies").
import { SealedError } from "../../errors.ts";
import { limbGrid, ownIdentities } from "./grid.ts";
import type { ProverState } from "./state.ts";

/**
 * Every identity of this company's part holds on K, all of them weighed by γ.
 * @throws SealedError AgreementWrong.
 */
export function checkPartCloses(state: ProverState): void {
  if (ownIdentities(state, limbGrid(state)).some((value) => value !== 0n))
    throw new SealedError(
      "AgreementWrong",
      "this party's own numbers do not meet the conditions of the outcome: do not go on with this proof",
    );
}

// What a company checks before it sends its part of q: that its part of F vanishes on K. A quotient
// that drops a remainder shows the remainder's value at ζ to whoever sees the company's messages,
// and with it confirms guesses about rows (docs/sealed.md, "Companies").
import { SealedError } from "../../errors.ts";
import { reduce } from "../field.ts";
import { combineIdentities } from "../identities.ts";
import { companyIdentities } from "./company-rules.ts";
import { formValue, limbGrid } from "./grid.ts";
import type { ProverState } from "./state.ts";

/**
 * Every identity of this company's part holds on K, all of them weighed by γ.
 * @throws SealedError AgreementWrong.
 */
export function checkPartCloses(state: ProverState): void {
  const grid = limbGrid(state);
  const own = companyIdentities(state.setting, state.secret.party);
  for (let i = 0; i < grid.size; i++) {
    const { constant, coefficients } = combineIdentities(own, grid.place(i));
    if (reduce(formValue(grid, { constant, terms: [...coefficients] }, i)) !== 0n)
      throw new SealedError(
        "AgreementWrong",
        "this party's own numbers do not meet the conditions of the outcome: do not go on with this proof",
      );
  }
}

// What a company does once for each commitment, in one process (docs/sealed.md, "One transcript for
// each commitment"). Across processes it is the journal's task.
import { SealedError } from "../../errors.ts";
import type { Bivariate } from "../matrix.ts";

/**
 * A function that takes each masked matrix once; `what` says what was done before.
 * @throws SealedError StepRepeated (the returned function) for a matrix that it took before.
 */
export function onceForEach(what: string): (matrix: Bivariate) => void {
  const taken = new WeakSet<Bivariate>();
  return (matrix) => {
    if (taken.has(matrix))
      throw new SealedError("StepRepeated", `${what} for this commitment: commit anew, in another round`);
    taken.add(matrix);
  };
}

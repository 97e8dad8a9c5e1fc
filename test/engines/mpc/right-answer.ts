// Runs a hard program through the engine and its certificate, and compares with the exact solver.
// No effect on import.
import { expect } from "chai";
import { SolverError } from "../../../client/errors.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot, magnitude } from "../../../client/math/field.ts";
import { testSeed } from "../../support/certificate.ts";
import { decimalsOf, HARD } from "../../support/hard-programs.ts";
import { itemsOf } from "../../support/programs.ts";
import { amongThree, play, settle } from "./problems.ts";

/** The answer's error is below 10^−8 of the optimum, plus a few units of the grid. */
const RELATIVE = 10n ** 8n;
const UNITS = 10n ** 12n;

/**
 * "right" for a certified outcome of the right kind and value, "none" where the engine says that it
 * has no answer; anything else is a failed expectation.
 */
export async function rightAnswer(kind: string, index: number): Promise<"right" | "none"> {
  const whole = HARD[kind]!(testSeed(`${kind} ${index}`));
  const mpc = amongThree(whole, decimalsOf(kind));
  const { decimals, bounds } = mpc.round;
  const exact = await solveExact(whole, {
    ...{ solver: highsSolver, decimals, bounds },
    tolerances: defaultTolerances(decimals, itemsOf(whole)),
  });
  const run = await play(mpc, `${kind} ${index}`).catch((error: unknown) => error);
  if (run instanceof SolverError && run.code === "NoAnswer") return "none";
  if (run instanceof Error) throw run;
  const { outcomes } = run as Awaited<ReturnType<typeof play>>;
  expect(settle(mpc, outcomes).kind).to.equal(exact.kind);
  const [found] = outcomes;
  if (exact.kind === "optimal" && found?.kind === "optimal") {
    const [expected, value] = [exact.x, found.x].map((x) => dot(whole.objective, x)) as [bigint, bigint];
    expect(magnitude(value - expected) <= magnitude(expected) / RELATIVE + UNITS, `${value}, not ${expected}`).to.equal(
      true,
    );
  }
  return "right";
}

// Which engine a round has, and what leaks with it, in the client's own words.
import { id } from "ethers";
import type { Params } from "../../../auditor/in-browser.ts";
import { LEAKAGES } from "../../../client/engines/leakages.ts";
import { ENGINE_NAMES } from "../../../client/engines/names.ts";
import type { EngineWords } from "./protocol.ts";

/** Null for an engine that is not known, or that cannot play a round of these sizes. */
export function engineWords(params: Params): EngineWords | null {
  const name = ENGINE_NAMES.find((known) => id(known) === params.engine);
  if (name === undefined) return null;
  const { inequalities, equalities, objectiveOwner, columns } = params;
  const round = {
    ...{ inequalities, equalities, objectiveOwner, columns },
    decimals: {
      coefficient: params.coefficientDecimals,
      solution: params.solutionDecimals,
      multiplier: params.multiplierDecimals,
    },
    bounds: new Array<bigint>(columns).fill(0n),
    tolerances: { residual: params.residualTolerance, dual: params.dualTolerance, gap: params.gapTolerance },
  };
  try {
    return { name, leakage: LEAKAGES[name](round, (party) => `party ${party}`) };
  } catch {
    return null;
  }
}

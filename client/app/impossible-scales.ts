// What makes scales possible that no certificate can hold, and their tolerances usual at once:
// following the remedies of the one refusal must not lead to the next.
import { InputError } from "../errors.ts";
import type { Tolerances } from "../lp/exact/tolerances.ts";
import type { AskedDecimals, ScaledProgram } from "../lp/joint/remedies/change.ts";
import { upTo } from "../lp/joint/remedies/levels.ts";
import { allLevers, smallerBounds } from "../lp/joint/remedies/levers.ts";
import { isPlayable } from "../lp/joint/remedies/playable.ts";
import { remediesFor, type Suffices } from "../lp/joint/remedies/search.ts";
import { createTrial, triedScales } from "../lp/joint/remedies/trial.ts";
import { makesUsual } from "../lp/joint/remedies/usual.ts";
import { changeInWords } from "../lp/joint/remedies/words.ts";
import { isWide, MAX_DECIMALS, ScaleImpossible, type Scales } from "../lp/joint/scales.ts";
import type { Settings } from "../lp/joint/settings.ts";
import { counted } from "../math/counted.ts";

export interface ImpossibleCase {
  readonly scaled: ScaledProgram;
  /** κ of the round. */
  readonly coefficient: number;
  readonly settings: Settings;
  /** The tolerances that must be usual. */
  readonly wanted: readonly (keyof Tolerances)[];
}

/**
 * Does `work`. Where it throws ScaleImpossible, throws InputError "ScaleImpossible" with remedies
 * that leave none of the wanted tolerances wide, or says that they do.
 */
export function withUsualRemedies<T>(work: () => T, own: ImpossibleCase): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ScaleImpossible) || error.remedies.length === 0) throw error;
    const remedies = usualRemedies(own);
    const text =
      remedies === null
        ? `${error.message}; tolerances are then still wide, and would have to be accepted`
        : `${error.what}: ${remedies}`;
    throw new InputError("ScaleImpossible", text, {}, { cause: error });
  }
}

/** Null if nothing helps. */
function usualRemedies({ scaled, coefficient, settings, wanted }: ImpossibleCase): string | null {
  const { asked = {} } = scaled;
  const isUsual = (after: Scales | null): after is Scales =>
    after !== null && wanted.every((sort) => !isWide(after, sort));
  const stated = (["solution", "multiplier"] as const).filter((of) => asked[of] !== undefined);
  const fewer = stated.flatMap((of) => {
    const most = asked[of]!;
    const found = upTo(most).find((by) => isUsual(triedScales(scaled, { ...asked, coefficient, [of]: most - by })));
    return found === undefined ? [] : [fewerInWords(of, most - found, settings)];
  });
  const keeping = createTrial(scaled, coefficient, asked);
  const bound = smallerBounds(scaled).find((change) => isUsual(keeping(change)));
  const bounds = bound === undefined ? [] : [changeInWords(scaled, bound, settings)];
  if (bounds.length + fewer.length > 0) return [...bounds, ...fewer].join("; or ");
  const left = `(${stated.map((of) => settings.decimals[of]).join(", ")})`;
  const base = triedScales(scaled, { coefficient });
  if (isUsual(base) && stated.length > 0) return `leave out what is stated ${left}`;
  const without = base ?? { decimals: { coefficient, solution: 0, multiplier: MAX_DECIMALS } };
  const levers = allLevers(scaled, without, settings.rounding !== null);
  const fits: Suffices = (after, change) => isUsual(after) && isPlayable(scaled, after, change);
  const suffices = base === null ? fits : makesUsual(scaled, base, wanted);
  const found = remediesFor(createTrial(scaled, coefficient), levers, suffices);
  if (found.length === 0) return null;
  const advice = found.map((change) => changeInWords(scaled, change, settings)).join("; or ");
  return stated.length === 0 ? advice : `once what is stated is left out ${left}, ${advice}`;
}

function fewerInWords(of: keyof AskedDecimals, decimals: number, settings: Settings): string {
  const what = of === "solution" ? "the solution" : "the multipliers";
  return `give ${counted(decimals, "decimal")} of ${what} (${settings.decimals[of]})`;
}

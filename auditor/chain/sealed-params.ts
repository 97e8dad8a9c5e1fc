// Ranges of the parameters of a round for a sealed outcome (docs/sealed.md, "On chain"): what a key
// of the largest size for so many parties has room for.
import type { Below } from "../words/english.ts";

/** The parameters that are looked at here. */
interface OwnParams {
  readonly parties: readonly string[];
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly columns: number;
  readonly solutionDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
  readonly sealedKey: string;
}

/** `sealedKey` of a round whose outcome is public. */
const PUBLIC = 0n;
const MAX_PARTIES = 97;
const MAX_SIZE = 1 << 13;

/** Whether the outcome is sealed. */
export function isSealed({ sealedKey }: Pick<OwnParams, "sealedKey">): boolean {
  return BigInt(sealedKey) !== PUBLIC;
}

/** Whether something is within its range, and the end of the code `param/…` of what it is. */
export type ParamRule = readonly [boolean, Below<"param">];

export function sealedRules(params: OwnParams): ParamRule[] {
  const { parties, inequalities, equalities, columns, solutionDecimals } = params;
  const size = 2 ** Math.floor(Math.log2(MAX_SIZE / parties.length));
  const limbBits = BigInt(Math.min(12, 5 + Math.log2(size)));
  const fits = (value: bigint, limbs: bigint) => value < 1n << (limbs * limbBits);
  return [
    [parties.length <= MAX_PARTIES, "sealed parties"],
    [columns >= 1 && columns <= size - 3, "columns"],
    [inequalities.every((own, k) => own + 2 * (equalities[k] ?? 0) <= size - 2), "sealed rows"],
    [fits(10n ** BigInt(solutionDecimals), 6n), "sealed decimals"],
    [
      fits(params.residualTolerance, 5n) && fits(params.dualTolerance, 5n) && fits(params.gapTolerance, 14n),
      "sealed tolerance",
    ],
  ];
}

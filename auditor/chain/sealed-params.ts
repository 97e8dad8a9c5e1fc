// Ranges of the parameters of a round for a sealed outcome (docs/sealed.md, "On chain"): what a key
// of the largest size for so many parties has room for.

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

/** Whether each is within its range, and in words what it is if not. */
export function sealedRules(params: OwnParams): (readonly [boolean, string])[] {
  const { parties, inequalities, equalities, columns, solutionDecimals } = params;
  const size = 2 ** Math.floor(Math.log2(MAX_SIZE / parties.length));
  const limbBits = BigInt(Math.min(12, 5 + Math.log2(size)));
  const fits = (value: bigint, limbs: bigint) => value < 1n << (limbs * limbBits);
  return [
    [parties.length <= MAX_PARTIES, "the number of parties of a sealed outcome"],
    [columns >= 1 && columns <= size - 3, "the number of columns"],
    [
      inequalities.every((own, k) => own + 2 * (equalities[k] ?? 0) <= size - 2),
      "a number of rows of a sealed outcome",
    ],
    [fits(10n ** BigInt(solutionDecimals), 6n), "the decimals of a sealed solution"],
    [
      fits(params.residualTolerance, 5n) && fits(params.dualTolerance, 5n) && fits(params.gapTolerance, 14n),
      "a tolerance of a sealed outcome",
    ],
  ];
}

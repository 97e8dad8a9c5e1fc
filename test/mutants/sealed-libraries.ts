// Mutants of the libraries of the contract that verifies sealed proofs: each check left out alone,
// and each reduction in assembly. The library's own test has to notice, or that of the verifier.
import type { Mutant } from "./mutant.ts";

type Change = readonly [id: string, what: string, search: string, replace: string, equivalent?: string];

/** By library. */
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  BN254: [
    ["Z83", "an x may be p or more", "and(and(lt(x, FIELD), lt(y, FIELD)), equation)", "and(lt(y, FIELD), equation)"],
    ["Z84", "a y may be p or more", "and(and(lt(x, FIELD), lt(y, FIELD)), equation)", "and(lt(x, FIELD), equation)"],
    ["Z85", "a point may be off the curve", "lt(y, FIELD)), equation)", "lt(y, FIELD)), 1)"],
  ],
  "sealed/Precompiles": [
    [
      "Z39",
      "what is no inverse passes for one",
      "        if (!(value * inverse == ONE)) revert ISealedVerifier.SealedPrecompileFailed(MODULAR_POWER);\n",
      "",
    ],
    [
      "Z40",
      "a pairing with too little gas passes",
      "PAIRING, pairs, PAIRING_INPUT, 0, 0x20)\n            success := and(success, eq(returndatasize(), 0x20))",
      "PAIRING, pairs, PAIRING_INPUT, 0, 0x20)\n            success := 1",
    ],
    [
      "Z41",
      "a multiplication of no point passes",
      "EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)\n            success := and(success, eq(returndatasize(), POINT_BYTES))",
      "EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)\n            success := 1",
    ],
  ],
  "sealed/Scalars": [
    ["Z42", "sums of products overflow", "                sum := mod(sum, ORDER)\n", ""],
    ["Z43", "the last value is not inverted", "let at := end\n", "let at := sub(end, 32)\n"],
  ],
  "sealed/SealedFields": [
    ["Z44", "fields are no residues", "            value := mod(value, ORDER)\n", ""],
    [
      "Z45",
      "an odd number of limbs loses the highest",
      "                value := calldataload(place)\n            }\n            for",
      "            }\n            for",
    ],
  ],
  "sealed/SealedWords": [
    ["Z46", "the points of steps 0 to 3 are not checked", "        _checkPoints(shape, 0, shape.t);\n", ""],
    ["Z47", "no limb is checked", "        _checkScalars(shape, shape.limbValues, shape.steps[8]);\n", ""],
    [
      "Z48",
      "the first scalar of four may be r or more",
      "let first := and(lt(calldataload(place), ORDER), ",
      "let first := and(1, ",
    ],
    ["Z49", "the second scalar of four may be r or more", "lt(calldataload(add(place, 0x20)), ORDER))\n", "1)\n"],
    [
      "Z50",
      "the third scalar of four may be r or more",
      "                    lt(calldataload(add(place, 0x40)), ORDER),\n",
      "                    1,\n",
    ],
    ["Z51", "the word behind three scalars is taken for one", "lt(add(place, 0x60), end)", "lt(add(place, 0x40), end)"],
  ],
  "sealed/SealedDegeneracy": [
    ["Z52", "ζ may be 0", "zeta == ZERO || ", ""],
    ["Z53", "α may be one of the points that limbs are opened at", "(shape.primal && point == drawn.alpha)", "false"],
    ["Z54", "β may be one of the points that limbs are opened at", "(shape.dual && point == drawn.beta)", "false"],
    ["Z55", "α, β and ξ may be χζ", "shape.primal ? LIMBS + 1 : LIMBS", "LIMBS"],
    ["Z56", "α may be ξ", "(shape.primal && drawn.alpha == xi)", "false"],
    ["Z57", "β may be ξ", "(shape.dual && drawn.beta == xi)", "false"],
    ["Z58", "α may be β", "(shape.primal && shape.dual && drawn.alpha == drawn.beta)", "false"],
  ],
  "sealed/SealedStatementCheck": [
    ["Z59", "a fourth kind", "        _require(statement.kind <= KIND_UNBOUNDED);\n", ""],
    ["Z60", "a size below 16", "size >= MIN_SIZE && ", ""],
    ["Z61", "a size that is no power of two", " && size & (size - 1) == 0", ""],
    ["Z62", "no columns", "statement.columns >= 1 && ", ""],
    ["Z63", "one column too many", "statement.columns <= size - 3", "statement.columns <= size - 2"],
    ["Z64", "no parties", "statement.parties >= 1 && ", "", "no owner is below 0 parties"],
    ["Z65", "an owner that is no party", "        _require(statement.objectiveOwner < statement.parties);\n", ""],
    ["Z66", "any decimals of solutions", "statement.solutionDecimals <= MAX_DECIMALS && ", ""],
    ["Z67", "any decimals of multipliers", " && statement.multiplierDecimals <= MAX_DECIMALS", ""],
    ["Z68", "x_0 beyond its limbs", "        _require(scaleFits(statement.solutionDecimals, limbBits));\n", ""],
    ["Z69", "a residual tolerance beyond its limbs", "            _fits(residual, RESIDUAL_LIMBS, limbBits) &&\n", ""],
    ["Z70", "a dual tolerance beyond its limbs", "            _fits(dual, DUAL_LIMBS, limbBits) &&\n", ""],
    ["Z71", "a gap tolerance beyond its limbs", " &&\n            _fits(gap, GAP_LIMBS, limbBits)", ""],
    [
      "Z72",
      "another number of commitments",
      "        _require(statement.commitments.length == statement.parties);\n",
      "",
    ],
  ],
  "sealed/Twist": [
    ["Z73", "the imaginary part of an x may be p or more", "xImaginary >= BN254.P || ", ""],
    ["Z74", "the real part of an x may be p or more", "xReal >= BN254.P || ", ""],
    ["Z75", "the imaginary part of a y may be p or more", "yImaginary >= BN254.P || ", ""],
    ["Z76", "the real part of a y may be p or more", " || yReal >= BN254.P", ""],
    [
      "Z77",
      "the square of a y is right in its imaginary part only",
      "leftReal == addmod(cubeReal, B_REAL, BN254.P) &&",
      "",
    ],
    [
      "Z78",
      "the square of a y is right in its real part only",
      " &&\n            leftImaginary == addmod(cubeImaginary, B_IMAGINARY, BN254.P)",
      "",
    ],
  ],
};

/** The same, where it takes the whole verifier to notice. */
const IN_WHOLE: Readonly<Record<string, readonly Change[]>> = {
  "sealed/Precompiles": [
    [
      "Z38",
      "a chain without addition of points is not noticed",
      "EC_ADD, sum, EC_ADD_INPUT, sum, POINT_BYTES)\n            success := and(success, eq(returndatasize(), POINT_BYTES))",
      "EC_ADD, sum, EC_ADD_INPUT, sum, POINT_BYTES)",
    ],
  ],
  "sealed/SealedKeyCheck": [
    ["Z79", "[N] may be no point", "_isPoint(key.limbs) && ", ""],
    ["Z80", "[U] may be no point", "_isPoint(key.bounds) && ", ""],
    ["Z81", "[J] may be no point", " && _isPoint(key.columns)", ""],
    ["Z82", "[σ]₂ may be no point", "!_isPoint(key.sigma) || ", ""],
  ],
};

function mutantsOf(
  changes: Readonly<Record<string, readonly Change[]>>,
  testOf: (library: string) => string,
): Mutant[] {
  return Object.entries(changes).flatMap(([library, all]) =>
    all.map(([id, what, search, replace, equivalent]) => ({
      ...{ id, what, search, replace, ...(equivalent === undefined ? {} : { equivalent }) },
      file: `contracts/libraries/${library}.sol`,
      tests: [testOf(library)],
    })),
  );
}

export const SEALED_LIBRARY_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(CHANGES, (library) => `contracts/libraries/${library}.t.sol`),
  ...mutantsOf(IN_WHOLE, () => "test/differential/sealed.test.ts"),
];

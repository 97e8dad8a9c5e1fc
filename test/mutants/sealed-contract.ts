// Mutants of the contract that verifies sealed proofs: each identity and each line of the pairing
// equation left out, and each check.
import type { Mutant } from "./mutant.ts";

const library = (name: string) => `contracts/libraries/sealed/${name}.sol`;
const VERIFIER = "contracts/verifiers/SealedVerifier.sol";
const [IDENTITIES, LINES, STATEMENT, KEY] = [
  "SealedIdentities",
  "SealedLines",
  "SealedStatementCheck",
  "SealedKeyCheck",
].map(library) as [string, string, string, string];
const [DIFFERENTIAL, CHEATS, DEGENERACY] = [
  "test/differential/sealed.test.ts",
  "test/deep/sealed/contract.test.ts",
  "contracts/libraries/sealed/SealedDegeneracy.t.sol",
];

/** Calls of SealedIdentities.addAll that are left out, by the identity that they make. */
const LEFT_OUT: readonly (readonly [id: string, identity: string, call: string])[] = [
  ["Z01", "lookup", "_lookup(seen, weights, part);"],
  ["Z02", "table", "_table(seen, weights);"],
  ["Z03", "sum", "_sum(statement, seen, weights);"],
  ["Z04", "primal", "_primal(seen, weights);"],
  ["Z05", "dual", "_dual(statement, seen, weights);"],
  ["Z06", "bound", "_bound(seen, weights);"],
  ["Z07", "tolerance", "_tolerance(statement, seen, weights);"],
  ["Z08", "support", "_support(seen, weights);"],
  ["Z09", "scale", "_scale(statement, seen, weights);"],
  ["Z10", "copy", "_copy(seen, weights);"],
  ["Z11", "inner", "_inner(seen, weights);"],
  ["Z12", "residual", "_residual(statement, seen, weights, k);"],
  ["Z13", "slot", "_slot(seen, weights, k);"],
];

/** Likewise of SealedLines.addAll. */
const LINES_LEFT_OUT: readonly (readonly [id: string, line: string, call: string])[] = [
  ["Z14", "opening", "_opening(statement, seen, right, pi * square);"],
  ["Z15", "row slice", "if (seen.shape.primal) _rowSlice(seen, right, pi);"],
  ["Z16", "column slice", "_columnSlice(seen, right, square);"],
  ["Z17", "e", "_e(seen, right, pi * square);"],
];

const checks: readonly Omit<Mutant, "tests">[] = [
  {
    id: "Z18",
    what: "a statement may have any numbers",
    file: VERIFIER,
    search: "        SealedStatementCheck.check(statement);\n",
    replace: "",
  },
  {
    id: "Z19",
    what: "sums may wrap",
    file: STATEMENT,
    search: "statement.parties <= MAX_SIZE / size",
    replace: "statement.parties <= MAX_SIZE",
  },
  {
    id: "Z20",
    what: "a key need not be the round's",
    file: KEY,
    search: "        if (SealedDigests.key(key) != statement.keyDigest) revert ISealedVerifier.SealedKeyMismatch();\n",
    replace: "",
  },
  {
    id: "Z21",
    what: "a string may have another size",
    file: KEY,
    search: "        if (key.size != statement.size) revert ISealedVerifier.SealedSrsMismatch();\n",
    replace: "",
  },
  {
    id: "Z22",
    what: "[τ]₂ may be no point",
    file: KEY,
    search: " || !_isPoint(key.tau)",
    replace: "",
  },
  {
    id: "Z23",
    what: "a proof may be longer",
    file: VERIFIER,
    search: "proof.length != 32 * shape.steps[10]",
    replace: "proof.length < 32 * shape.steps[10]",
  },
  {
    id: "Z24",
    what: "scalars have several forms",
    file: library("SealedWords"),
    search: "canonical := and(canonical, lt(calldataload(place), ORDER))",
    replace: "",
  },
  {
    id: "Z25",
    what: "the points of the last steps are not checked",
    file: library("SealedWords"),
    search: "        _checkPoints(shape, shape.steps[8], shape.steps[10]);\n",
    replace: "",
  },
  {
    id: "Z35",
    what: "t and v have several forms",
    file: library("SealedWords"),
    search: "        _checkScalars(shape, shape.t, shape.steps[4]);\n",
    replace: "",
  },
  {
    id: "Z36",
    what: "the points of steps 4 to 7 are not checked",
    file: library("SealedWords"),
    search: "        _checkPoints(shape, shape.steps[4], shape.limbValues);\n",
    replace: "",
  },
  {
    id: "Z26",
    what: "anybody's points prove a statement",
    file: VERIFIER,
    search: "        SealedDigests.checkCommitments(statement, key.srsDigest, shape);\n",
    replace: "",
  },
  {
    id: "Z27",
    what: "a step does not enter the transcript",
    file: library("SealedTranscript"),
    search: "        state = _absorb(state, shape, proof, 5);\n",
    replace: "",
  },
  {
    id: "Z28",
    what: "the commitments do not enter the statement's digest",
    file: library("SealedDigests"),
    search: "keccak256(abi.encodePacked(own.commitments))",
    replace: "bytes32(0)",
  },
  {
    id: "Z29",
    what: "any product of pairings will do",
    file: library("Precompiles"),
    search: "isOne := eq(mload(0), 1)",
    replace: "isOne := lt(mload(0), 2)",
  },
  {
    id: "Z30",
    what: "a chain without pairings accepts every proof",
    file: library("Precompiles"),
    search:
      "success := staticcall(gas(), PAIRING, pairs, PAIRING_INPUT, 0, 0x20)\n            success := and(success, eq(returndatasize(), 0x20))",
    replace: "success := staticcall(gas(), PAIRING, pairs, PAIRING_INPUT, 0, 0x20)",
  },
  {
    id: "Z31",
    what: "a chain without multiplication of points is not noticed",
    file: library("Precompiles"),
    search:
      "success := staticcall(gas(), EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)\n            success := and(success, eq(returndatasize(), POINT_BYTES))",
    replace: "success := staticcall(gas(), EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)",
  },
];

export const SEALED_CONTRACT_MUTANTS: readonly Mutant[] = [
  ...LEFT_OUT.map(([id, identity, call]) => ({
    ...{
      id,
      what: `nothing is said of the identity ${identity}`,
      file: IDENTITIES,
      search: ` ${call}\n`,
      replace: "\n",
    },
    tests: [DIFFERENTIAL],
  })),
  ...LINES_LEFT_OUT.map(([id, line, call]) => ({
    ...{ id, what: `nothing is said of the line ${line}`, file: LINES, search: ` ${call}\n`, replace: "\n" },
    // A true proof satisfies the other lines, too: it takes a prover that violates this one.
    tests: [DIFFERENTIAL, CHEATS],
  })),
  ...checks.map((mutant) => ({ ...mutant, tests: [DIFFERENTIAL] })),
  {
    id: "Z32",
    what: "challenges may coincide",
    file: library("SealedDegeneracy"),
    search: "        if (degenerate) revert",
    replace: "        if (degenerate && shape.parties == 0) revert",
    tests: [DEGENERACY],
  },
  {
    id: "Z33",
    what: "ζ may lie in K",
    file: library("SealedDegeneracy"),
    search: "zeta == ZERO || Scalars.squareUpTo(zeta, domain.limbSize) == ONE",
    replace: "zeta == ZERO",
    tests: [DEGENERACY],
  },
  {
    id: "Z34",
    what: "ξ may be one of the points that are opened",
    file: library("SealedDegeneracy"),
    search: "                point == xi ||\n",
    replace: "",
    tests: [DEGENERACY],
  },
  {
    id: "Z37",
    what: "one scalar in four may be r or more",
    file: library("SealedWords"),
    search: "                    lt(calldataload(add(place, 0x60)), ORDER)\n",
    replace: "                    1\n",
    tests: [DIFFERENTIAL],
  },
];

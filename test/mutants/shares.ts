// Mutants of the contract for shares of sealed optima: each check, each part of the equation, and
// what is recorded.
import type { Mutant } from "./mutant.ts";

const CONTRACT = "contracts/SealedShares.sol";
const library = (name: string) => `contracts/libraries/sealed/${name}.sol`;
const [PROOF, TRANSCRIPT, PLACES] = ["ShareProof", "ShareTranscript", "SharePlaces"].map(library) as [
  string,
  string,
  string,
];
const [LIFE, DIFFERENTIAL, UNIT] = [
  "test/contracts/shares.test.ts",
  "test/differential/shares.test.ts",
  "contracts/libraries/sealed/SharePlaces.t.sol",
];

const life: readonly Omit<Mutant, "tests">[] = [
  {
    id: "H01",
    what: "another proof may replace the one that shares were checked against",
    file: CONTRACT,
    search: "        if (stored.basis != 0) revert SharesAlreadyAdopted();\n",
    replace: "",
  },
  {
    id: "H02",
    what: "a proof of a round that has not settled is accepted",
    file: CONTRACT,
    search: "        if (coordinator.stateOf(round).phase != Phase.Settled) revert SharesNotSettled();\n",
    replace: "",
  },
  {
    id: "H03",
    what: "a public outcome is not told from a wrong key",
    file: CONTRACT,
    search: "        if (params.sealedKey == 0) revert SharesOutcomePublic();\n",
    replace: "",
  },
  {
    id: "H04",
    what: "outcomes of every kind have shares",
    file: CONTRACT,
    search: "        if (kind != KIND_OPTIMAL) revert SharesNotOptimal(kind);\n",
    replace: "",
  },
  {
    id: "H05",
    what: "the upper bounds may be any",
    file: CONTRACT,
    search: "        if (keccak256(bounds) != params.bounds) revert SharesBoundsMismatch();\n",
    replace: "",
  },
  {
    id: "H06",
    what: "the basis may be any",
    file: CONTRACT,
    search: "        if (keccak256(abi.encode(basis)) != stored.basis) revert SharesBasisMismatch();\n",
    replace: "",
  },
  {
    id: "H07",
    what: "a party beyond the last is no refusal of its own",
    file: CONTRACT,
    search: "        if (party >= basis.matrices.length) revert SharesNotParty(party);\n",
    replace: "",
  },
  {
    id: "H08",
    what: "a share counts twice",
    file: CONTRACT,
    search: "        if (share.posted) revert SharesAlreadyPosted(party);\n",
    replace: "",
  },
  {
    id: "H09",
    what: "a share is recorded that nothing proves",
    file: CONTRACT,
    search: "        ShareProof.check(basis, claim);\n",
    replace: "",
  },
  {
    id: "H10",
    what: "the sum of a round without a basis reads as complete",
    file: CONTRACT,
    search: "        if (stored.basis == 0) revert SharesNotAdopted();\n",
    replace: "",
  },
  {
    id: "H11",
    what: "the objective is bounded although shares are missing",
    file: CONTRACT,
    search: "        if (missing != 0) revert SharesMissing(missing);\n",
    replace: "",
  },
  {
    id: "H12",
    what: "the lower bound forgets what tolerated reduced costs are worth",
    file: CONTRACT,
    search: " -\n            int256(statement.dualTolerance * _rounds[round].boundSum)",
    replace: "",
  },
  {
    id: "H13",
    what: "a share has the sign of its dual value",
    file: CONTRACT,
    search: "emit SharePosted(round, party, -dualValue, claim.proof)",
    replace: "emit SharePosted(round, party, dualValue, claim.proof)",
  },
  {
    id: "H14",
    what: "the points of the columns' limbs stand for those of the first party",
    file: library("ShareBases"),
    search: "shape.limbs + 2)",
    replace: "shape.limbs)",
  },
];

const verifier: readonly Omit<Mutant, "tests">[] = [
  {
    id: "H20",
    what: "a dual value may have any magnitude",
    file: PROOF,
    search:
      "        if (claim.dualValue >= VALUE_LIMIT || claim.dualValue <= -VALUE_LIMIT) revert IShares.SharesValueOutOfRange();\n",
    replace: "",
  },
  {
    id: "H21",
    what: "points and scalars have several forms",
    file: PROOF,
    search: "        ShareTranscript.checkWords(claim.proof);\n",
    replace: "",
  },
  {
    id: "H22",
    what: "a proof may be longer",
    file: TRANSCRIPT,
    search: "proof.length != 32 * SHARE_WORDS",
    replace: "proof.length < 32 * SHARE_WORDS",
  },
  {
    id: "H23",
    what: "the points of the last steps are not checked",
    file: TRANSCRIPT,
    search: "        _checkPoints(start, COLUMN_QUOTIENT, SHARE_WORDS);\n",
    replace: "",
  },
  {
    id: "H24",
    what: "the last scalar has several forms",
    file: TRANSCRIPT,
    search: "word < COLUMN_QUOTIENT; ++word",
    replace: "word < AT_NEXT; ++word",
  },
  {
    id: "H25",
    what: "the transcript does not begin with the claimed value",
    file: TRANSCRIPT,
    search: "                uint256(0),\n                claim.dualValue\n",
    replace: "                uint256(0),\n                int256(0)\n",
  },
  {
    id: "H26",
    what: "the limbs of the multipliers need not be those of the sealed proof",
    file: PROOF,
    search: "        left.addMultiple(limbs.x, limbs.y, factor);\n",
    replace: "",
  },
  {
    id: "H27",
    what: "the rows need not be those that were committed",
    file: PROOF,
    search: "        left.addMultiple(matrix.x, matrix.y, drawn.pi);\n",
    replace: "",
  },
  {
    id: "H28",
    what: "the running sum may come to any sum",
    file: PROOF,
    search: "_scalar(start, AT_COLUMN) - share) + atNext * next",
    replace: "_scalar(start, AT_COLUMN)) + atNext * next",
  },
  {
    id: "H29",
    what: "Ψ(χζ) is not opened",
    file: PROOF,
    search: "Scalar atNext = drawn.rho * drawn.rho * place.atNext;",
    replace: "Scalar atNext = Scalar.wrap(0);",
  },
  {
    id: "H30",
    what: "P is not paired with [σ]₂",
    file: PROOF,
    search: "        _add(right.sigma, start, COLUMN_QUOTIENT, drawn.pi);\n",
    replace: "",
  },
  {
    id: "H31",
    what: "P′ is not paired with [τ]₂",
    file: PROOF,
    search: "        _add(right.tau, start, COLUMN_REST, drawn.pi);\n",
    replace: "",
  },
  {
    id: "H32",
    what: "the equation decides nothing",
    file: PROOF,
    search:
      "        if (!SealedPairing.holds(left, right, basis.sigma, basis.tau)) revert IShares.SharesEquationFailed();\n",
    replace: "",
  },
];

const places: readonly Omit<Mutant, "tests">[] = [
  {
    id: "H40",
    what: "ζ may be in K",
    file: PLACES,
    search: "            Scalars.squareUpTo(drawn.zeta, domain.limbSize) == ONE ||\n",
    replace: "",
  },
  {
    id: "H41",
    what: "ξ may be χζ",
    file: PLACES,
    search: " ||\n            domain.generator * drawn.zeta == drawn.xi",
    replace: "",
  },
  {
    id: "H42",
    what: "ξ may be among the points of the limbs",
    file: PLACES,
    search: "degenerate = degenerate || point == drawn.xi;",
    replace: "degenerate = degenerate;",
  },
  {
    id: "H43",
    what: "ζ may be 0",
    file: PLACES,
    search: "drawn.zeta == ZERO ||\n            ",
    replace: "",
  },
];

export const SHARE_MUTANTS: readonly Mutant[] = [
  ...life.map((mutant) => ({ ...mutant, tests: [LIFE] })),
  ...verifier.map((mutant) => ({ ...mutant, tests: [DIFFERENTIAL] })),
  ...places.map((mutant) => ({ ...mutant, tests: [UNIT] })),
  {
    id: "H44",
    what: "bounds that follow equal ones are not added",
    file: "contracts/libraries/UpperBounds.sol",
    search: "            total += bound;\n",
    replace: "            if (j == 0 || bounds[j] != bounds[j - 1]) total += bound;\n",
    tests: ["contracts/libraries/UpperBounds.t.sol"],
  },
];

const AUDIT = ["test/auditor/shares.test.ts"];
const POSTING = ["test/e2e/shares.test.ts"];

/** Of the auditor's checks of shares. */
export const SHARE_AUDIT_MUTANTS: readonly Mutant[] = [
  {
    id: "H50",
    what: "shares of any proof are vouched for",
    file: "auditor/shares.ts",
    search: "  if (proof !== keccak256(accepted.proof)) {",
    replace: "  if (proof.length !== keccak256(accepted.proof).length) {",
    tests: AUDIT,
  },
  {
    id: "H51",
    what: "what is announced need not be what is stored",
    file: "auditor/shares.ts",
    search: "own.length === 1 && own[0]!.share === share",
    replace: "own.length === 1",
    tests: AUDIT,
  },
  {
    id: "H52",
    what: "a share may be announced without being stored",
    file: "auditor/shares.ts",
    search: "share === null ? own.length === 0 : own.length === 1",
    replace: "share === null ? true : own.length === 1",
    tests: AUDIT,
  },
  {
    id: "H53",
    what: "shares may be announced of parties that there are not",
    file: "auditor/shares.ts",
    search: "isSame && posted.every(({ party }) => party < BigInt(stored.length))",
    replace: "isSame",
    tests: AUDIT,
  },
  {
    id: "H54",
    what: "shares are taken as the contract recorded them",
    file: "auditor/shares.ts",
    search: "    verifyClaims(accepted, { party,",
    replace: "    if (share === null) verifyClaims(accepted, { party,",
    tests: AUDIT,
  },
  {
    id: "H55",
    what: "the lower bound forgets what tolerated reduced costs are worth",
    file: "auditor/shares.ts",
    search: "value - gapTolerance - dualTolerance * reach",
    replace: "value - gapTolerance",
    tests: AUDIT,
  },
  {
    id: "H56",
    what: "shares may be on another contract than the terms name",
    file: "auditor/audit.ts",
    search: "  if (agreed !== null && contract !== agreed)\n",
    replace: "  if (agreed === null && contract !== agreed && named === undefined)\n",
    tests: AUDIT,
  },
  {
    id: "H57",
    what: "the contract may be that of another coordinator",
    file: "auditor/shares.ts",
    search: "immutables: [view.coordinator] };",
    replace: "immutables: [contract] };",
    tests: AUDIT,
  },
  {
    id: "H58",
    what: "shares without a proof to check them against pass",
    file: "auditor/shares.ts",
    search: "stored.every((share) => share === null) && posted.length === 0",
    replace: "stored.length > 0",
    tests: AUDIT,
  },
];

/** Of what a company's client does with its share. */
export const SHARE_CLIENT_MUTANTS: readonly Mutant[] = [
  {
    id: "H60",
    what: "a share is posted again although it is there",
    file: "client/app/shares/own-share.ts",
    search: '      if (confirmed.share !== null) return "posted";\n',
    replace: '      if (confirmed.share !== null && left < -9) return "posted";\n',
    tests: POSTING,
  },
  {
    id: "H61",
    what: "a race that somebody else has won ends the client's work",
    file: "client/app/shares/own-share.ts",
    search: '"SharesAlreadyAdopted", "SharesAlreadyPosted", "TransactionReverted"',
    replace: '"None"',
    tests: POSTING,
  },
  {
    id: "H62",
    what: "only the owner of the objective ever brings the proof",
    file: "client/app/shares/own-share.ts",
    search: "if (!newest.adopted && left-- > 0) return null;",
    replace: "if (!newest.adopted && patience > 0) return null;",
    tests: POSTING,
  },
  {
    id: "H63",
    what: "the contract's code is not looked at before anything is sent",
    file: "client/chain/shares/post-share.ts",
    search: "  await checkShares(session, contract);\n",
    replace: "",
    tests: POSTING,
  },
  {
    id: "H64",
    what: "a contract for shares of another coordinator passes",
    file: "client/chain/coordinator/check-contract.ts",
    search: "  if (words.every((word) => word === pad(coordinator, { size: WORD }).toLowerCase())) return;\n",
    replace: "  if (words.length > 0) return;\n",
    tests: POSTING,
  },
  {
    id: "H70",
    what: "events of shares may be those of another round",
    file: "auditor/chain/requested-log.ts",
    search: " && log.topics[1] === toBeHex(round, 32)",
    replace: "",
    tests: AUDIT,
  },
  {
    id: "H71",
    what: "events may be of a block that is not on the chain any more",
    file: "auditor/chain/requested-log.ts",
    search: "if (block.hash !== log.blockHash)",
    replace: "if (block.hash === null)",
    tests: AUDIT,
  },
  {
    id: "H72",
    what: "events may have been removed",
    file: "auditor/chain/requested-log.ts",
    search: "log.removed || ",
    replace: "",
    tests: AUDIT,
  },
];

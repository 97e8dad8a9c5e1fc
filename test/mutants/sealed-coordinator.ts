// Mutants of what the coordinator does about sealed outcomes: what it tells the verifier, what it
// records, and what it refuses.
import type { Mutant } from "./mutant.ts";

const COORDINATOR = "contracts/RoundCoordinator.sol";
const PARAMS = "contracts/libraries/ParamsCheck.sol";
const SEALED_PARAMS = "contracts/libraries/sealed/SealedParamsCheck.sol";
const TESTS = [
  "contracts/SealedSettlement.t.sol",
  "contracts/libraries/sealed/SealedParamsCheck.t.sol",
  "test/contracts/sealed-rounds.test.ts",
];

const mutants: readonly Omit<Mutant, "tests">[] = [
  {
    id: "K01",
    what: "sealed proofs settle public rounds",
    file: COORDINATOR,
    search: "        if (stored.sealedKey == 0) revert CoordinatorOutcomePublic();\n",
    replace: "",
  },
  {
    id: "K02",
    what: "certificates settle sealed rounds",
    file: COORDINATOR,
    search: "        if (stored.sealedKey != 0) revert CoordinatorOutcomeSealed();\n",
    replace: "",
  },
  {
    id: "K03",
    what: "the sealed verifier is not asked",
    file: COORDINATOR,
    search: "bytes32 statementDigest = sealedVerifier.verify(statement, key, proof);",
    replace: "bytes32 statementDigest = keccak256(abi.encode(statement, key, proof));",
  },
  {
    id: "K04",
    what: "a sealed settlement through a contract is not published",
    file: COORDINATOR,
    search: "CoordinatorOutcomePublic();\n        _publishCall(round);\n",
    replace: "CoordinatorOutcomePublic();\n",
  },
  {
    id: "K05",
    what: "a settled sealed round stays open",
    file: COORDINATOR,
    search: "        _set(stored, Phase.Settled, 0);\n        stored.kind = kind;\n",
    replace: "        stored.kind = kind;\n",
  },
  {
    id: "K06",
    what: "the kind of a sealed outcome is not recorded",
    file: COORDINATOR,
    search: "        stored.kind = kind;\n",
    replace: "",
  },
  {
    id: "K07",
    what: "the digest of a sealed statement is not recorded",
    file: COORDINATOR,
    search: "        stored.statementDigest = statementDigest;\n",
    replace: "",
  },
  {
    id: "K08",
    what: "bonds stay in the contract after a sealed settlement",
    file: COORDINATOR,
    search:
      "        emit SettledSealed(round, msg.sender, kind, statementDigest);\n        _returnBonds(round, stored);\n",
    replace: "        emit SettledSealed(round, msg.sender, kind, statementDigest);\n",
  },
  {
    id: "K09",
    what: "the settler chooses the key",
    file: COORDINATOR,
    search: "statement.keyDigest = stored.sealedKey;",
    replace: 'statement.keyDigest = keccak256(abi.encode(keccak256("concordat/sealed/key/v1"), size));',
  },
  {
    id: "K10",
    what: "a sealed statement lacks the chain",
    file: COORDINATOR,
    search: "        statement.round = round;\n        statement.kind = kind;\n",
    replace: "        statement.chainId = 1;\n        statement.round = round;\n        statement.kind = kind;\n",
  },
  {
    id: "K11",
    what: "a sealed statement has no number of its round",
    file: COORDINATOR,
    search: "        statement.round = round;\n        statement.kind = kind;\n",
    replace: "        statement.kind = kind;\n",
  },
  {
    id: "K12",
    what: "the owner of a sealed round's objective is the first party",
    file: COORDINATOR,
    search: "        statement.parties = count;\n        statement.objectiveOwner = stored.objectiveOwner;\n",
    replace: "        statement.parties = count;\n",
  },
  {
    id: "K13",
    what: "a sealed statement has the tolerance of another number",
    file: COORDINATOR,
    search: "        statement.gapTolerance = stored.gapTolerance;\n        statement.keyDigest",
    replace: "        statement.gapTolerance = stored.dualTolerance;\n        statement.keyDigest",
  },
  {
    id: "K14",
    what: "the commitments of a sealed round do not count",
    file: COORDINATOR,
    search: "            commitments[k] = parties[k].commitment;\n",
    replace: "            commitments[k] = parties[0].commitment;\n",
  },
  {
    id: "K15",
    what: "the key of a sealed round is not stored",
    file: COORDINATOR,
    search: "        if (params.sealedKey != 0) stored.sealedKey = params.sealedKey;\n",
    replace: "",
  },
  {
    id: "K16",
    what: "the key of a sealed round is not read back",
    file: COORDINATOR,
    search: "        params.sealedKey = stored.sealedKey;\n",
    replace: "",
  },
  {
    id: "K17",
    what: "what no key could settle can be opened",
    file: PARAMS,
    search: "        if (isSealed) SealedParamsCheck.check(params);\n",
    replace: "",
  },
  {
    id: "K18",
    what: "blocks bound the columns of sealed rounds",
    file: PARAMS,
    search: "(!isSealed && _longest",
    replace: "(_longest",
  },
  {
    id: "K19",
    what: "blocks do not bound the columns of public rounds",
    file: PARAMS,
    search: " || (!isSealed && _longestCalldata(params.columns, parties) > MAX_CALLDATA)",
    replace: "",
  },
  {
    id: "K20",
    what: "a proof of too many parties for a transaction",
    file: SEALED_PARAMS,
    search: "        if (parties > MAX_PARTIES) revert IRoundCoordinator.CoordinatorPartyCount();\n",
    replace: "",
  },
  {
    id: "K21",
    what: "one party more than fits a transaction",
    file: SEALED_PARAMS,
    search: "MAX_PARTIES = 97",
    replace: "MAX_PARTIES = 98",
  },
  {
    id: "K22",
    what: "one party fewer than fits a transaction",
    file: SEALED_PARAMS,
    search: "MAX_PARTIES = 97",
    replace: "MAX_PARTIES = 96",
  },
  {
    id: "K23",
    what: "a key of half the largest size bounds a sealed round",
    file: SEALED_PARAMS,
    search: "2 * size * parties <= SealedStatementCheck.MAX_SIZE",
    replace: "2 * size * parties < SealedStatementCheck.MAX_SIZE",
  },
  {
    id: "K24",
    what: "a sealed round has one column too many",
    file: SEALED_PARAMS,
    search: "params.columns > size - 3",
    replace: "params.columns > size - 2",
  },
  {
    id: "K25",
    what: "a sealed round has one row too many",
    file: SEALED_PARAMS,
    search: "rows > size - 2",
    replace: "rows > size - 1",
  },
  {
    id: "K26",
    what: "an equality of a sealed round takes one row",
    file: SEALED_PARAMS,
    search: "2 * uint256(params.equalities[k])",
    replace: "uint256(params.equalities[k])",
  },
  {
    id: "K27",
    what: "a sealed solution has any number of decimals",
    file: SEALED_PARAMS,
    search: "!SealedStatementCheck.scaleFits(params.solutionDecimals, limbBits)",
    replace: "limbBits == 0",
  },
  {
    id: "K28",
    what: "a sealed round has any residual tolerance",
    file: SEALED_PARAMS,
    search: "                params.residualTolerance,\n",
    replace: "                0,\n",
  },
  {
    id: "K29",
    what: "a sealed round has any dual tolerance",
    file: SEALED_PARAMS,
    search: "                params.dualTolerance,\n",
    replace: "                0,\n",
  },
  {
    id: "K30",
    what: "a sealed round has any gap tolerance",
    file: SEALED_PARAMS,
    search: "                params.gapTolerance,\n",
    replace: "                0,\n",
  },
];

export const SEALED_COORDINATOR_MUTANTS: readonly Mutant[] = mutants.map((mutant) => ({ ...mutant, tests: TESTS }));

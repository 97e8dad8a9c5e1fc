// Written by `npm run build` from the contracts; do not edit. The coordinator's ABI and the verifiers' errors.
// biome-ignore-all format: generated
export const coordinatorAbi = [
 {
  "inputs": [
   {
    "internalType": "contract ICertificateVerifier",
    "name": "verifier_",
    "type": "address"
   },
   {
    "internalType": "contract ISealedVerifier",
    "name": "sealedVerifier_",
    "type": "address"
   }
  ],
  "stateMutability": "nonpayable",
  "type": "constructor"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorAlreadyCommitted",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "expected",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "actual",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorBondMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorColumnsInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorDecimalsInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorDigestZero",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "exchange",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorNotDue",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "enum Phase",
    "name": "phase",
    "type": "uint8"
   }
  ],
  "name": "CoordinatorNotExpirable",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "address",
    "name": "account",
    "type": "address"
   }
  ],
  "name": "CoordinatorNotParty",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorNothingToWithdraw",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorOutcomePublic",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorOutcomeSealed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorOwnerInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorParamsMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorPartyCount",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorPartyInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorPeriodInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorProgressMismatch",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorRowsInvalid",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "exchange",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorScheduleInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorToleranceInvalid",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "deadline",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorTooEarly",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "deadline",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorTooLate",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CoordinatorTransferFailed",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "expected",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "actual",
    "type": "uint256"
   }
  ],
  "name": "CoordinatorWrongExchange",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "enum Phase",
    "name": "expected",
    "type": "uint8"
   },
   {
    "internalType": "enum Phase",
    "name": "actual",
    "type": "uint8"
   }
  ],
  "name": "CoordinatorWrongPhase",
  "type": "error"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "account",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "amount",
    "type": "uint256"
   }
  ],
  "name": "BondCredited",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "account",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "digest",
    "type": "bytes32"
   }
  ],
  "name": "Committed",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "enum Phase",
    "name": "phase",
    "type": "uint8"
   },
   {
    "indexed": false,
    "internalType": "address[]",
    "name": "due",
    "type": "address[]"
   }
  ],
  "name": "Expired",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "opener",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "paramsDigest",
    "type": "bytes32"
   },
   {
    "components": [
     {
      "internalType": "address[]",
      "name": "parties",
      "type": "address[]"
     },
     {
      "internalType": "uint16[]",
      "name": "inequalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint16[]",
      "name": "equalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint8",
      "name": "objectiveOwner",
      "type": "uint8"
     },
     {
      "internalType": "uint16",
      "name": "columns",
      "type": "uint16"
     },
     {
      "internalType": "bytes32",
      "name": "engine",
      "type": "bytes32"
     },
     {
      "internalType": "bytes",
      "name": "schedule",
      "type": "bytes"
     },
     {
      "internalType": "uint8",
      "name": "coefficientDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "solutionDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "multiplierDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint96",
      "name": "residualTolerance",
      "type": "uint96"
     },
     {
      "internalType": "uint160",
      "name": "dualTolerance",
      "type": "uint160"
     },
     {
      "internalType": "uint160",
      "name": "gapTolerance",
      "type": "uint160"
     },
     {
      "internalType": "bytes32",
      "name": "bounds",
      "type": "bytes32"
     },
     {
      "internalType": "uint24",
      "name": "commitPeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "exchangePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "settlePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint96",
      "name": "bond",
      "type": "uint96"
     },
     {
      "internalType": "bytes32",
      "name": "terms",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "sealedKey",
      "type": "bytes32"
     }
    ],
    "indexed": false,
    "internalType": "struct Params",
    "name": "params",
    "type": "tuple"
   }
  ],
  "name": "Opened",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "enum Phase",
    "name": "phase",
    "type": "uint8"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "deadline",
    "type": "uint256"
   }
  ],
  "name": "PhaseChanged",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "exchange",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "digest",
    "type": "bytes32"
   }
  ],
  "name": "Posted",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "settler",
    "type": "address"
   },
   {
    "indexed": true,
    "internalType": "uint8",
    "name": "kind",
    "type": "uint8"
   },
   {
    "indexed": false,
    "internalType": "int256",
    "name": "objective",
    "type": "int256"
   },
   {
    "indexed": false,
    "internalType": "int256",
    "name": "gap",
    "type": "int256"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "violation",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "maxResidual",
    "type": "uint256"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "statementDigest",
    "type": "bytes32"
   }
  ],
  "name": "Settled",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "settler",
    "type": "address"
   },
   {
    "indexed": true,
    "internalType": "uint8",
    "name": "kind",
    "type": "uint8"
   },
   {
    "indexed": false,
    "internalType": "bytes32",
    "name": "statementDigest",
    "type": "bytes32"
   }
  ],
  "name": "SettledSealed",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "settler",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "bytes",
    "name": "progress",
    "type": "bytes"
   }
  ],
  "name": "SettlementAdvanced",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "indexed": true,
    "internalType": "address",
    "name": "settler",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "bytes",
    "name": "data",
    "type": "bytes"
   }
  ],
  "name": "SettlementCalled",
  "type": "event"
 },
 {
  "anonymous": false,
  "inputs": [
   {
    "indexed": true,
    "internalType": "address",
    "name": "account",
    "type": "address"
   },
   {
    "indexed": false,
    "internalType": "uint256",
    "name": "amount",
    "type": "uint256"
   }
  ],
  "name": "Withdrawn",
  "type": "event"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "bytes32",
    "name": "params",
    "type": "bytes32"
   },
   {
    "internalType": "bytes32",
    "name": "digest",
    "type": "bytes32"
   }
  ],
  "name": "commit",
  "outputs": [],
  "stateMutability": "payable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "address",
    "name": "account",
    "type": "address"
   }
  ],
  "name": "creditOf",
  "outputs": [
   {
    "internalType": "uint256",
    "name": "",
    "type": "uint256"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "dueOf",
  "outputs": [
   {
    "internalType": "address[]",
    "name": "due",
    "type": "address[]"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "expire",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "components": [
     {
      "internalType": "address[]",
      "name": "parties",
      "type": "address[]"
     },
     {
      "internalType": "uint16[]",
      "name": "inequalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint16[]",
      "name": "equalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint8",
      "name": "objectiveOwner",
      "type": "uint8"
     },
     {
      "internalType": "uint16",
      "name": "columns",
      "type": "uint16"
     },
     {
      "internalType": "bytes32",
      "name": "engine",
      "type": "bytes32"
     },
     {
      "internalType": "bytes",
      "name": "schedule",
      "type": "bytes"
     },
     {
      "internalType": "uint8",
      "name": "coefficientDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "solutionDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "multiplierDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint96",
      "name": "residualTolerance",
      "type": "uint96"
     },
     {
      "internalType": "uint160",
      "name": "dualTolerance",
      "type": "uint160"
     },
     {
      "internalType": "uint160",
      "name": "gapTolerance",
      "type": "uint160"
     },
     {
      "internalType": "bytes32",
      "name": "bounds",
      "type": "bytes32"
     },
     {
      "internalType": "uint24",
      "name": "commitPeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "exchangePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "settlePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint96",
      "name": "bond",
      "type": "uint96"
     },
     {
      "internalType": "bytes32",
      "name": "terms",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "sealedKey",
      "type": "bytes32"
     }
    ],
    "internalType": "struct Params",
    "name": "params",
    "type": "tuple"
   }
  ],
  "name": "open",
  "outputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "outcomeOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "uint8",
      "name": "kind",
      "type": "uint8"
     },
     {
      "internalType": "int256",
      "name": "objective",
      "type": "int256"
     },
     {
      "internalType": "int256",
      "name": "gap",
      "type": "int256"
     },
     {
      "internalType": "uint256",
      "name": "violation",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "maxResidual",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "statementDigest",
      "type": "bytes32"
     }
    ],
    "internalType": "struct Outcome",
    "name": "",
    "type": "tuple"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "paramsOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "address[]",
      "name": "parties",
      "type": "address[]"
     },
     {
      "internalType": "uint16[]",
      "name": "inequalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint16[]",
      "name": "equalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint8",
      "name": "objectiveOwner",
      "type": "uint8"
     },
     {
      "internalType": "uint16",
      "name": "columns",
      "type": "uint16"
     },
     {
      "internalType": "bytes32",
      "name": "engine",
      "type": "bytes32"
     },
     {
      "internalType": "bytes",
      "name": "schedule",
      "type": "bytes"
     },
     {
      "internalType": "uint8",
      "name": "coefficientDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "solutionDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "multiplierDecimals",
      "type": "uint8"
     },
     {
      "internalType": "uint96",
      "name": "residualTolerance",
      "type": "uint96"
     },
     {
      "internalType": "uint160",
      "name": "dualTolerance",
      "type": "uint160"
     },
     {
      "internalType": "uint160",
      "name": "gapTolerance",
      "type": "uint160"
     },
     {
      "internalType": "bytes32",
      "name": "bounds",
      "type": "bytes32"
     },
     {
      "internalType": "uint24",
      "name": "commitPeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "exchangePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint24",
      "name": "settlePeriod",
      "type": "uint24"
     },
     {
      "internalType": "uint96",
      "name": "bond",
      "type": "uint96"
     },
     {
      "internalType": "bytes32",
      "name": "terms",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "sealedKey",
      "type": "bytes32"
     }
    ],
    "internalType": "struct Params",
    "name": "params",
    "type": "tuple"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "partiesOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "address",
      "name": "account",
      "type": "address"
     },
     {
      "internalType": "uint16",
      "name": "inequalities",
      "type": "uint16"
     },
     {
      "internalType": "uint16",
      "name": "equalities",
      "type": "uint16"
     },
     {
      "internalType": "uint16",
      "name": "sends",
      "type": "uint16"
     },
     {
      "internalType": "bytes32",
      "name": "commitment",
      "type": "bytes32"
     },
     {
      "internalType": "bytes30",
      "name": "posts",
      "type": "bytes30"
     },
     {
      "internalType": "uint16",
      "name": "owes",
      "type": "uint16"
     }
    ],
    "internalType": "struct Party[]",
    "name": "parties",
    "type": "tuple[]"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "exchange",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   },
   {
    "internalType": "bytes32",
    "name": "digest",
    "type": "bytes32"
   }
  ],
  "name": "post",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "postsOf",
  "outputs": [
   {
    "internalType": "bytes30",
    "name": "",
    "type": "bytes30"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "address",
    "name": "settler",
    "type": "address"
   }
  ],
  "name": "progressOf",
  "outputs": [
   {
    "internalType": "bytes32",
    "name": "",
    "type": "bytes32"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "roundCount",
  "outputs": [
   {
    "internalType": "uint256",
    "name": "",
    "type": "uint256"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "kind",
    "type": "uint256"
   },
   {
    "internalType": "uint256",
    "name": "size",
    "type": "uint256"
   }
  ],
  "name": "sealedStatementOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "uint256",
      "name": "chainId",
      "type": "uint256"
     },
     {
      "internalType": "address",
      "name": "coordinator",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "round",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "kind",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "parties",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "objectiveOwner",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "size",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "columns",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "solutionDecimals",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "multiplierDecimals",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "residualTolerance",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "dualTolerance",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "gapTolerance",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "keyDigest",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32[]",
      "name": "commitments",
      "type": "bytes32[]"
     }
    ],
    "internalType": "struct SealedStatement",
    "name": "statement",
    "type": "tuple"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "sealedVerifier",
  "outputs": [
   {
    "internalType": "contract ISealedVerifier",
    "name": "",
    "type": "address"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "components": [
     {
      "internalType": "uint8",
      "name": "kind",
      "type": "uint8"
     },
     {
      "internalType": "bytes",
      "name": "counters",
      "type": "bytes"
     },
     {
      "internalType": "bytes",
      "name": "bounds",
      "type": "bytes"
     },
     {
      "internalType": "uint256",
      "name": "y0",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "yh",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "cx",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "cy",
      "type": "uint256"
     },
     {
      "internalType": "int256",
      "name": "objective",
      "type": "int256"
     },
     {
      "internalType": "int256",
      "name": "dual",
      "type": "int256"
     },
     {
      "internalType": "uint256",
      "name": "rho",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "statementDigest",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "responseDigest",
      "type": "bytes32"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "ax",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "ay",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "a",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "aRay",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "z0",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "zh",
        "type": "uint256"
       }
      ],
      "internalType": "struct Proof[]",
      "name": "proofs",
      "type": "tuple[]"
     }
    ],
    "internalType": "struct Header",
    "name": "header",
    "type": "tuple"
   },
   {
    "internalType": "bytes",
    "name": "progress",
    "type": "bytes"
   },
   {
    "internalType": "bytes[]",
    "name": "blocks",
    "type": "bytes[]"
   }
  ],
  "name": "settle",
  "outputs": [
   {
    "internalType": "bool",
    "name": "done",
    "type": "bool"
   }
  ],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   },
   {
    "internalType": "uint8",
    "name": "kind",
    "type": "uint8"
   },
   {
    "components": [
     {
      "internalType": "uint256",
      "name": "size",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "srsDigest",
      "type": "bytes32"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "sigma",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "xImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "xReal",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yImaginary",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "yReal",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPointG2",
      "name": "tau",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "limbs",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "bounds",
      "type": "tuple"
     },
     {
      "components": [
       {
        "internalType": "uint256",
        "name": "x",
        "type": "uint256"
       },
       {
        "internalType": "uint256",
        "name": "y",
        "type": "uint256"
       }
      ],
      "internalType": "struct SealedPoint",
      "name": "columns",
      "type": "tuple"
     }
    ],
    "internalType": "struct SealedKey",
    "name": "key",
    "type": "tuple"
   },
   {
    "internalType": "bytes",
    "name": "proof",
    "type": "bytes"
   }
  ],
  "name": "settleSealed",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "stateOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "enum Phase",
      "name": "phase",
      "type": "uint8"
     },
     {
      "internalType": "uint40",
      "name": "deadline",
      "type": "uint40"
     },
     {
      "internalType": "uint8",
      "name": "committed",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "exchange",
      "type": "uint8"
     },
     {
      "internalType": "uint8",
      "name": "remaining",
      "type": "uint8"
     },
     {
      "internalType": "bytes32",
      "name": "paramsDigest",
      "type": "bytes32"
     }
    ],
    "internalType": "struct RoundState",
    "name": "",
    "type": "tuple"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "round",
    "type": "uint256"
   }
  ],
  "name": "statementOf",
  "outputs": [
   {
    "components": [
     {
      "internalType": "uint256",
      "name": "chainId",
      "type": "uint256"
     },
     {
      "internalType": "address",
      "name": "coordinator",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "round",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "columns",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "objectiveOwner",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "solutionDecimals",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "multiplierDecimals",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "residualTolerance",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "dualTolerance",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "gapTolerance",
      "type": "uint256"
     },
     {
      "internalType": "bytes32",
      "name": "bounds",
      "type": "bytes32"
     },
     {
      "internalType": "bytes32",
      "name": "paramsDigest",
      "type": "bytes32"
     },
     {
      "internalType": "uint16[]",
      "name": "inequalities",
      "type": "uint16[]"
     },
     {
      "internalType": "uint16[]",
      "name": "equalities",
      "type": "uint16[]"
     },
     {
      "internalType": "bytes32[]",
      "name": "commitments",
      "type": "bytes32[]"
     }
    ],
    "internalType": "struct Statement",
    "name": "statement",
    "type": "tuple"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "verifier",
  "outputs": [
   {
    "internalType": "contract ICertificateVerifier",
    "name": "",
    "type": "address"
   }
  ],
  "stateMutability": "view",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "withdraw",
  "outputs": [
   {
    "internalType": "uint256",
    "name": "amount",
    "type": "uint256"
   }
  ],
  "stateMutability": "nonpayable",
  "type": "function"
 },
 {
  "inputs": [],
  "name": "BN254PrecompileFailed",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "column",
    "type": "uint256"
   }
  ],
  "name": "CertificateBoundExceeded",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateBoundsMismatch",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "CertificateCommitmentMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateContradictionTooWeak",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateDualSignWrong",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateEquationFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateGapTooLarge",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "index",
    "type": "uint256"
   }
  ],
  "name": "CertificateGeneratorInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateIdentityFailed",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "CertificateLinearFormFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateMultiplierNegative",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateNumberOutOfRange",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificatePointInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateRayTooShallow",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "column",
    "type": "uint256"
   }
  ],
  "name": "CertificateReducedCostNegative",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateResidualTooLarge",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateResponseMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateScalarOutOfRange",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateShapeMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateSlackInvalid",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateStatementMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateUnknownKind",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "CertificateViolationTooLarge",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedChallengeDegenerate",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "party",
    "type": "uint256"
   }
  ],
  "name": "SealedCommitmentMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedEquationFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedKeyMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedPointInvalid",
  "type": "error"
 },
 {
  "inputs": [
   {
    "internalType": "uint256",
    "name": "precompile",
    "type": "uint256"
   }
  ],
  "name": "SealedPrecompileFailed",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedScalarOutOfRange",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedShapeMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedSrsMismatch",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedSrsPoint",
  "type": "error"
 },
 {
  "inputs": [],
  "name": "SealedStatementInvalid",
  "type": "error"
 }
] as const;

// The coordinator's interface as the auditor reads it, written by hand from its documentation and
// not taken from the clients.
import { Interface } from "ethers";

const PARAMS =
  "tuple(address[] parties, uint16[] inequalities, uint16[] equalities, uint8 objectiveOwner, uint16 columns, bytes32 engine, " +
  "bytes schedule, uint8 coefficientDecimals, uint8 solutionDecimals, uint8 multiplierDecimals, uint96 residualTolerance, " +
  "uint160 dualTolerance, uint160 gapTolerance, bytes32 bounds, uint24 commitPeriod, uint24 exchangePeriod, uint24 settlePeriod, uint96 bond, " +
  "bytes32 terms, bytes32 sealedKey)";
const PROOF = "tuple(uint256 ax, uint256 ay, uint256 a, uint256 aRay, uint256 z0, uint256 zh)";
const POINT = "tuple(uint256 x, uint256 y)";
const POINT_G2 = "tuple(uint256 xImaginary, uint256 xReal, uint256 yImaginary, uint256 yReal)";
const KEY =
  `tuple(uint256 size, bytes32 srsDigest, ${POINT_G2} sigma, ${POINT_G2} tau, ` +
  `${POINT} limbs, ${POINT} bounds, ${POINT} columns)`;
const HEADER =
  "tuple(uint8 kind, bytes counters, bytes bounds, uint256 y0, uint256 yh, uint256 cx, uint256 cy, int256 objective, int256 dual, " +
  `uint256 rho, bytes32 statementDigest, bytes32 responseDigest, ${PROOF}[] proofs)`;

export const PARAMS_TYPE: string = PARAMS;

/** Events that have the round as their first topic. */
export const ROUND_EVENTS = [
  "Opened",
  "Committed",
  "Posted",
  "PhaseChanged",
  "SettlementCalled",
  "SettlementAdvanced",
  "Settled",
  "SettledSealed",
  "Expired",
  "BondCredited",
] as const;
export type RoundEvent = (typeof ROUND_EVENTS)[number];

export const coordinatorInterface: Interface = new Interface([
  `event Opened(uint256 indexed round, address indexed opener, bytes32 paramsDigest, ${PARAMS} params)`,
  "event Committed(uint256 indexed round, uint256 indexed party, address indexed account, bytes32 digest)",
  "event Posted(uint256 indexed round, uint256 exchange, uint256 party, bytes32 digest)",
  "event PhaseChanged(uint256 indexed round, uint8 indexed phase, uint256 deadline)",
  "event SettlementCalled(uint256 indexed round, address indexed settler, bytes data)",
  "event SettlementAdvanced(uint256 indexed round, address indexed settler, bytes progress)",
  "event Settled(uint256 indexed round, address indexed settler, uint8 indexed kind, int256 objective, int256 gap, " +
    "uint256 violation, uint256 maxResidual, bytes32 statementDigest)",
  "event SettledSealed(uint256 indexed round, address indexed settler, uint8 indexed kind, bytes32 statementDigest)",
  "event Expired(uint256 indexed round, uint8 indexed phase, address[] due)",
  "event BondCredited(uint256 indexed round, address indexed account, uint256 amount)",
  "function commit(uint256 round, bytes32 params, bytes32 digest) payable",
  "function post(uint256 round, uint256 exchange, uint256 party, bytes32 digest)",
  `function settle(uint256 round, ${HEADER} header, bytes progress, bytes[] blocks) returns (bool done)`,
  `function settleSealed(uint256 round, uint8 kind, ${KEY} key, bytes proof)`,
  "function verifier() view returns (address)",
  "function sealedVerifier() view returns (address)",
  "function roundCount() view returns (uint256)",
  "function stateOf(uint256 round) view returns (tuple(uint8 phase, uint40 deadline, uint8 committed, uint8 exchange, " +
    "uint8 remaining, bytes32 paramsDigest))",
  `function paramsOf(uint256 round) view returns (${PARAMS})`,
  "function partiesOf(uint256 round) view returns (tuple(address account, uint16 inequalities, uint16 equalities, " +
    "uint16 sends, bytes32 commitment, bytes30 posts, uint16 owes)[])",
  "function dueOf(uint256 round) view returns (address[])",
  "function outcomeOf(uint256 round) view returns (tuple(uint8 kind, int256 objective, int256 gap, uint256 violation, uint256 maxResidual, " +
    "bytes32 statementDigest))",
]);

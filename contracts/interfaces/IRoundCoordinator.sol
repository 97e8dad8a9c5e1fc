// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header, Outcome, Statement } from "../types/Certificate.sol";
import { Params, Party, Phase, RoundState } from "../types/Round.sol";
import { ICertificateVerifier } from "./ICertificateVerifier.sol";

/// @title Coordinator of rounds, in each of which several companies find the optimum of a joint
/// linear program
/// @notice open → commit → post → settle. No owner, no upgrade, and no way to settle without a
/// valid certificate.
interface IRoundCoordinator {
    /// @notice A round was opened. Its first deadline is the block's time plus
    /// `params.commitPeriod`.
    event Opened(uint256 indexed round, address indexed opener, bytes32 paramsDigest, Params params);
    /// @notice A party committed to its rows and paid its bond.
    event Committed(uint256 indexed round, uint256 indexed party, address indexed account, bytes32 digest);
    /// @notice A party posted the digest of all that it sends in an exchange. The last post of an
    /// exchange begins the next one, or ends phase Running; the last commitment begins Running. Each
    /// begins a period of its own with the block's time.
    event Posted(uint256 indexed round, uint256 exchange, uint256 party, bytes32 digest);
    /// @notice A contract, or an account with code, called `settle`. `data` is the calldata of that
    /// call, selector included, which need not be the calldata of any transaction. The round's next
    /// event is the SettlementAdvanced or Settled of the same call.
    event SettlementCalled(uint256 indexed round, address indexed settler, bytes data);
    /// @notice Part of a settlement was accepted; `progress` must be supplied with the next part.
    event SettlementAdvanced(uint256 indexed round, address indexed settler, bytes progress);
    /// @notice A valid certificate closed the round.
    event Settled(
        uint256 indexed round,
        address indexed settler,
        uint8 indexed kind,
        int256 objective,
        int256 gap,
        uint256 violation,
        uint256 maxResidual,
        bytes32 statementDigest
    );
    /// @notice The round ran out of time in `phase`; `due` are the parties that had to act, none
    /// when Settling.
    event Expired(uint256 indexed round, Phase indexed phase, address[] due);
    /// @notice `account` can withdraw `amount` wei from the bonds of `round`.
    event BondCredited(uint256 indexed round, address indexed account, uint256 amount);
    /// @notice `account` withdrew `amount` wei.
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice The number of parties is not in 2..255, or lists per party differ in length.
    error CoordinatorPartyCount();
    /// @notice `party` is the zero address or repeats an earlier one.
    error CoordinatorPartyInvalid(uint256 party);
    /// @notice The objective's owner is not a party.
    error CoordinatorOwnerInvalid();
    /// @notice There is no column, or there are so many parties and columns that a settling
    /// transaction with one block would be too long.
    error CoordinatorColumnsInvalid();
    /// @notice `party` has more than 65,535 rows, or neither a row nor the objective.
    error CoordinatorRowsInvalid(uint256 party);
    /// @notice Decimals of the coefficients exceed 15, or those of solution or multipliers 24.
    error CoordinatorDecimalsInvalid();
    /// @notice A tolerance exceeds its range.
    error CoordinatorToleranceInvalid();
    /// @notice A period is not in 10 minutes to 180 days.
    error CoordinatorPeriodInvalid();
    /// @notice The schedule is not made of at most 14 words, or that of `exchange` names no party or
    /// one that does not exist.
    error CoordinatorScheduleInvalid(uint256 exchange);
    /// @notice The round is in phase `actual`, but the call needs `expected`.
    error CoordinatorWrongPhase(Phase expected, Phase actual);
    /// @notice The deadline has passed: the round can only be expired.
    error CoordinatorTooLate(uint256 deadline);
    /// @notice The deadline has not passed.
    error CoordinatorTooEarly(uint256 deadline);
    /// @notice There is nothing to expire: the round does not exist or is closed.
    error CoordinatorNotExpirable(Phase phase);
    /// @notice `account` is not a party of the round.
    error CoordinatorNotParty(address account);
    /// @notice The supplied digest is not that of the parameters with which the round was opened.
    error CoordinatorParamsMismatch();
    /// @notice The party has already committed.
    error CoordinatorAlreadyCommitted(uint256 party);
    /// @notice The value sent is not the bond.
    error CoordinatorBondMismatch(uint256 expected, uint256 actual);
    /// @notice A digest is zero.
    error CoordinatorDigestZero();
    /// @notice The exchange is not the current one.
    error CoordinatorWrongExchange(uint256 expected, uint256 actual);
    /// @notice The party does not send in the exchange, or has posted in it already.
    error CoordinatorNotDue(uint256 party, uint256 exchange);
    /// @notice The progress or the header is not that of the settler's last part.
    error CoordinatorProgressMismatch();
    /// @notice There is nothing to withdraw.
    error CoordinatorNothingToWithdraw();
    /// @notice The account refused the transfer.
    error CoordinatorTransferFailed();

    /// @notice Opens a round. Anyone may; the parties agree by committing.
    /// @param params The round's parameters; see the ranges at `Params`.
    /// @return round Id of the new round; ids start at 1.
    function open(Params calldata params) external returns (uint256 round);

    /// @notice Commits the sender, a party of the round, to its rows. The value sent must be
    /// exactly the bond. Each party commits once.
    /// @dev After a reorganisation, the id may belong to another round than the one that the sender
    /// looked at; `params` identifies the round that the sender means.
    /// @param round Id of a round in phase Committing, before its deadline.
    /// @param params Digest of the parameters that the sender agrees to,
    /// keccak256(abi.encode(params)).
    /// @param digest The commitment of docs/certificate.md; not zero.
    function commit(uint256 round, bytes32 params, bytes32 digest) external payable;

    /// @notice Posts the one digest of all messages that the sender's party sends in the current
    /// exchange. All parties that send in it may, in any order, each once.
    /// @param round Id of a round in phase Running, before its deadline.
    /// @param exchange The current exchange.
    /// @param party Index of the sender's party.
    /// @param digest The digest of docs/wire.md, "Exchanges".
    function post(uint256 round, uint256 exchange, uint256 party, bytes32 digest) external;

    /// @notice Settles a round with a certificate, or advances its settlement by some blocks.
    /// Anyone may.
    /// @dev Reverts with the verifier's reason when the certificate is not valid. Each settler has
    /// its own progress; an empty progress starts afresh. Unless the call is itself a transaction
    /// of an account without code, it costs about 8 gas more for each byte of its calldata, which
    /// SettlementCalled then publishes.
    /// @param round Id of a round in phase Settling, before its deadline.
    /// @param header The certificate's header, the same in every part.
    /// @param progress Empty for the first part, then that of the settler's last
    /// SettlementAdvanced.
    /// @param blocks The next blocks.
    /// @return done True when this part closed the round.
    function settle(
        uint256 round,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata blocks
    ) external returns (bool done);

    /// @notice Closes a round whose deadline has passed. Anyone may.
    /// @dev Committing: bonds return to those who committed. Running: the bonds of all parties that
    /// are due are shared equally among those that are not; if all are, everyone's returns. Settling: every bond returns to its owner, since anyone
    /// could have settled the round.
    /// @param round Id of a round in phase Committing, Running or Settling.
    function expire(uint256 round) external;

    /// @notice Pays the sender everything credited to it.
    /// @return amount Wei paid.
    function withdraw() external returns (uint256 amount);

    /// @notice Number of rounds opened, which is the id of the newest.
    function roundCount() external view returns (uint256);

    /// @notice The verifier that decides whether a certificate is valid.
    function verifier() external view returns (ICertificateVerifier);

    /// @notice Where a round stands; phase None when it does not exist.
    /// @param round Id of the round.
    function stateOf(uint256 round) external view returns (RoundState memory);

    /// @notice The parameters as opened: keccak256(abi.encode(paramsOf(round))) is the round's
    /// paramsDigest.
    /// @param round Id of the round.
    function paramsOf(uint256 round) external view returns (Params memory);

    /// @notice The parties with their row counts and commitments (0 until committed).
    /// @param round Id of the round.
    function partiesOf(uint256 round) external view returns (Party[] memory);

    /// @notice Accounts that must act now to keep the round from expiring; none when Settling or
    /// closed.
    /// @param round Id of the round.
    function dueOf(uint256 round) external view returns (address[] memory);

    /// @notice What a certificate for this round is checked against. Pass it to the verifier to
    /// test a certificate without settling.
    /// @param round Id of the round.
    function statementOf(uint256 round) external view returns (Statement memory);

    /// @notice What the accepted certificate says; zero unless Settled.
    /// @param round Id of the round.
    function outcomeOf(uint256 round) external view returns (Outcome memory);

    /// @notice keccak256(keccak256(progress) ‖ keccak256(abi.encode(header))) of a settler's last
    /// part; 0 when there is none.
    /// @param round Id of the round.
    /// @param settler The settler's account.
    function progressOf(uint256 round, address settler) external view returns (bytes32);

    /// @notice Wei that `account` can withdraw.
    /// @param account The account.
    function creditOf(address account) external view returns (uint256);
}

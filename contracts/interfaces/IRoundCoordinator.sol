// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header, Outcome, Statement } from "../types/Certificate.sol";
import { Params, Party, Phase, RoundState } from "../types/Round.sol";
import { SealedKey, SealedStatement } from "../types/Sealed.sol";
import { ICertificateVerifier } from "./ICertificateVerifier.sol";
import { ISealedVerifier } from "./ISealedVerifier.sol";

/// @title Coordinator of rounds in which several companies find the optimum of a linear program
/// they share
/// @notice open → commit → post → settle. No owner, no upgrade, and no way to settle without a
/// valid certificate; or, when the round was opened for a sealed outcome, a valid sealed proof.
/// @dev Sealed outcomes are experimental until they have been reviewed from outside
/// (docs/sealed.md). They and public ones exclude each other from the opening on.
interface IRoundCoordinator {
    /// @notice A round was opened. Its first deadline is the block's time plus
    /// `params.commitPeriod`.
    event Opened(uint256 indexed round, address indexed opener, bytes32 paramsDigest, Params params);
    /// @notice A party committed to its rows and paid its bond.
    event Committed(uint256 indexed round, uint256 indexed party, address indexed account, bytes32 digest);
    /// @notice A party posted the digest of all that it sends in an exchange. If it was the last one
    /// to do so, the next exchange began, and ends `exchangePeriod` after this block's time.
    event Posted(uint256 indexed round, uint256 exchange, uint256 party, bytes32 digest);
    /// @notice The round entered Running or Settling. `deadline` is that of Settling, or that of the
    /// first exchange.
    event PhaseChanged(uint256 indexed round, Phase indexed phase, uint256 deadline);
    /// @notice A contract, or an account with code, called `settle` or `settleSealed` with `data`,
    /// selector included: no transaction need have it. SettlementAdvanced, Settled or SettledSealed
    /// of the same call is the round's next event.
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
    /// @notice A valid sealed proof closed the round. `statementDigest` is S of docs/sealed.md.
    event SettledSealed(
        uint256 indexed round,
        address indexed settler,
        uint8 indexed kind,
        bytes32 statementDigest
    );
    /// @notice The round ran out of time in `phase`; `due` are the parties that were to act, none
    /// when Settling.
    event Expired(uint256 indexed round, Phase indexed phase, address[] due);
    /// @notice `amount` wei of the bonds of `round` can be withdrawn by `account`.
    event BondCredited(uint256 indexed round, address indexed account, uint256 amount);
    /// @notice `account` withdrew `amount` wei.
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice The number of parties is not in 2..255, or not in 2..97 for a sealed outcome, or lists
    /// per party differ in length.
    error CoordinatorPartyCount();
    /// @notice `party` is the zero address or repeats an earlier one.
    error CoordinatorPartyInvalid(uint256 party);
    /// @notice The objective's owner is not a party.
    error CoordinatorOwnerInvalid();
    /// @notice There is no column, or a settling transaction with one block would be too long: too
    /// many parties and columns. For a sealed outcome: no reference string for so many parties has
    /// room for the columns.
    error CoordinatorColumnsInvalid();
    /// @notice `party` has more than 65,535 rows, or neither a row nor the objective. For a sealed
    /// outcome: no reference string for so many parties has room for its rows.
    error CoordinatorRowsInvalid(uint256 party);
    /// @notice Decimals of the coefficients exceed 15, or those of solution or multipliers 24, or
    /// those of a sealed solution its field.
    error CoordinatorDecimalsInvalid();
    /// @notice A tolerance exceeds its range, or the field of a sealed outcome.
    error CoordinatorToleranceInvalid();
    /// @notice A period is not in 10 minutes to 180 days.
    error CoordinatorPeriodInvalid();
    /// @notice The word of `exchange` is incomplete, is one too many, names nobody, or names a party
    /// that does not exist.
    error CoordinatorScheduleInvalid(uint256 exchange);
    /// @notice The round is in `actual`, and the call needs `expected`.
    error CoordinatorWrongPhase(Phase expected, Phase actual);
    /// @notice The deadline has passed: nothing is left but to expire the round.
    error CoordinatorTooLate(uint256 deadline);
    /// @notice The deadline has not passed.
    error CoordinatorTooEarly(uint256 deadline);
    /// @notice There is nothing to expire: the round does not exist or is closed.
    error CoordinatorNotExpirable(Phase phase);
    /// @notice `account` is not a party of the round, or not the one that it names.
    error CoordinatorNotParty(address account);
    /// @notice The round was opened with other parameters than those whose digest came along.
    error CoordinatorParamsMismatch();
    /// @notice The party has committed before.
    error CoordinatorAlreadyCommitted(uint256 party);
    /// @notice The value sent is not the bond.
    error CoordinatorBondMismatch(uint256 expected, uint256 actual);
    /// @notice A digest is zero.
    error CoordinatorDigestZero();
    /// @notice The exchange is not the present one.
    error CoordinatorWrongExchange(uint256 expected, uint256 actual);
    /// @notice The party does not send in the exchange, or has posted in it before.
    error CoordinatorNotDue(uint256 party, uint256 exchange);
    /// @notice The progress or the header is not that of the settler's last part.
    error CoordinatorProgressMismatch();
    /// @notice The round was opened for a public outcome: it settles with a certificate.
    error CoordinatorOutcomePublic();
    /// @notice The round was opened for a sealed outcome: it settles with a sealed proof.
    error CoordinatorOutcomeSealed();
    /// @notice There is nothing to withdraw.
    error CoordinatorNothingToWithdraw();
    /// @notice The account refused the transfer.
    error CoordinatorTransferFailed();

    /// @notice Opens a round. Anyone may; the parties agree by committing.
    /// @dev Of a sealed outcome, refuses what no key could settle. Whether `params.sealedKey` is the
    /// digest of the key that follows from an honest reference string and the round's bounds, and
    /// whether that string has room for the round, is what each party checks before it commits.
    /// @param params The round's parameters; see the ranges at `Params`.
    /// @return round Id of the new round; ids start at 1.
    function open(Params calldata params) external returns (uint256 round);

    /// @notice Commits the sender, a party of the round, to its rows, and pays exactly its bond.
    /// Once per party.
    /// @dev After a reorganisation of the chain another round may have the id that the sender
    /// looked at: `params` says which round the sender means.
    /// @param round Id of a round in phase Committing, before its deadline.
    /// @param params Digest of the parameters that the sender agrees to,
    /// keccak256(abi.encode(params)).
    /// @param digest The commitment of docs/certificate.md, or of docs/sealed.md for a sealed
    /// outcome; not zero.
    function commit(uint256 round, bytes32 params, bytes32 digest) external payable;

    /// @notice Posts the digest of all that a party sends in the present exchange. Whoever sends in
    /// it may, in any order, once each. The last one begins the next exchange.
    /// @param round Id of a round in phase Running, before its deadline.
    /// @param exchange The present exchange, so that a post that comes late counts for no other.
    /// @param party The sender's index among the parties.
    /// @param digest The turn's digest of docs/wire.md; not zero.
    function post(uint256 round, uint256 exchange, uint256 party, bytes32 digest) external;

    /// @notice Settles a round with a certificate, or advances its settlement by some blocks.
    /// Anyone may.
    /// @dev Reverts with the verifier's reason when the certificate is not valid. Each settler has
    /// a progress of its own; an empty progress starts afresh. Unless the call is itself a
    /// transaction of an account without code, it costs about 8 gas more for each byte of its
    /// calldata, which SettlementCalled then publishes.
    /// @param round Id of a round in phase Settling, before its deadline.
    /// @param header The certificate's header, the same in every part.
    /// @param progress Empty for the first part, then what SettlementAdvanced said last.
    /// @param blocks The next blocks.
    /// @return done True when this part closed the round.
    function settle(
        uint256 round,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata blocks
    ) external returns (bool done);

    /// @notice Settles a round for a sealed outcome, in one call. Anyone may.
    /// @dev Reverts with the verifier's reason when the proof is not valid. SettlementCalled
    /// publishes the call as it does for `settle`.
    /// @param round Id of a round with a `sealedKey` in phase Settling, before its deadline.
    /// @param kind The kind of outcome that is proven: 0 optimal, 1 infeasible, 2 unbounded.
    /// @param key What the round's `sealedKey` is the digest of.
    /// @param proof The words of docs/sealed.md, "Polynomials and steps".
    function settleSealed(
        uint256 round,
        uint8 kind,
        SealedKey calldata key,
        bytes calldata proof
    ) external;

    /// @notice Closes a round whose deadline has passed. Anyone may.
    /// @dev Committing: bonds return to those who committed. Running: the bonds of all who still owe
    /// their post of the present exchange are shared equally among the others; when everybody owes
    /// one, every bond returns to its owner. Settling: every bond returns to its owner, since anyone
    /// might have settled.
    /// @param round Id of a round in phase Committing, Running or Settling.
    function expire(uint256 round) external;

    /// @notice Pays the sender everything credited to it.
    /// @return amount Wei paid.
    function withdraw() external returns (uint256 amount);

    /// @notice Number of rounds opened, which is the id of the newest.
    function roundCount() external view returns (uint256);

    /// @notice The verifier that decides on certificates.
    function verifier() external view returns (ICertificateVerifier);

    /// @notice The verifier that decides on sealed proofs.
    function sealedVerifier() external view returns (ISealedVerifier);

    /// @notice Where a round stands; phase None when it does not exist.
    /// @param round Id of the round.
    function stateOf(uint256 round) external view returns (RoundState memory);

    /// @notice The parameters as opened: keccak256(abi.encode(paramsOf(round))) is the round's
    /// paramsDigest.
    /// @param round Id of the round.
    function paramsOf(uint256 round) external view returns (Params memory);

    /// @notice The parties: account, row counts, the exchanges in which each sends, its commitment,
    /// the running digest of its posts, and the exchanges whose post it owes.
    /// @param round Id of the round.
    function partiesOf(uint256 round) external view returns (Party[] memory);

    /// @notice Running digest of what a party has posted, which proves each of its posts: the first
    /// 30 bytes of its commitment (0 until committed), and after each post the first 30 bytes of
    /// keccak256(abi.encode(bytes30 posts, uint256 exchange, bytes32 digest)), in the order of the
    /// exchanges. Whoever shows digests for all exchanges in which the party has posted, and comes to
    /// this value, shows those that were posted, unless somebody found two lists with the same one.
    /// @param round Id of the round.
    /// @param party Index of the party.
    function postsOf(uint256 round, uint256 party) external view returns (bytes30);

    /// @notice Accounts that must act now to keep the round from expiring; none when Settling or
    /// closed.
    /// @param round Id of the round.
    function dueOf(uint256 round) external view returns (address[] memory);

    /// @notice What a certificate for this round is checked against; pass it to the verifier to try
    /// a certificate.
    /// @param round Id of the round.
    function statementOf(uint256 round) external view returns (Statement memory);

    /// @notice What a sealed proof for this round is checked against; pass it to the sealed verifier
    /// to try a proof. Its keyDigest is zero, which no key has, when the outcome is public.
    /// @param round Id of the round.
    /// @param kind The kind of outcome that is claimed.
    /// @param size R of the key; the verifier refuses any other.
    function sealedStatementOf(
        uint256 round,
        uint256 kind,
        uint256 size
    ) external view returns (SealedStatement memory);

    /// @notice What the accepted certificate says; zero unless Settled. Of a sealed outcome only the
    /// kind and the statement's digest are known: all other numbers are 0 and say nothing.
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

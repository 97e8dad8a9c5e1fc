// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "./interfaces/ICertificateVerifier.sol";
import { IRoundCoordinator } from "./interfaces/IRoundCoordinator.sol";
import { ISealedVerifier } from "./interfaces/ISealedVerifier.sol";
import { Bonds } from "./libraries/Bonds.sol";
import { ParamsCheck } from "./libraries/ParamsCheck.sol";
import { Schedules } from "./libraries/Schedules.sol";
import { Header, Outcome, Statement } from "./types/Certificate.sol";
import { Params, Party, Phase, Round, RoundState } from "./types/Round.sol";
import { SealedKey, SealedStatement } from "./types/Sealed.sol";

/// @title Coordinator of rounds
/// @notice Owns phases, deadlines, records and bonds; what a certificate or a sealed proof proves is
/// its verifier's business alone.
contract RoundCoordinator is IRoundCoordinator {
    /// @inheritdoc IRoundCoordinator
    ICertificateVerifier public immutable verifier;

    /// @inheritdoc IRoundCoordinator
    ISealedVerifier public immutable sealedVerifier;

    /// @inheritdoc IRoundCoordinator
    uint256 public roundCount;

    mapping(uint256 round => Round) private _rounds;
    mapping(uint256 round => mapping(uint256 party => Party)) private _parties;
    mapping(uint256 round => mapping(address settler => bytes32)) private _progress;
    mapping(address account => uint256) private _credits;

    /// @notice Deploys a coordinator without rounds.
    /// @param verifier_ The verifier that decides on certificates, for good.
    /// @param sealedVerifier_ The verifier that decides on sealed proofs, for good.
    constructor(ICertificateVerifier verifier_, ISealedVerifier sealedVerifier_) {
        verifier = verifier_;
        sealedVerifier = sealedVerifier_;
    }

    /// @inheritdoc IRoundCoordinator
    function open(Params calldata params) external returns (uint256 round) {
        ParamsCheck.check(params);
        round = ++roundCount;
        Round storage stored = _rounds[round];
        uint256[] memory senders = Schedules.sendersOf(params.schedule);
        _store(stored, params, Schedules.sizesOf(senders));
        for (uint256 k = 0; k < params.parties.length; ++k) {
            Party storage party = _parties[round][k];
            party.account = params.parties[k];
            party.inequalities = params.inequalities[k];
            party.equalities = params.equalities[k];
            party.sends = Schedules.sendsOf(senders, k);
        }
        emit Opened(round, msg.sender, stored.paramsDigest, params);
    }

    /// @inheritdoc IRoundCoordinator
    function commit(uint256 round, bytes32 params, bytes32 digest) external payable {
        Round storage stored = _active(round, Phase.Committing);
        if (params != stored.paramsDigest) revert CoordinatorParamsMismatch();
        if (digest == 0) revert CoordinatorDigestZero();
        uint256 party = _partyOf(round, stored.partyCount, msg.sender);
        Party storage committer = _parties[round][party];
        if (committer.commitment != 0) revert CoordinatorAlreadyCommitted(party);
        if (msg.value != stored.bond) revert CoordinatorBondMismatch(stored.bond, msg.value);
        committer.commitment = digest;
        committer.posts = bytes30(digest);
        committer.owes = committer.sends;
        uint8 committed = ++stored.committed;
        emit Committed(round, party, msg.sender, digest);
        if (committed == stored.partyCount) _begin(round, stored, 0);
    }

    /// @inheritdoc IRoundCoordinator
    function post(uint256 round, uint256 exchange, uint256 party, bytes32 digest) external {
        Round storage stored = _active(round, Phase.Running);
        (uint256 present, uint8 remaining) = (stored.exchange, stored.remaining);
        if (digest == 0) revert CoordinatorDigestZero();
        if (exchange != present) revert CoordinatorWrongExchange(present, exchange);
        Party storage sender = _parties[round][party];
        if (msg.sender != sender.account) revert CoordinatorNotParty(msg.sender);
        (bytes30 posts, uint256 owes) = (sender.posts, sender.owes);
        uint256 bit = 1 << exchange;
        if (owes & bit == 0) revert CoordinatorNotDue(party, exchange);
        sender.posts = bytes30(keccak256(abi.encode(posts, exchange, digest)));
        sender.owes = uint16(owes ^ bit);
        emit Posted(round, exchange, party, digest);
        if (remaining == 1) _begin(round, stored, exchange + 1);
        else stored.remaining = remaining - 1;
    }

    /// @inheritdoc IRoundCoordinator
    function settle(
        uint256 round,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata blocks
    ) external returns (bool done) {
        Round storage stored = _active(round, Phase.Settling);
        if (stored.sealedKey != 0) revert CoordinatorOutcomeSealed();
        _publishCall(round);
        if (
            progress.length != 0 && _progress[round][msg.sender] != _progressDigest(keccak256(progress), header)
        ) revert CoordinatorProgressMismatch();
        bytes memory next;
        Outcome memory outcome;
        (done, next, outcome) = verifier.advance(statementOf(round), header, progress, blocks);
        if (!done) {
            _progress[round][msg.sender] = _progressDigest(keccak256(next), header);
            emit SettlementAdvanced(round, msg.sender, next);
            return false;
        }
        delete _progress[round][msg.sender];
        _set(stored, Phase.Settled, 0);
        stored.kind = outcome.kind;
        // |objective| < 2^160 and maxResidual < 2^95, as the verifier and ParamsCheck make sure:
        // 161 + 95 bits.
        stored.objectiveAndResidual = (uint256(outcome.objective) << 95) | outcome.maxResidual;
        stored.gap = outcome.gap;
        stored.violation = outcome.violation;
        stored.statementDigest = outcome.statementDigest;
        emit Settled(
            round,
            msg.sender,
            outcome.kind,
            outcome.objective,
            outcome.gap,
            outcome.violation,
            outcome.maxResidual,
            outcome.statementDigest
        );
        _returnBonds(round, stored);
    }

    /// @inheritdoc IRoundCoordinator
    function settleSealed(
        uint256 round,
        uint8 kind,
        SealedKey calldata key,
        bytes calldata proof
    ) external {
        Round storage stored = _active(round, Phase.Settling);
        if (stored.sealedKey == 0) revert CoordinatorOutcomePublic();
        _publishCall(round);
        // The settler chooses the kind, and the size only in appearance: the key whose digest was
        // stored when the round opened has one size, and the verifier refuses every other key.
        SealedStatement memory statement = sealedStatementOf(round, kind, key.size);
        bytes32 statementDigest = sealedVerifier.verify(statement, key, proof);
        _set(stored, Phase.Settled, 0);
        stored.kind = kind;
        stored.statementDigest = statementDigest;
        emit SettledSealed(round, msg.sender, kind, statementDigest);
        _returnBonds(round, stored);
    }

    /// @inheritdoc IRoundCoordinator
    function expire(uint256 round) external {
        Round storage stored = _rounds[round];
        Phase phase = stored.phase;
        if (phase < Phase.Committing || phase > Phase.Settling) revert CoordinatorNotExpirable(phase);
        if (block.timestamp <= stored.deadline) revert CoordinatorTooEarly(stored.deadline);
        address[] memory due = dueOf(round);
        _set(stored, Phase.Expired, 0);
        emit Expired(round, phase, due);
        if (phase == Phase.Running && stored.remaining < stored.partyCount) _shareBonds(round, stored);
        else _returnBonds(round, stored);
    }

    /// @inheritdoc IRoundCoordinator
    function withdraw() external returns (uint256 amount) {
        amount = _credits[msg.sender];
        if (amount == 0) revert CoordinatorNothingToWithdraw();
        _credits[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        (bool success, ) = msg.sender.call{ value: amount }("");
        if (!success) revert CoordinatorTransferFailed();
    }

    /// @inheritdoc IRoundCoordinator
    function stateOf(uint256 round) external view returns (RoundState memory) {
        Round storage stored = _rounds[round];
        return
            RoundState(
                stored.phase,
                stored.deadline,
                stored.committed,
                stored.exchange,
                stored.remaining,
                stored.paramsDigest
            );
    }

    /// @inheritdoc IRoundCoordinator
    function paramsOf(uint256 round) external view returns (Params memory params) {
        Round storage stored = _rounds[round];
        uint256 count = stored.partyCount;
        params.parties = new address[](count);
        params.inequalities = new uint16[](count);
        params.equalities = new uint16[](count);
        uint16[] memory sends = new uint16[](count);
        for (uint256 k = 0; k < count; ++k) {
            Party storage party = _parties[round][k];
            params.parties[k] = party.account;
            params.inequalities[k] = party.inequalities;
            params.equalities[k] = party.equalities;
            sends[k] = party.sends;
        }
        params.objectiveOwner = stored.objectiveOwner;
        params.columns = stored.columns;
        params.engine = stored.engine;
        params.schedule = Schedules.scheduleOf(sends, stored.exchangeCount);
        params.coefficientDecimals = stored.coefficientDecimals;
        params.solutionDecimals = stored.solutionDecimals;
        params.multiplierDecimals = stored.multiplierDecimals;
        params.residualTolerance = stored.residualTolerance;
        params.dualTolerance = stored.dualTolerance;
        params.gapTolerance = stored.gapTolerance;
        params.bounds = stored.bounds;
        params.commitPeriod = stored.commitPeriod;
        params.exchangePeriod = stored.exchangePeriod;
        params.settlePeriod = stored.settlePeriod;
        params.bond = stored.bond;
        params.terms = stored.terms;
        params.sealedKey = stored.sealedKey;
    }

    /// @inheritdoc IRoundCoordinator
    function partiesOf(uint256 round) external view returns (Party[] memory parties) {
        parties = new Party[](_rounds[round].partyCount);
        for (uint256 k = 0; k < parties.length; ++k) {
            parties[k] = _parties[round][k];
        }
    }

    /// @inheritdoc IRoundCoordinator
    function postsOf(uint256 round, uint256 party) external view returns (bytes30) {
        return _parties[round][party].posts;
    }

    /// @inheritdoc IRoundCoordinator
    function outcomeOf(uint256 round) external view returns (Outcome memory) {
        Round storage stored = _rounds[round];
        uint256 packed = stored.objectiveAndResidual;
        uint256 maxResidual = packed & ParamsCheck.MAX_RESIDUAL_TOLERANCE;
        return
            Outcome(
                stored.kind,
                int256(packed) >> 95,
                stored.gap,
                stored.violation,
                maxResidual,
                stored.statementDigest
            );
    }

    /// @inheritdoc IRoundCoordinator
    function progressOf(uint256 round, address settler) external view returns (bytes32) {
        return _progress[round][settler];
    }

    /// @inheritdoc IRoundCoordinator
    function creditOf(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @inheritdoc IRoundCoordinator
    function dueOf(uint256 round) public view returns (address[] memory due) {
        Round storage stored = _rounds[round];
        bool committing = stored.phase == Phase.Committing;
        if (!committing && stored.phase != Phase.Running) return due;
        uint256 count = stored.partyCount;
        uint256 exchange = stored.exchange;
        due = new address[](committing ? count - stored.committed : stored.remaining);
        uint256 found = 0;
        for (uint256 k = 0; k < count; ++k) {
            Party storage party = _parties[round][k];
            if (committing ? party.commitment == 0 : _owes(party, exchange)) {
                due[found] = party.account;
                ++found;
            }
        }
    }

    /// @inheritdoc IRoundCoordinator
    function statementOf(uint256 round) public view returns (Statement memory statement) {
        Round storage stored = _rounds[round];
        uint256 count = stored.partyCount;
        statement.chainId = block.chainid;
        statement.coordinator = address(this);
        statement.round = round;
        statement.columns = stored.columns;
        statement.objectiveOwner = stored.objectiveOwner;
        statement.solutionDecimals = stored.solutionDecimals;
        statement.multiplierDecimals = stored.multiplierDecimals;
        statement.residualTolerance = stored.residualTolerance;
        statement.dualTolerance = stored.dualTolerance;
        statement.gapTolerance = stored.gapTolerance;
        statement.bounds = stored.bounds;
        statement.paramsDigest = stored.paramsDigest;
        statement.inequalities = new uint16[](count);
        statement.equalities = new uint16[](count);
        statement.commitments = new bytes32[](count);
        for (uint256 k = 0; k < count; ++k) {
            Party storage party = _parties[round][k];
            statement.inequalities[k] = party.inequalities;
            statement.equalities[k] = party.equalities;
            statement.commitments[k] = party.commitment;
        }
    }

    /// @inheritdoc IRoundCoordinator
    function sealedStatementOf(
        uint256 round,
        uint256 kind,
        uint256 size
    ) public view returns (SealedStatement memory statement) {
        Round storage stored = _rounds[round];
        uint256 count = stored.partyCount;
        statement.chainId = block.chainid;
        statement.coordinator = address(this);
        statement.round = round;
        statement.kind = kind;
        statement.parties = count;
        statement.objectiveOwner = stored.objectiveOwner;
        statement.size = size;
        statement.columns = stored.columns;
        statement.solutionDecimals = stored.solutionDecimals;
        statement.multiplierDecimals = stored.multiplierDecimals;
        statement.residualTolerance = stored.residualTolerance;
        statement.dualTolerance = stored.dualTolerance;
        statement.gapTolerance = stored.gapTolerance;
        statement.keyDigest = stored.sealedKey;
        bytes32[] memory commitments = new bytes32[](count);
        mapping(uint256 party => Party) storage parties = _parties[round];
        for (uint256 k = 0; k < count; ++k) {
            commitments[k] = parties[k].commitment;
        }
        statement.commitments = commitments;
    }

    function _store(Round storage stored, Params calldata params, uint112 sizes) private {
        _set(stored, Phase.Committing, block.timestamp + params.commitPeriod);
        stored.partyCount = uint8(params.parties.length);
        stored.exchangeCount = uint8(params.schedule.length / 32);
        stored.exchangePeriod = params.exchangePeriod;
        stored.settlePeriod = params.settlePeriod;
        stored.sizes = sizes;
        stored.commitPeriod = params.commitPeriod;
        stored.columns = params.columns;
        stored.objectiveOwner = params.objectiveOwner;
        stored.coefficientDecimals = params.coefficientDecimals;
        stored.solutionDecimals = params.solutionDecimals;
        stored.multiplierDecimals = params.multiplierDecimals;
        stored.residualTolerance = params.residualTolerance;
        stored.gapTolerance = params.gapTolerance;
        stored.bond = params.bond;
        stored.dualTolerance = params.dualTolerance;
        stored.paramsDigest = keccak256(abi.encode(params));
        stored.engine = params.engine;
        stored.terms = params.terms;
        stored.bounds = params.bounds;
        // Writing zero to a slot that is zero would cost 2,200 gas for every public outcome.
        if (params.sealedKey != 0) stored.sealedKey = params.sealedKey;
    }

    /// @dev Makes a settling call readable for everybody. An account without code makes no inner
    /// calls: this call is then the transaction, and its calldata stay readable there.
    function _publishCall(uint256 round) private {
        // solhint-disable-next-line avoid-tx-origin
        bool isTransaction = msg.sender == tx.origin && msg.sender.code.length == 0;
        if (!isTransaction) emit SettlementCalled(round, msg.sender, msg.data);
    }

    /// @dev The round, if it is in `phase` and its deadline has not passed.
    function _active(uint256 round, Phase phase) private view returns (Round storage stored) {
        stored = _rounds[round];
        if (stored.phase != phase) revert CoordinatorWrongPhase(phase, stored.phase);
        if (block.timestamp > stored.deadline) revert CoordinatorTooLate(stored.deadline);
    }

    function _partyOf(uint256 round, uint256 count, address account) private view returns (uint256) {
        for (uint256 k = 0; k < count; ++k) {
            if (_parties[round][k].account == account) return k;
        }
        revert CoordinatorNotParty(account);
    }

    function _owes(Party storage party, uint256 exchange) private view returns (bool) {
        return (party.owes >> exchange) & 1 != 0;
    }

    /// @dev Begins an exchange, or Settling after the last one. Reads everything before it writes
    /// anything, so that the compiler reads and writes the slot as rarely as it can.
    function _begin(uint256 round, Round storage stored, uint256 exchange) private {
        bool last = exchange == stored.exchangeCount;
        uint256 period = last ? stored.settlePeriod : stored.exchangePeriod;
        uint8 remaining = uint8(stored.sizes >> (8 * exchange));
        stored.exchange = uint8(exchange);
        stored.remaining = remaining;
        uint256 deadline = block.timestamp + period;
        Phase phase = last ? Phase.Settling : Phase.Running;
        _set(stored, phase, deadline);
        if (last || exchange == 0) emit PhaseChanged(round, phase, deadline);
    }

    /// @dev The phase and its deadline; 0 for a closed round.
    function _set(Round storage stored, Phase phase, uint256 deadline) private {
        stored.phase = phase;
        stored.deadline = uint40(deadline);
    }

    /// @dev Credits the bond of every party that paid one.
    function _returnBonds(uint256 round, Round storage stored) private {
        uint256 bond = stored.bond;
        if (bond == 0) return;
        uint256 count = stored.partyCount;
        for (uint256 k = 0; k < count; ++k) {
            Party storage party = _parties[round][k];
            if (party.commitment != 0) _credit(round, party.account, bond);
        }
    }

    /// @dev Credits every party that is not due its bond and a share of those of the due ones; the
    /// first ones get the odd wei.
    function _shareBonds(uint256 round, Round storage stored) private {
        uint96 bond = stored.bond;
        if (bond == 0) return;
        uint256 count = stored.partyCount;
        uint256 exchange = stored.exchange;
        uint8 due = stored.remaining;
        (uint256 share, uint256 odd) = Bonds.split(uint104(bond) * due, stored.partyCount - due);
        uint256 position = 0;
        for (uint256 k = 0; k < count; ++k) {
            Party storage party = _parties[round][k];
            if (_owes(party, exchange)) continue;
            _credit(round, party.account, Bonds.creditOf(bond, share, odd, position));
            ++position;
        }
    }

    function _credit(uint256 round, address account, uint256 amount) private {
        _credits[account] += amount;
        emit BondCredited(round, account, amount);
    }

    function _progressDigest(bytes32 progressHash, Header calldata header) private pure returns (bytes32) {
        return keccak256(abi.encode(progressHash, keccak256(abi.encode(header))));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";
import { Header } from "../types/Certificate.sol";
import { Params, Phase, RoundState } from "../types/Round.sol";
import { RoundSamples } from "./RoundSamples.sol";
import { Test } from "./Test.sol";

/// @title CoordinatorHandler
/// @notice Makes random calls to a coordinator that has a mock verifier, and keeps its own books:
/// what was paid in and out, and every call that succeeded or failed when it should not have. For
/// invariant tests only.
contract CoordinatorHandler is Test {
    uint256 private constant ACTORS = 4;
    uint256 private constant MAX_ROUNDS = 3;

    IRoundCoordinator private _coordinator;

    /// @notice Wei paid in as bonds.
    uint256 public paidIn;
    /// @notice Wei paid out.
    uint256 public paidOut;
    /// @notice Certificates that the verifier accepted.
    uint256 public accepted;
    /// @notice Calls that succeeded or failed when they should not have, and phases that moved
    /// backwards.
    uint256 public violations;
    /// @notice The block time that every call sets, in seconds. Kept between calls, since the
    /// block's time is part of the state.
    uint256 public time = 1_000_000;

    mapping(uint256 round => Phase) private _lastPhase;
    mapping(uint256 round => mapping(address settler => bytes)) private _progress;

    /// @notice A handler of `coordinator`.
    constructor(IRoundCoordinator coordinator) {
        _coordinator = coordinator;
    }

    /// @notice Opens a round of 2 to 4 parties with a bond, and up to 3 exchanges.
    function open(uint256 parties, uint96 bond, uint8 exchanges) external {
        if (_coordinator.roundCount() == MAX_ROUNDS) return;
        parties = _bound(parties, 2, ACTORS);
        bytes memory schedule;
        for (uint256 e = 0; e < exchanges % 4; ++e) {
            // Some of the parties, at least one.
            uint256 senders = 1 + (uint256(keccak256(abi.encode(bond, e))) % ((1 << parties) - 1));
            schedule = bytes.concat(schedule, bytes32(senders));
        }
        Params memory params = RoundSamples.sample(parties, schedule);
        params.bond = bond % 1 ether;
        VM.warp(time);
        _coordinator.open(params);
    }

    /// @notice Someone commits with the right or a wrong bond, to the round's parameters or to
    /// others.
    function commit(uint256 round, uint256 actor, bool wrong, bool other) external {
        round = _round(round);
        address sender = _actor(actor);
        uint256 value = _coordinator.paramsOf(round).bond + (wrong ? 1 : 0);
        RoundState memory state = _coordinator.stateOf(round);
        bytes32 params = other ? ~state.paramsDigest : state.paramsDigest;
        bool due = !other && _isDue(round, sender) && state.phase == Phase.Committing;
        bool late = _isLate(round);
        VM.deal(sender, value);
        VM.deal(address(this), value);
        VM.warp(time);
        VM.prank(sender);
        try _coordinator.commit{ value: value }(round, params, bytes32(uint256(1))) {
            paidIn += value;
            if (wrong || late || !due) ++violations;
        } catch {
            if (!wrong && !late && due) ++violations;
        }
        _look();
    }

    /// @notice The first due party commits or posts as it should, so that rounds make progress.
    function proceed(uint256 round) external {
        round = _round(round);
        address[] memory due = _coordinator.dueOf(round);
        if (due.length == 0 || _isLate(round)) return;
        RoundState memory state = _coordinator.stateOf(round);
        VM.warp(time);
        if (state.phase == Phase.Committing) {
            uint256 bond = _coordinator.paramsOf(round).bond;
            VM.deal(due[0], bond);
            VM.prank(due[0]);
            _coordinator.commit{ value: bond }(round, state.paramsDigest, bytes32(uint256(1)));
            paidIn += bond;
        } else {
            VM.prank(due[0]);
            _coordinator.post(round, state.exchange, _indexOf(due[0]), bytes32(uint256(2)));
        }
        _look();
    }

    /// @notice Someone posts for some exchange, in its own name or another's.
    function post(uint256 round, uint256 actor, uint256 ahead, uint256 name) external {
        round = _round(round);
        address sender = _actor(actor);
        RoundState memory state = _coordinator.stateOf(round);
        uint256 exchange = state.exchange + (ahead % 4) / 3;
        uint256 party = name % 3 == 0 ? _bound(name, 0, ACTORS) : _indexOf(sender);
        bool due = state.phase == Phase.Running && _isDue(round, sender) && exchange == state.exchange;
        due = due && party == _indexOf(sender);
        bool late = _isLate(round);
        VM.warp(time);
        VM.prank(sender);
        try _coordinator.post(round, exchange, party, bytes32(uint256(2))) {
            if (late || !due) ++violations;
        } catch {
            if (!late && due) ++violations;
        }
        _look();
    }

    /// @notice Someone settles, with its own progress or a forged one. The verifier accepts (0),
    /// asks for another part (1) or refuses (2).
    function settle(uint256 round, uint256 actor, uint256 verdict, bool forged) external {
        round = _round(round);
        address sender = _actor(actor);
        Header memory header;
        header.rho = verdict % 3;
        // The progress is bound to a header with rho = 1, so a call with another rho cannot
        // continue it and starts afresh.
        bytes memory progress = header.rho == 1 ? _progress[round][sender] : bytes("");
        if (forged) progress = bytes.concat(progress, hex"ff");
        bool settling = _coordinator.stateOf(round).phase == Phase.Settling && !_isLate(round);
        VM.warp(time);
        VM.prank(sender);
        try _coordinator.settle(round, header, progress, new bytes[](0)) returns (bool done) {
            if (forged || header.rho > 1 || !settling) ++violations;
            if (done) ++accepted;
            else _progress[round][sender] = bytes.concat(progress, hex"01");
        } catch {
            if (!forged && header.rho < 2 && settling) ++violations;
        }
        _look();
    }

    /// @notice Someone expires a round.
    function expire(uint256 round, uint256 actor) external {
        round = _round(round);
        Phase phase = _coordinator.stateOf(round).phase;
        bool open_ = phase == Phase.Committing || phase == Phase.Running || phase == Phase.Settling;
        bool late = _isLate(round);
        VM.warp(time);
        VM.prank(_actor(actor));
        try _coordinator.expire(round) {
            if (!open_ || !late) ++violations;
        } catch {
            if (open_ && late) ++violations;
        }
        _look();
    }

    /// @notice Someone withdraws.
    function withdraw(uint256 actor) external {
        address sender = _actor(actor);
        uint256 credit = _coordinator.creditOf(sender);
        uint256 before = sender.balance;
        VM.warp(time);
        VM.prank(sender);
        try _coordinator.withdraw() returns (uint256 amount) {
            paidOut += amount;
            if (amount != credit || sender.balance - before != amount) ++violations;
        } catch {
            if (credit != 0) ++violations;
        }
    }

    /// @notice Time passes.
    function pass(uint256 period) external {
        time += _bound(period, 1, 480);
    }

    /// @notice Total wei that the actors can withdraw.
    function credits() external view returns (uint256 sum) {
        for (uint256 k = 0; k < ACTORS; ++k) {
            sum += _coordinator.creditOf(_actor(k));
        }
    }

    /// @notice Total of the bonds held by rounds that are not closed.
    function liveBonds() external view returns (uint256 sum) {
        for (uint256 round = 1; round <= _coordinator.roundCount(); ++round) {
            RoundState memory state = _coordinator.stateOf(round);
            if (state.phase < Phase.Settled) sum += state.committed * uint256(_coordinator.paramsOf(round).bond);
        }
    }

    /// @notice Rounds in phase Settled.
    function settledRounds() external view returns (uint256 count) {
        for (uint256 round = 1; round <= _coordinator.roundCount(); ++round) {
            if (_coordinator.stateOf(round).phase == Phase.Settled) ++count;
        }
    }

    /// @dev Phases only move forward, and closed rounds stay as they are.
    function _look() private {
        for (uint256 round = 1; round <= _coordinator.roundCount(); ++round) {
            Phase phase = _coordinator.stateOf(round).phase;
            Phase last = _lastPhase[round];
            if (phase < last || (last >= Phase.Settled && phase != last)) ++violations;
            _lastPhase[round] = phase;
        }
    }

    function _round(uint256 seed) private view returns (uint256) {
        return _bound(seed, 0, _coordinator.roundCount());
    }

    function _actor(uint256 seed) private pure returns (address) {
        return address(uint160(0x1001 + (seed % ACTORS)));
    }

    function _isLate(uint256 round) private view returns (bool) {
        return time > _coordinator.stateOf(round).deadline;
    }

    /// @dev The index of an actor among the parties of every round that has it.
    function _indexOf(address account) private pure returns (uint256) {
        return uint160(account) - 0x1001;
    }

    function _isDue(uint256 round, address account) private view returns (bool) {
        address[] memory due = _coordinator.dueOf(round);
        for (uint256 i = 0; i < due.length; ++i) {
            if (due[i] == account) return true;
        }
        return false;
    }
}

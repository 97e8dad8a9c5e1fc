// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";
import { Header } from "../types/Certificate.sol";
import { Params, Phase, RoundState } from "../types/Round.sol";
import { SealedKey } from "../types/Sealed.sol";
import { Book, RoundModel } from "./RoundModel.sol";
import { RoundSamples } from "./RoundSamples.sol";
import { Test } from "./Test.sol";

/// @title CoordinatorHandler
/// @notice Drives a coordinator with mock verifiers at random beside a model of its rounds, and
/// counts where they differ. Party k of every round is actor k. For invariant tests only.
contract CoordinatorHandler is Test {
    using RoundModel for Book;

    uint256 private constant ACTORS = 4;
    uint256 private constant MAX_ROUNDS = 3;
    uint256 private constant MAX_EXCHANGES = 3;

    IRoundCoordinator private _coordinator;

    /// @notice Wei paid in as bonds.
    uint256 public paidIn;
    /// @notice Wei paid out.
    uint256 public paidOut;
    /// @notice Certificates and sealed proofs that a verifier accepted.
    uint256 public accepted;
    /// @notice Successes that should have been refusals, refusals that should have been successes,
    /// and states that are not the model's.
    uint256 public violations;
    /// @notice Bonds that the diligent party did not get back from a round that closed.
    uint256 public losses;
    /// @notice Seconds since the start. Part of the state, since the block's time is.
    uint256 public time = 1_000_000;

    mapping(uint256 round => Book) private _books;
    mapping(uint256 round => mapping(address settler => bytes)) private _progress;

    /// @notice A handler of `coordinator`.
    constructor(IRoundCoordinator coordinator) {
        _coordinator = coordinator;
    }

    /// @notice Opens a round of 2 to 4 parties with a bond, up to 3 exchanges, and a public or a
    /// sealed outcome.
    function open(uint256 parties, uint96 bond, uint256 seed) external {
        if (_coordinator.roundCount() == MAX_ROUNDS) return;
        parties = _bound(parties, 2, ACTORS);
        uint256[] memory senders = new uint256[](seed % (MAX_EXCHANGES + 1));
        for (uint256 i = 0; i < senders.length; ++i) {
            senders[i] = 1 + (uint256(keccak256(abi.encode(seed, i))) % ((1 << parties) - 1));
        }
        Params memory params = RoundSamples.sample(parties, abi.encodePacked(senders));
        params.bond = bond % 1 ether;
        if (seed & (1 << 255) != 0) params.sealedKey = bytes32(seed);
        VM.warp(time);
        _books[_coordinator.open(params)].open(params, senders, time);
        _look();
    }

    /// @notice Someone commits with the right or a wrong bond, to the round's parameters or others.
    function commit(uint256 round, uint256 actor, bool wrong, bool other) external {
        round = _round(round);
        Book storage book = _books[round];
        actor %= ACTORS;
        uint256 value = book.bond + (wrong ? 1 : 0);
        bytes32 params = _coordinator.stateOf(round).paramsDigest;
        bytes32 digest = keccak256(abi.encode(round, actor));
        bool due = book.phase == Phase.Committing && book.owes(actor) && !_isLate(round) && !wrong && !other;
        VM.deal(address(this), value);
        _as(actor, value);
        try _coordinator.commit{ value: value }(round, other ? ~params : params, digest) {
            if (!due) ++violations;
            paidIn += value;
            book.commit(actor, digest, time);
        } catch {
            if (due) ++violations;
        }
        _look();
    }

    /// @notice The first party that has to act does, so that rounds get somewhere.
    function proceed(uint256 round) external {
        round = _round(round);
        for (uint256 party = 0; party < ACTORS; ++party) {
            if (_books[round].owes(party) && !_isLate(round)) {
                _act(round, party);
                break;
            }
        }
        _look();
    }

    /// @notice Someone posts in some exchange, in its own or another's name, a digest or none.
    function post(uint256 round, uint256 actor, uint256 name, uint256 turn) external {
        round = _round(round);
        Book storage book = _books[round];
        actor %= ACTORS;
        uint256 party = name % 3 == 0 ? name % (ACTORS + 1) : actor;
        uint256 exchange = book.exchange;
        if (turn % 5 == 0 && exchange != 0) --exchange;
        else if (turn % 5 == 1) ++exchange;
        bytes32 digest = turn % 7 == 0 ? bytes32(0) : bytes32(turn);
        bool due = book.phase == Phase.Running && book.owes(party) && !_isLate(round);
        due = due && party == actor && exchange == book.exchange && digest != 0;
        _as(actor, 0);
        try _coordinator.post(round, exchange, party, digest) {
            if (!due) ++violations;
            else book.post(party, digest, time);
        } catch {
            if (due) ++violations;
        }
        _look();
    }

    /// @notice Someone settles: accepted (0), in part (1) or refused (2), with its own progress or
    /// a forged one.
    function settle(uint256 round, uint256 actor, uint256 verdict, bool forged) external {
        round = _round(round);
        actor %= ACTORS;
        address sender = _account(actor);
        Header memory header;
        header.rho = verdict % 3;
        // The header is bound to the progress, so that a part that ends a settlement needs the same
        // header: start afresh then.
        bytes memory progress = header.rho == 1 ? _progress[round][sender] : bytes("");
        if (forged) progress = bytes.concat(progress, hex"ff");
        bool due = _isSettling(round, false) && !forged && header.rho < 2;
        uint256[] memory before = _allCredits();
        _as(actor, 0);
        try _coordinator.settle(round, header, progress, new bytes[](0)) returns (bool done) {
            if (!due) ++violations;
            if (done) {
                ++accepted;
                _close(round, Phase.Settled, before);
            } else _progress[round][sender] = bytes.concat(progress, hex"01");
        } catch {
            if (due) ++violations;
        }
        _look();
    }

    /// @notice Someone settles with a sealed proof: accepted or refused.
    function settleSealed(uint256 round, uint256 actor, uint8 kind, bool refused) external {
        round = _round(round);
        SealedKey memory key;
        bool due = _isSettling(round, true) && !refused;
        uint256[] memory before = _allCredits();
        _as(actor % ACTORS, 0);
        try _coordinator.settleSealed(round, kind, key, refused ? bytes(hex"ff") : bytes("")) {
            if (!due) ++violations;
            ++accepted;
            _close(round, Phase.Settled, before);
        } catch {
            if (due) ++violations;
        }
        _look();
    }

    /// @notice Someone expires a round.
    function expire(uint256 round, uint256 actor) external {
        round = _round(round);
        Phase phase = _books[round].phase;
        bool due = phase >= Phase.Committing && phase <= Phase.Settling && _isLate(round);
        uint256[] memory before = _allCredits();
        _as(actor % ACTORS, 0);
        try _coordinator.expire(round) {
            if (!due) ++violations;
            _close(round, Phase.Expired, before);
        } catch {
            if (due) ++violations;
        }
        _look();
    }

    /// @notice Someone withdraws.
    function withdraw(uint256 actor) external {
        actor %= ACTORS;
        address sender = _account(actor);
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

    /// @notice Time passes, but in rounds with an odd id actor 0 first posts whatever it owes: it
    /// is the diligent party.
    function pass(uint256 period) external {
        for (uint256 round = 1; round <= _coordinator.roundCount(); round += 2) {
            while (_books[round].phase == Phase.Running && _books[round].owes(0) && !_isLate(round)) _act(round, 0);
        }
        _look();
        time += _bound(period, 1, 480);
    }

    /// @notice What all actors can withdraw.
    function credits() external view returns (uint256 sum) {
        uint256[] memory all = _allCredits();
        for (uint256 k = 0; k < ACTORS; ++k) {
            sum += all[k];
        }
    }

    /// @notice The bonds that rounds under way hold.
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

    /// @dev A party does what it has to.
    function _act(uint256 round, uint256 party) private {
        Book storage book = _books[round];
        bytes32 digest = keccak256(abi.encode(round, party, book.exchange));
        if (book.phase == Phase.Committing) {
            bytes32 params = _coordinator.stateOf(round).paramsDigest;
            _as(party, book.bond);
            _coordinator.commit{ value: book.bond }(round, params, digest);
            paidIn += book.bond;
            book.commit(party, digest, time);
        } else {
            _as(party, 0);
            _coordinator.post(round, book.exchange, party, digest);
            book.post(party, digest, time);
        }
    }

    /// @dev The next call is an actor's, with `value` to pay.
    function _as(uint256 actor, uint256 value) private {
        address sender = _account(actor);
        if (value != 0) VM.deal(sender, value);
        VM.warp(time);
        VM.prank(sender);
    }

    /// @dev Everybody was credited what the model says, and the diligent party its bond at least.
    function _close(uint256 round, Phase phase, uint256[] memory before) private {
        Book storage book = _books[round];
        uint256[] memory all = _allCredits();
        for (uint256 k = 0; k < ACTORS; ++k) {
            if (all[k] - before[k] != book.refund(k)) ++violations;
        }
        bool paid = RoundModel.contains(book.committed, 0);
        if (round % 2 == 1 && paid && all[0] - before[0] < book.bond) ++losses;
        book.phase = phase;
        book.deadline = 0;
    }

    /// @dev Every round is where the model has it.
    function _look() private {
        for (uint256 round = 0; round <= _coordinator.roundCount(); ++round) {
            Book storage book = _books[round];
            RoundState memory state = _coordinator.stateOf(round);
            bool same = state.phase == book.phase && state.deadline == book.deadline;
            same = same && state.exchange == book.exchange && state.committed == RoundModel.size(book.committed);
            uint256 owing = book.owing();
            if (book.phase == Phase.Running) same = same && state.remaining == RoundModel.size(owing);
            address[] memory due = _coordinator.dueOf(round);
            uint256 found = 0;
            for (uint256 k = 0; k < book.parties; ++k) {
                same = same && _coordinator.postsOf(round, k) == book.posts[k];
                if (RoundModel.contains(owing, k)) {
                    same = same && found < due.length && due[found] == _account(k);
                    ++found;
                }
            }
            if (!same || found != due.length) ++violations;
        }
    }

    function _round(uint256 seed) private view returns (uint256) {
        return _bound(seed, 0, _coordinator.roundCount());
    }

    /// @dev Whether a settlement of this sort can succeed now.
    function _isSettling(uint256 round, bool isSealed) private view returns (bool) {
        Book storage book = _books[round];
        return book.phase == Phase.Settling && book.isSealed == isSealed && !_isLate(round);
    }

    function _isLate(uint256 round) private view returns (bool) {
        return time > _books[round].deadline;
    }

    function _allCredits() private view returns (uint256[] memory all) {
        all = new uint256[](ACTORS);
        for (uint256 k = 0; k < ACTORS; ++k) {
            all[k] = _coordinator.creditOf(_account(k));
        }
    }

    function _account(uint256 actor) private pure returns (address) {
        return address(uint160(0x1001 + actor));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundCoordinator } from "./RoundCoordinator.sol";
import { CoordinatorHandler } from "./test-support/CoordinatorHandler.sol";
import { MockSealedVerifier } from "./mocks/MockSealedVerifier.sol";
import { MockVerifier } from "./mocks/MockVerifier.sol";
import { ReentrantParty } from "./mocks/ReentrantParty.sol";
import { RoundModel } from "./test-support/RoundModel.sol";
import { RoundSamples } from "./test-support/RoundSamples.sol";
import { Test } from "./test-support/Test.sol";
import { Header, Outcome } from "./types/Certificate.sol";
import { Params, Phase } from "./types/Round.sol";

/// @title RoundCoordinatorTest
/// @notice What must hold of the coordinator's books whatever happens. The verifier is a mock that
/// does what the handler wants: that nothing settles without a valid certificate is the business of
/// the tests with the real one.
contract RoundCoordinatorTest is Test {
    bytes32 private constant COMMITMENT = keccak256("commitment");

    RoundCoordinator private _coordinator;
    CoordinatorHandler private _handler;

    /// @notice A coordinator and the handler that drives it.
    function setUp() public {
        _coordinator = new RoundCoordinator(new MockVerifier(), new MockSealedVerifier());
        _handler = new CoordinatorHandler(_coordinator);
    }

    /// @notice Invariants are tested through the handler alone.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice No call succeeded that should not have, none failed that should not have, and every
    /// round is where its model is: who is due, until when, what was posted, who was paid.
    function invariantOnlyTheDueActs() public view {
        _equal(_handler.violations(), 0);
    }

    /// @notice A party that posts in time whenever it is due keeps its bond, whatever others do.
    function invariantTheDiligentLoseNothing() public view {
        _equal(_handler.losses(), 0);
    }

    /// @notice No bond is stuck and none paid twice.
    function invariantBonds() public view {
        uint256 balance = address(_coordinator).balance;
        _equal(_handler.credits() + _handler.liveBonds(), balance);
        _equal(_handler.paidIn() - _handler.paidOut(), balance);
    }

    /// @notice As many rounds are settled as the verifier accepted certificates.
    function invariantSettledMeansAccepted() public view {
        _equal(_handler.settledRounds(), _handler.accepted());
    }

    /// @notice A party that asks again while it is paid gets its money once.
    function testReentrancy() public {
        ReentrantParty party = new ReentrantParty{ value: 2 ether }(_coordinator);
        Params memory params = RoundSamples.sample(2, "");
        params.parties[0] = address(party);
        params.bond = 1 ether;
        for (uint256 i = 0; i < 2; ++i) {
            uint256 round = _coordinator.open(params);
            party.commit(round, _coordinator.stateOf(round).paramsDigest, 1 ether);
        }
        VM.warp(block.timestamp + params.commitPeriod + 1);
        _coordinator.expire(1);
        party.withdraw();
        _equal(party.refusals(), 1);
        _equal(party.paid(), 0);
        _equal(address(party).balance, 1 ether);
        _equal(address(_coordinator).balance, 1 ether);
    }

    /// @notice Every number that the verifier says is recorded as it is, up to the ends of its
    /// range.
    function testFuzzOutcomeIsRecorded(int256 objective, int256 gap, uint256 violation, uint256 residual) public {
        Params memory params = RoundSamples.sample(2, "");
        uint256 round = _coordinator.open(params);
        bytes32 digest = _coordinator.stateOf(round).paramsDigest;
        for (uint256 k = 0; k < 2; ++k) {
            VM.prank(params.parties[k]);
            _coordinator.commit(round, digest, bytes32(uint256(1)));
        }
        Header memory header;
        header.objective = objective >> 95;
        (header.dual, header.cx, header.cy) = (gap, violation, residual >> 161);
        header.statementDigest = keccak256(abi.encode(objective, residual));
        _coordinator.settle(round, header, "", new bytes[](0));
        Outcome memory outcome = _coordinator.outcomeOf(round);
        _equal(outcome.objective, header.objective);
        _equal(outcome.gap, gap);
        _equal(outcome.violation, violation);
        _equal(outcome.maxResidual, header.cy);
        _equal(outcome.statementDigest, header.statementDigest);
    }

    /// @notice The bonds of all who are due, of any size and any number of parties, are shared
    /// among the others to the wei; when everybody is due, everybody's returns.
    function testFuzzSharing(uint96 bond, uint256 parties, uint256 senders, uint256 posters) public {
        parties = _bound(parties, 2, 12);
        senders = _bound(senders, 1, (1 << parties) - 1);
        uint256 round = _running(parties, bond, abi.encodePacked(senders));
        uint256 due = senders;
        for (uint256 k = 0; k < parties; ++k) {
            // One stays due, so that the exchange does not end.
            if (!RoundModel.contains(due & posters, k) || due == 1 << k) continue;
            _post(round, 0, k, bytes32(posters | 1));
            due ^= 1 << k;
        }
        VM.warp(block.timestamp + 601);
        _coordinator.expire(round);
        uint256 lost = RoundModel.size(due);
        uint256 sum = 0;
        for (uint256 k = 0; k < parties; ++k) {
            uint256 credit = _coordinator.creditOf(_account(k));
            if (lost == parties) _equal(credit, bond);
            else if (RoundModel.contains(due, k)) _equal(credit, 0);
            else _holds(credit - bond - (lost * bond) / (parties - lost) <= 1, "equal shares");
            sum += credit;
        }
        _equal(sum, uint256(bond) * parties);
        _holds(_coordinator.stateOf(round).phase == Phase.Expired, "expired");
    }

    /// @notice Whatever the schedule, every exchange ends with the last of its senders, in whatever
    /// order they post; the running digests are those of what was posted and of nothing else; and
    /// the parameters stay readable as they were opened.
    function testFuzzExchanges(uint256 parties, uint256 exchanges, uint256 seed) public {
        parties = _bound(parties, 2, 6);
        uint256[] memory senders = new uint256[](_bound(exchanges, 1, 14));
        for (uint256 e = 0; e < senders.length; ++e) {
            senders[e] = 1 + (_draw(seed, e) % ((1 << parties) - 1));
        }
        uint256 round = _running(parties, 0, abi.encodePacked(senders));
        for (uint256 e = 0; e < senders.length; ++e) {
            uint256 first = _draw(seed, e + 14);
            uint256 left = senders[e];
            for (uint256 i = 0; left != 0; ++i) {
                uint256 k = addmod(first, i, parties);
                if (!RoundModel.contains(left, k)) continue;
                _equal(_coordinator.stateOf(round).exchange, e);
                _equal(_coordinator.stateOf(round).remaining, RoundModel.size(left));
                _post(round, e, k, bytes32(_draw(seed, 256 * e + k)));
                left ^= 1 << k;
            }
        }
        _holds(_coordinator.stateOf(round).phase == Phase.Settling, "settling");
        _equal(_coordinator.stateOf(round).exchange, senders.length);
        for (uint256 k = 0; k < parties; ++k) {
            bytes30 posts = bytes30(COMMITMENT);
            bytes30 other = posts;
            for (uint256 e = 0; e < senders.length; ++e) {
                if (!RoundModel.contains(senders[e], k)) continue;
                bytes32 digest = bytes32(_draw(seed, 256 * e + k));
                posts = RoundModel.next(posts, e, digest);
                other = RoundModel.next(other, e, e == seed % senders.length ? ~digest : digest);
            }
            _holds(_coordinator.postsOf(round, k) == posts, "what was posted");
            bool sent = RoundModel.contains(senders[seed % senders.length], k);
            _holds((other != posts) == sent, "one digest changes it");
        }
        Params memory params = _coordinator.paramsOf(round);
        _equal(keccak256(params.schedule), keccak256(abi.encodePacked(senders)));
        _equal(keccak256(abi.encode(params)), _coordinator.stateOf(round).paramsDigest);
    }

    /// @notice The same digest posted in another exchange is another post.
    function testExchangeIsInTheRunningDigest() public {
        uint256 early = _running(2, 0, abi.encodePacked(uint256(1), uint256(2)));
        uint256 late = _running(2, 0, abi.encodePacked(uint256(2), uint256(1)));
        _post(early, 0, 0, COMMITMENT);
        _post(late, 0, 1, COMMITMENT);
        _post(late, 1, 0, COMMITMENT);
        _holds(_coordinator.postsOf(early, 0) != _coordinator.postsOf(late, 0), "another post");
    }

    /// @notice Only the last post of an exchange sets a deadline.
    /// @dev The compiler takes the block's time for a constant: this test keeps its own.
    function testFuzzDeadline(uint256 first, uint256 second) public {
        uint256 time = 1_000_000;
        VM.warp(time);
        uint256 round = _running(3, 0, abi.encodePacked(uint256(7), uint256(1)));
        uint256 deadline = time + 600;
        time = _bound(first, time, deadline);
        VM.warp(time);
        _post(round, 0, 1, COMMITMENT);
        _equal(_coordinator.stateOf(round).deadline, deadline);
        time = _bound(second, time, deadline);
        VM.warp(time);
        _post(round, 0, 0, COMMITMENT);
        _equal(_coordinator.stateOf(round).deadline, deadline);
        _post(round, 0, 2, COMMITMENT);
        _equal(_coordinator.stateOf(round).deadline, time + 600);
        _post(round, 1, 0, COMMITMENT);
        _equal(_coordinator.stateOf(round).deadline, time + 2400);
    }

    /// @dev A round in which everybody has committed.
    function _running(uint256 parties, uint96 bond, bytes memory schedule) private returns (uint256 round) {
        Params memory params = RoundSamples.sample(parties, schedule);
        params.bond = bond;
        round = _coordinator.open(params);
        bytes32 digest = _coordinator.stateOf(round).paramsDigest;
        for (uint256 k = 0; k < parties; ++k) {
            VM.deal(_account(k), bond);
            VM.prank(_account(k));
            _coordinator.commit{ value: bond }(round, digest, COMMITMENT);
        }
    }

    function _post(uint256 round, uint256 exchange, uint256 party, bytes32 digest) private {
        VM.prank(_account(party));
        _coordinator.post(round, exchange, party, digest);
    }

    function _account(uint256 party) private pure returns (address) {
        return address(uint160(0x1001 + party));
    }

    /// @dev Never zero, as far as anybody can tell.
    function _draw(uint256 seed, uint256 index) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, index)));
    }
}

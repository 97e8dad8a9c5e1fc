// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundCoordinator } from "./RoundCoordinator.sol";
import { CoordinatorHandler } from "./test-support/CoordinatorHandler.sol";
import { MockVerifier } from "./mocks/MockVerifier.sol";
import { ReentrantParty } from "./mocks/ReentrantParty.sol";
import { RoundSamples } from "./test-support/RoundSamples.sol";
import { Test } from "./test-support/Test.sol";
import { Header, Outcome } from "./types/Certificate.sol";
import { Params, Phase } from "./types/Round.sol";

/// @title RoundCoordinatorTest
/// @notice What must always hold of the coordinator's books. The verifier is a mock that does what
/// the handler wants; the tests with the real verifier check that nothing settles without a valid
/// certificate.
contract RoundCoordinatorTest is Test {
    RoundCoordinator private _coordinator;
    CoordinatorHandler private _handler;

    /// @notice A coordinator and the handler that drives it.
    function setUp() public {
        _coordinator = new RoundCoordinator(new MockVerifier());
        _handler = new CoordinatorHandler(_coordinator);
    }

    /// @notice The invariant runner calls the handler only.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice No call that should fail succeeded, no call that should succeed failed, and no phase
    /// moved backwards.
    function invariantOnlyTheDueActs() public view {
        _equal(_handler.violations(), 0);
    }

    /// @notice No bond is stuck, and none is paid twice.
    function invariantBonds() public view {
        uint256 balance = address(_coordinator).balance;
        _equal(_handler.credits() + _handler.liveBonds(), balance);
        _equal(_handler.paidIn() - _handler.paidOut(), balance);
    }

    /// @notice The number of settled rounds is the number of certificates that the verifier
    /// accepted.
    function invariantSettledMeansAccepted() public view {
        _equal(_handler.settledRounds(), _handler.accepted());
    }

    /// @notice A party that calls `withdraw` again while it is being paid gets its money once.
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

    /// @notice Every number that the verifier returns is recorded unchanged, up to the ends of its
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

    /// @notice Sharing bonds of any size among any number of other parties loses nothing.
    function testFuzzSharing(uint96 bond, uint256 parties, uint256 late) public {
        parties = _bound(parties, 2, 12);
        late = _bound(late, 1, (1 << parties) - 1);
        Params memory params = RoundSamples.sample(parties, abi.encodePacked(late));
        params.bond = bond;
        uint256 round = _coordinator.open(params);
        bytes32 digest = _coordinator.stateOf(round).paramsDigest;
        for (uint256 k = 0; k < parties; ++k) {
            VM.deal(params.parties[k], bond);
            VM.prank(params.parties[k]);
            _coordinator.commit{ value: bond }(round, digest, bytes32(uint256(1)));
        }
        VM.warp(block.timestamp + params.exchangePeriod + 1);
        uint256 due = _coordinator.dueOf(round).length;
        _coordinator.expire(round);
        uint256 sum = 0;
        for (uint256 k = 0; k < parties; ++k) {
            uint256 credit = _coordinator.creditOf(params.parties[k]);
            if (due == parties) _equal(credit, bond);
            else if ((late >> k) & 1 != 0) _equal(credit, 0);
            else _holds(credit - bond - (due * bond) / (parties - due) <= 1, "equal shares");
            sum += credit;
        }
        _equal(sum, uint256(bond) * parties);
        _holds(_coordinator.stateOf(round).phase == Phase.Expired, "expired");
    }
}

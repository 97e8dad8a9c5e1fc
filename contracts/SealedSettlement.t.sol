// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "./interfaces/IRoundCoordinator.sol";
import { ISealedVerifier } from "./interfaces/ISealedVerifier.sol";
import { MockSealedVerifier } from "./mocks/MockSealedVerifier.sol";
import { MockVerifier } from "./mocks/MockVerifier.sol";
import { WritingVerifier } from "./mocks/WritingVerifier.sol";
import { RoundCoordinator } from "./RoundCoordinator.sol";
import { RoundSamples } from "./test-support/RoundSamples.sol";
import { Test } from "./test-support/Test.sol";
import { Header, Outcome } from "./types/Certificate.sol";
import { Params, Phase } from "./types/Round.sol";
import { SealedKey, SealedStatement } from "./types/Sealed.sol";

/// @title SealedSettlementTest
/// @notice What the coordinator tells the sealed verifier, what it records of the answer, and that
/// public and sealed rounds keep apart. The verifier is a mock; test/contracts has the real one.
contract SealedSettlementTest is Test {
    RoundCoordinator private _coordinator;

    /// @notice A coordinator with mock verifiers.
    function setUp() public {
        _coordinator = new RoundCoordinator(new MockVerifier(), new MockSealedVerifier());
    }

    /// @notice Every word of the statement comes from the round as it was opened and committed to,
    /// but for kind and size; it is what the view says; and kind and digest are all that is recorded.
    function testFuzzStatement(uint256 seed, uint8 kind, uint256 size, bytes32 sealedKey) public {
        if (sealedKey == 0) sealedKey = bytes32(uint256(1));
        Params memory params = _params(seed);
        params.sealedKey = sealedKey;
        uint256 round = _settling(params, seed);
        SealedStatement memory expected = SealedStatement({
            chainId: block.chainid,
            coordinator: address(_coordinator),
            round: round,
            kind: kind,
            parties: params.parties.length,
            objectiveOwner: params.objectiveOwner,
            size: size,
            columns: params.columns,
            solutionDecimals: params.solutionDecimals,
            multiplierDecimals: params.multiplierDecimals,
            residualTolerance: params.residualTolerance,
            dualTolerance: params.dualTolerance,
            gapTolerance: params.gapTolerance,
            keyDigest: sealedKey,
            commitments: new bytes32[](params.parties.length)
        });
        for (uint256 k = 0; k < params.parties.length; ++k) {
            expected.commitments[k] = _commitment(seed, k);
        }
        bytes32 digest = keccak256(abi.encode(expected));
        _equal(keccak256(abi.encode(_coordinator.sealedStatementOf(round, kind, size))), digest);
        SealedKey memory key;
        key.size = size;
        _coordinator.settleSealed(round, kind, key, "");
        Outcome memory outcome = _coordinator.outcomeOf(round);
        _equal(outcome.statementDigest, digest);
        _equal(outcome.kind, kind);
        _equal(outcome.objective, 0);
        _equal(outcome.gap, 0);
        _equal(outcome.violation, 0);
        _equal(outcome.maxResidual, 0);
        _holds(_coordinator.stateOf(round).phase == Phase.Settled, "settled");
        _equal(_coordinator.stateOf(round).deadline, 0);
        _equal(keccak256(abi.encode(_coordinator.paramsOf(round))), _coordinator.stateOf(round).paramsDigest);
        _equal(_coordinator.paramsOf(round).sealedKey, sealedKey);
    }

    /// @notice A certificate never settles a sealed round, a sealed proof never a public one.
    function testPublicAndSealedKeepApart() public {
        Params memory params = RoundSamples.sample(2, "");
        uint256 open = _settling(params, 1);
        params.sealedKey = bytes32(uint256(1));
        uint256 hidden = _settling(params, 1);
        Header memory header;
        SealedKey memory key;
        _expect(IRoundCoordinator.CoordinatorOutcomeSealed.selector);
        _coordinator.settle(hidden, header, "", new bytes[](0));
        _expect(IRoundCoordinator.CoordinatorOutcomePublic.selector);
        _coordinator.settleSealed(open, 0, key, "");
        _coordinator.settle(open, header, "", new bytes[](0));
        _coordinator.settleSealed(hidden, 0, key, "");
    }

    /// @notice Only in phase Settling, up to the last second of it, and once.
    function testPhases() public {
        Params memory params = RoundSamples.sample(2, "");
        params.sealedKey = bytes32(uint256(1));
        SealedKey memory key;
        uint256 round = _coordinator.open(params);
        _wrongPhase(round, Phase.Committing);
        uint256 late = _settling(params, 1);
        uint256 settled = _settling(params, 1);
        uint256 deadline = _coordinator.stateOf(settled).deadline;
        VM.warp(deadline);
        _coordinator.settleSealed(settled, 0, key, "");
        _wrongPhase(settled, Phase.Settled);
        VM.warp(deadline + 1);
        VM.expectRevert(abi.encodeWithSelector(IRoundCoordinator.CoordinatorTooLate.selector, deadline));
        _coordinator.settleSealed(late, 0, key, "");
        _coordinator.expire(late);
        _wrongPhase(late, Phase.Expired);
    }

    /// @notice The verifier is called as a view, so that it cannot settle, or do anything, itself.
    function testVerifierCannotWrite() public {
        WritingVerifier writing = new WritingVerifier();
        _coordinator = new RoundCoordinator(new MockVerifier(), ISealedVerifier(address(writing)));
        Params memory params = RoundSamples.sample(2, "");
        params.sealedKey = bytes32(uint256(1));
        uint256 round = _settling(params, 1);
        SealedKey memory key;
        VM.expectRevert();
        _coordinator.settleSealed{ gas: 1_000_000 }(round, 0, key, "");
        _equal(writing.calls(), 0);
        _holds(_coordinator.stateOf(round).phase == Phase.Settling, "still settling");
    }

    function _wrongPhase(uint256 round, Phase actual) private {
        SealedKey memory key;
        VM.expectRevert(
            abi.encodeWithSelector(IRoundCoordinator.CoordinatorWrongPhase.selector, Phase.Settling, actual)
        );
        _coordinator.settleSealed(round, 0, key, "");
    }

    /// @dev Parameters with numbers of their own each.
    function _params(uint256 seed) private pure returns (Params memory params) {
        params = RoundSamples.sample(2 + (seed % 3), "");
        params.objectiveOwner = uint8(seed % 2);
        params.columns = uint16(_bound(seed >> 8, 1, 2045));
        params.coefficientDecimals = 3;
        params.solutionDecimals = uint8(_bound(seed >> 24, 0, 21));
        params.multiplierDecimals = uint8(_bound(seed >> 32, 0, 24));
        params.residualTolerance = uint96(_bound(seed >> 40, 0, (1 << 60) - 1));
        params.dualTolerance = uint160(_bound(seed >> 100, 0, (1 << 60) - 1));
        params.gapTolerance = uint160(uint256(keccak256(abi.encode(seed))));
    }

    /// @dev A round without exchanges in which everybody has committed.
    function _settling(Params memory params, uint256 seed) private returns (uint256 round) {
        round = _coordinator.open(params);
        bytes32 digest = _coordinator.stateOf(round).paramsDigest;
        for (uint256 k = 0; k < params.parties.length; ++k) {
            VM.prank(params.parties[k]);
            _coordinator.commit(round, digest, _commitment(seed, k));
        }
    }

    function _commitment(uint256 seed, uint256 party) private pure returns (bytes32) {
        return keccak256(abi.encode(seed, party));
    }
}

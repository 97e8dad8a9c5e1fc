// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../../interfaces/IRoundCoordinator.sol";
import { RoundSamples } from "../../test-support/RoundSamples.sol";
import { Test } from "../../test-support/Test.sol";
import { KIND_OPTIMAL, KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { Params } from "../../types/Round.sol";
import { SealedStatement } from "../../types/Sealed.sol";
import { ParamsCheck } from "../ParamsCheck.sol";
import { SealedLayout } from "./SealedLayout.sol";
import { SealedParamsCheck } from "./SealedParamsCheck.sol";
import { SealedStatementCheck } from "./SealedStatementCheck.sol";

/// @title SealedParamsCheckTest
/// @notice What a sealed round may be at most, for any number of parties: the verifier accepts the
/// statement of a key of the largest size, and of nothing larger any.
contract SealedParamsCheckTest is Test {
    /// @dev The selector, and the words of the call: round, kind, key, and offset and length of the
    /// proof.
    uint256 private constant CALL_BYTES = 4 + 32 * (2 + 16 + 2);

    /// @notice The largest parameters are allowed, and pass the verifier's own check.
    function testFuzzLargest(uint256 parties) public view {
        (Params memory params, uint256 size) = _largest(_bound(parties, 2, SealedParamsCheck.MAX_PARTIES));
        this.check(params);
        this.checkStatement(_statement(params, size));
    }

    /// @notice One more of anything is refused, as the verifier would refuse it with any key.
    function testFuzzLimits(uint256 parties, uint256 party, uint256 which) public {
        parties = _bound(parties, 2, SealedParamsCheck.MAX_PARTIES);
        (Params memory params, uint256 size) = _largest(parties);
        party = _bound(party, 0, parties - 1);
        which %= 5;
        if (which == 0) ++params.columns;
        else if (which == 1) ++params.inequalities[party];
        else if (which == 2) ++params.solutionDecimals;
        else if (which == 3) ++params.residualTolerance;
        else ++params.dualTolerance;
        if (which == 1) {
            _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, party);
        } else {
            _expect(_reasonOf(which));
        }
        this.check(params);
        if (which == 1) return;
        VM.expectRevert();
        this.checkStatement(_statement(params, size));
    }

    /// @notice The gap's tolerance has a limit of its own where limbs are short: from 65 parties on.
    function testGap() public {
        (Params memory params, ) = _largest(64);
        params.gapTolerance = type(uint160).max;
        this.check(params);
        (params, ) = _largest(65);
        params.gapTolerance = uint160(1) << 154;
        _expect(IRoundCoordinator.CoordinatorToleranceInvalid.selector);
        this.check(params);
        --params.gapTolerance;
        this.check(params);
    }

    /// @notice An equality counts twice.
    function testEqualities() public {
        (Params memory params, uint256 size) = _largest(3);
        params.equalities[1] = uint16(size / 2 - 1);
        params.inequalities[1] = 0;
        this.check(params);
        ++params.inequalities[1];
        _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, 1);
        this.check(params);
    }

    /// @notice 97 parties, whose proof of any kind fits a transaction of 128,000 bytes; no 98.
    function testParties() public {
        (Params memory params, ) = _largest(97);
        this.check(params);
        (params, ) = _largest(98);
        _expect(IRoundCoordinator.CoordinatorPartyCount.selector);
        this.check(params);
        for (uint256 kind = KIND_OPTIMAL; kind <= KIND_UNBOUNDED; ++kind) {
            _holds(_callBytes(kind, 97) <= ParamsCheck.MAX_CALLDATA, "fits");
        }
        _holds(_callBytes(KIND_OPTIMAL, 98) > ParamsCheck.MAX_CALLDATA, "does not fit");
    }

    /// @notice Public rounds have none of these limits, and sealed ones none for blocks.
    function testPublicAndSealed() public {
        (Params memory params, uint256 size) = _largest(32);
        // Blocks of so many columns and parties would be too long.
        _equal(params.columns, size - 3);
        this.check(params);
        params.sealedKey = 0;
        _expect(IRoundCoordinator.CoordinatorColumnsInvalid.selector);
        this.check(params);
        params.columns = 1;
        (params.solutionDecimals, params.residualTolerance) = (24, 1 << 94);
        this.check(params);
        params.sealedKey = bytes32(uint256(1));
        _expect(IRoundCoordinator.CoordinatorDecimalsInvalid.selector);
        this.check(params);
        params.columns = 0;
        _expect(IRoundCoordinator.CoordinatorColumnsInvalid.selector);
        this.check(params);
    }

    /// @notice Calls the check of a round's parameters.
    function check(Params calldata params) external pure {
        ParamsCheck.check(params);
    }

    /// @notice Calls the verifier's check of a statement.
    function checkStatement(SealedStatement calldata statement) external pure {
        SealedStatementCheck.check(statement);
    }

    function _reasonOf(uint256 which) private pure returns (bytes4) {
        if (which == 0) return IRoundCoordinator.CoordinatorColumnsInvalid.selector;
        if (which == 2) return IRoundCoordinator.CoordinatorDecimalsInvalid.selector;
        return IRoundCoordinator.CoordinatorToleranceInvalid.selector;
    }

    /// @dev The largest parameters of so many parties, and R of the key that they need.
    function _largest(uint256 parties) private pure returns (Params memory params, uint256 size) {
        params = RoundSamples.sample(parties, "");
        size = 1 << 13;
        while (size * parties > 1 << 13) size /= 2;
        uint256 limbBits = size < 128 ? (size < 64 ? 10 : 11) : 12;
        params.sealedKey = keccak256("key");
        params.columns = uint16(size - 3);
        for (uint256 k = 0; k < parties; ++k) {
            params.inequalities[k] = uint16(size - 4);
        }
        params.multiplierDecimals = 24;
        while (10 ** (params.solutionDecimals + 1) < 1 << (6 * limbBits)) ++params.solutionDecimals;
        params.residualTolerance = uint96((1 << (5 * limbBits)) - 1);
        params.dualTolerance = params.residualTolerance;
        params.gapTolerance = limbBits == 12 ? type(uint160).max : uint160((1 << (14 * limbBits)) - 1);
    }

    function _statement(Params memory params, uint256 size) private pure returns (SealedStatement memory own) {
        own.parties = params.parties.length;
        own.size = size;
        own.columns = params.columns;
        own.solutionDecimals = params.solutionDecimals;
        own.multiplierDecimals = params.multiplierDecimals;
        own.residualTolerance = params.residualTolerance;
        own.dualTolerance = params.dualTolerance;
        own.gapTolerance = params.gapTolerance;
        own.commitments = new bytes32[](own.parties);
    }

    function _callBytes(uint256 kind, uint256 parties) private pure returns (uint256) {
        return CALL_BYTES + 32 * SealedLayout.ofProofs(kind, parties, 0).steps[10];
    }
}

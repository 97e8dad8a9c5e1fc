// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { Test } from "../../test-support/Test.sol";
import { SealedStatement } from "../../types/Sealed.sol";
import { SealedDomain } from "./SealedDomain.sol";
import { SealedStatementCheck } from "./SealedStatementCheck.sol";

/// @title SealedStatementCheckTest
/// @notice The largest numbers of each size pass, and one more is refused.
contract SealedStatementCheckTest is Test {
    /// @notice Sizes are powers of two from 16 to 2^13.
    function testSizes() public {
        for (uint256 size = 1; size <= 1 << 15; size <<= 1) {
            SealedStatement memory statement = _largest(size);
            if (size >= 16 && size <= 1 << 13) this.check(statement);
            else _refuses(statement);
            // For one party, so that P·R stays in its range.
            (statement.size, statement.parties, statement.objectiveOwner) = (size + 1, 1, 0);
            statement.commitments = new bytes32[](1);
            _refuses(statement);
        }
    }

    /// @notice Limits of what follows from the size.
    function testFuzzLimits(uint256 log, uint256 which) public {
        SealedStatement memory statement = _largest(1 << _bound(log, 4, 13));
        this.check(statement);
        which %= 7;
        if (which == 0) ++statement.columns;
        else if (which == 1) statement.objectiveOwner = statement.parties;
        else if (which == 2) ++statement.residualTolerance;
        else if (which == 3) ++statement.dualTolerance;
        else if (which == 4) ++statement.gapTolerance;
        else if (which == 5) ++statement.solutionDecimals;
        else statement.commitments = new bytes32[](++statement.parties);
        _refuses(statement);
    }

    /// @notice Other limits, and the least numbers.
    function testOthers() public {
        SealedStatement memory statement = _largest(16);
        statement.kind = 3;
        _refuses(statement);
        statement = _largest(16);
        statement.multiplierDecimals = 25;
        _refuses(statement);
        statement = _largest(16);
        statement.commitments = new bytes32[](statement.parties - 1);
        _refuses(statement);
        statement.columns = 0;
        statement.commitments = new bytes32[](statement.parties);
        _refuses(statement);
        statement.columns = 1;
        this.check(statement);
        statement.commitments = new bytes32[](0);
        (statement.parties, statement.objectiveOwner) = (0, 0);
        _refuses(statement);
    }

    /// @notice Numbers far beyond every limit, for which arithmetic would overflow.
    function testFuzzFarBeyond(uint256 value, uint256 which) public {
        SealedStatement memory statement = _largest(16);
        (value, which) = (_bound(value, 1 << 255, type(uint256).max), which % 10);
        if (which == 0) statement.kind = value;
        else if (which == 1) statement.size = value;
        else if (which == 2) statement.columns = value;
        else if (which == 3) statement.parties = value;
        else if (which == 4) statement.objectiveOwner = value;
        else if (which == 5) statement.solutionDecimals = value;
        else if (which == 6) statement.multiplierDecimals = value;
        else if (which == 7) statement.residualTolerance = value;
        else if (which == 8) statement.dualTolerance = value;
        else statement.gapTolerance = value;
        _refuses(statement);
    }

    /// @notice External, so that its arguments are in calldata.
    function check(SealedStatement calldata statement) external pure {
        SealedStatementCheck.check(statement);
    }

    /// @dev Every number as large as it may be for its size.
    function _largest(uint256 size) private pure returns (SealedStatement memory statement) {
        uint256 limbBits = SealedDomain.limbBitsOf(size);
        statement.size = size;
        statement.kind = 2;
        statement.columns = size < 16 ? 1 : size - 3;
        statement.parties = size > 1 << 13 ? 1 : (1 << 13) / size;
        statement.objectiveOwner = statement.parties - 1;
        while (10 ** (statement.solutionDecimals + 1) < 1 << (6 * limbBits)) ++statement.solutionDecimals;
        statement.multiplierDecimals = 24;
        statement.residualTolerance = (1 << (5 * limbBits)) - 1;
        statement.dualTolerance = (1 << (5 * limbBits)) - 1;
        statement.gapTolerance = (1 << (14 * limbBits)) - 1;
        statement.commitments = new bytes32[](statement.parties);
    }

    function _refuses(SealedStatement memory statement) private {
        _expect(ISealedVerifier.SealedStatementInvalid.selector);
        this.check(statement);
    }
}

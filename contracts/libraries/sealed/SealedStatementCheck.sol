// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { SealedStatement } from "../../types/Sealed.sol";
import { SealedDomain } from "./SealedDomain.sol";

/// @title SealedStatementCheck
/// @notice Ranges of a sealed round's numbers, within which no sum wraps modulo r (docs/sealed.md,
/// "No sum wraps").
library SealedStatementCheck {
    uint256 internal constant MIN_SIZE = 16;
    /// @dev Largest R, and largest P·R.
    uint256 internal constant MAX_SIZE = 1 << 13;
    uint256 internal constant MAX_DECIMALS = 24;
    /// @dev Limbs of x, r, z⁻ and s, which hold x_0 and the tolerances.
    uint256 private constant X_LIMBS = 6;
    uint256 private constant RESIDUAL_LIMBS = 5;
    uint256 private constant DUAL_LIMBS = 5;
    uint256 private constant GAP_LIMBS = 14;

    /// @notice Reverts when a number is outside its range.
    function check(SealedStatement calldata statement) internal pure {
        uint256 size = statement.size;
        _require(statement.kind <= KIND_UNBOUNDED);
        _require(size >= MIN_SIZE && size <= MAX_SIZE && size & (size - 1) == 0);
        _require(statement.columns >= 1 && statement.columns <= size - 3);
        _require(statement.parties >= 1 && statement.parties <= MAX_SIZE / size);
        _require(statement.objectiveOwner < statement.parties);
        _require(statement.solutionDecimals <= MAX_DECIMALS && statement.multiplierDecimals <= MAX_DECIMALS);
        uint256 limbBits = SealedDomain.limbBitsOf(size);
        _require(scaleFits(statement.solutionDecimals, limbBits));
        _require(
            tolerancesFit(statement.residualTolerance, statement.dualTolerance, statement.gapTolerance, limbBits)
        );
        _require(statement.commitments.length == statement.parties);
    }

    /// @notice Whether x_0 = 10^decimals, of at most 24 decimals, fits the field of x.
    function scaleFits(uint256 decimals, uint256 limbBits) internal pure returns (bool) {
        return _fits(10 ** decimals, X_LIMBS, limbBits);
    }

    /// @notice Whether the tolerances fit the fields of what they bound.
    function tolerancesFit(
        uint256 residual,
        uint256 dual,
        uint256 gap,
        uint256 limbBits
    ) internal pure returns (bool) {
        return
            _fits(residual, RESIDUAL_LIMBS, limbBits) &&
            _fits(dual, DUAL_LIMBS, limbBits) &&
            _fits(gap, GAP_LIMBS, limbBits);
    }

    function _fits(uint256 value, uint256 limbs, uint256 limbBits) private pure returns (bool) {
        return value >> (limbs * limbBits) == 0;
    }

    function _require(bool holds) private pure {
        if (!holds) revert ISealedVerifier.SealedStatementInvalid();
    }
}

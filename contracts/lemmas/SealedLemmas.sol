// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "../libraries/BN254.sol";
import { SealedStatementCheck } from "../libraries/sealed/SealedStatementCheck.sol";

/// @title SealedLemmas
/// @notice Within the ranges of docs/sealed.md no sum of a sealed outcome wraps modulo r. Proven by
/// the compiler's SMTChecker (test/deep/lemmas.test.ts), never deployed. Limbs have at most 12
/// bits.
contract SealedLemmas {
    // One more than the largest number of so many limbs.
    uint256 private constant LIMBS_5 = 1 << 60;
    uint256 private constant LIMBS_6 = 1 << 72;
    uint256 private constant LIMBS_10 = 1 << 120;
    uint256 private constant LIMBS_11 = 1 << 132;
    uint256 private constant LIMBS_12 = 1 << 144;
    uint256 private constant LIMBS_14 = 1 << 168;
    /// @dev Exceeds 10^24, hence x_0 and u.
    uint256 private constant SCALE = 1 << 80;
    /// @dev Exceeds the magnitude of a committed cost.
    uint256 private constant COST = 1 << 72;

    /// @notice The check of P·R means what it says.
    function terms(uint256 parties, uint256 size) external pure {
        if (size == 0 || parties > SealedStatementCheck.MAX_SIZE / size) return;
        assert(parties * size <= SealedStatementCheck.MAX_SIZE);
    }

    /// @notice Σ x z⁺ + Σ x′ z⁻ + Σ w(s + r) + slack, where `rows` is P·R.
    function optimal(uint256 parties, uint256 size, uint256 rows) external pure {
        if (!_inRange(parties, size, rows)) return;
        uint256 ofRows = rows * (LIMBS_6 * (LIMBS_14 + LIMBS_5));
        uint256 ofColumns = size * (LIMBS_6 * LIMBS_10 + LIMBS_6 * LIMBS_5);
        assert(ofRows + ofColumns + parties * LIMBS_14 < BN254.R);
    }

    /// @notice τ_residual Σ w + slack + x_0·y + 1, and x_0·z⁺_0.
    function infeasible(uint256 parties, uint256 size, uint256 rows) external pure {
        if (!_inRange(parties, size, rows)) return;
        assert(rows * (LIMBS_5 * LIMBS_6) + parties * LIMBS_14 + SCALE * LIMBS_14 + 1 < BN254.R);
        assert(SCALE * LIMBS_12 < BN254.R);
    }

    /// @notice u⟨c, ray⟩ in magnitude, and τ_dual Σ ray + slack + u·y + 1, together.
    function unbounded(uint256 parties, uint256 size, uint256 rows) external pure {
        if (!_inRange(parties, size, rows)) return;
        assert(SealedStatementCheck.MAX_DECIMALS == 24 && 10 ** 24 < SCALE);
        uint256 falls = size * (SCALE * COST * LIMBS_6);
        uint256 rest = size * (LIMBS_5 * LIMBS_6) + parties * LIMBS_11 + SCALE * LIMBS_14 + 1;
        assert(falls + rest < BN254.R);
    }

    function _inRange(uint256 parties, uint256 size, uint256 rows) private pure returns (bool) {
        uint256 limit = SealedStatementCheck.MAX_SIZE;
        return parties <= limit && size <= limit && rows <= limit;
    }
}

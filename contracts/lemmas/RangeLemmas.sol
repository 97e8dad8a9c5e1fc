// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ParamsCheck } from "../libraries/ParamsCheck.sol";
import { BLOCK_ITEMS } from "../types/Certificate.sol";
import { Words } from "../libraries/Words.sol";

/// @title RangeLemmas
/// @notice Numbers within the ranges of docs/certificate.md never overflow where the verifier adds
/// and multiplies them unchecked. Proven by the compiler's SMTChecker (test/deep/lemmas.test.ts),
/// never deployed.
contract RangeLemmas {
    /// @dev Exceeds the magnitude of every column's and every row's term of D, gap and violation.
    int256 private constant TERM = int256(1) << 231;
    uint256 private constant MAX_COLUMNS = 65_535;
    uint256 private constant MAX_ALL_ROWS = 255 * 65_535;

    /// @notice A column's terms: ẑ x̂, and x̂ ẑ⁺ + (U − x̂) ẑ⁻, which is not negative.
    function columnTerms(int256 reducedCost, uint256 x, uint256 bound, uint256 tolerance) external pure {
        if (bound >= Words.VALUE_LIMIT || x > bound || tolerance > ParamsCheck.MAX_DUAL_TOLERANCE) return;
        if (reducedCost < -int256(tolerance) || reducedCost >= int256(Words.WIDE_LIMIT)) return;
        int256 product = reducedCost * int256(x);
        int256 gap = reducedCost > 0 ? product : reducedCost * (int256(x) - int256(bound));
        assert(product > -TERM && product < TERM);
        assert(gap >= 0 && gap < TERM);
    }

    /// @notice A row's terms: ŵ(ŝ − r̂) and |ŵ r̂|.
    function rowTerms(int256 multiplier, uint256 slack, int256 residual) external pure {
        if (multiplier <= -int256(Words.VALUE_LIMIT) || multiplier >= int256(Words.VALUE_LIMIT)) return;
        int256 tolerance = int256(ParamsCheck.MAX_RESIDUAL_TOLERANCE);
        if (slack >= Words.WIDE_LIMIT || residual < -tolerance || residual > tolerance) return;
        int256 product = multiplier * (int256(slack) - residual);
        assert(product > -TERM && product < TERM);
        int256 worth = multiplier * residual;
        assert(worth > -TERM && worth < TERM);
    }

    /// @notice The sum of a block's terms, and of all blocks of the largest round, stays below
    /// 2^255.
    function sums(uint256 columns, uint256 rows) external pure {
        if (columns > MAX_COLUMNS || rows > MAX_ALL_ROWS) return;
        assert(BLOCK_ITEMS * uint256(TERM) < 1 << 255);
        // Columns' terms are below 2^230, rows' below 2^230 + 2^182.
        assert(columns * (1 << 230) + rows * ((1 << 230) + (1 << 182)) < 1 << 255);
    }

    /// @notice Either term of the identity's left side, 10^ω f̂ and 10^δ d.
    function identity(int256 value, uint256 scale) external pure {
        int256 limit = int256(Words.TOTAL_LIMIT);
        assert(ParamsCheck.MAX_DECIMALS == 24 && 10 ** 24 < 1 << 80);
        if (value <= -limit || value >= limit || scale >= 1 << 80) return;
        int256 term = value * int256(scale);
        assert(term > -(int256(1) << 240) && term < int256(1) << 240);
    }

    /// @notice The amounts that a contradiction and a ray must exceed: τ_residual Σ|ŵ| and τ_dual Σ
    /// ray.
    function depths(uint256 multipliers, uint256 rays) external pure {
        if (multipliers > MAX_ALL_ROWS * Words.VALUE_LIMIT || rays > MAX_COLUMNS * Words.VALUE_LIMIT) return;
        assert(ParamsCheck.MAX_RESIDUAL_TOLERANCE * multipliers < 1 << 207);
        assert(ParamsCheck.MAX_DUAL_TOLERANCE * rays < 1 << 247);
    }

    /// @notice A bound's byte gives a number below 2^87.
    function bounds(uint256 digit, uint256 exponent) external pure {
        if (9 * exponent + digit > Words.MAX_BOUND || digit > 8) return;
        assert(exponent < 26 || (exponent == 26 && digit == 0));
        assert(10 ** 26 < Words.VALUE_LIMIT && 9 * 10 ** 25 < Words.VALUE_LIMIT);
    }
}

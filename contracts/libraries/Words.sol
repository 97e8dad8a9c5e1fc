// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Largest byte of an upper bound: 10^26 < 2^87. At file level, so that inline assembly can
/// use it.
uint256 constant MAX_BOUND_BYTE = 234;

/// @title Words
/// @notice Reads the words of blocks, and unpacks those that hold two numbers (docs/certificate.md,
/// "Kinds and blocks").
library Words {
    /// @dev Limit of upper bounds and therefore of solutions, of rays, and of the magnitudes of
    /// multipliers.
    uint256 internal constant VALUE_LIMIT = 1 << 87;
    /// @dev Limit of slacks and reduced costs.
    uint256 internal constant WIDE_LIMIT = 1 << 143;
    /// @dev Limit of the magnitudes of objective and d.
    uint256 internal constant TOTAL_LIMIT = 1 << 160;
    /// @dev Largest byte of an upper bound.
    uint256 internal constant MAX_BOUND = MAX_BOUND_BYTE;

    /// @notice The word at an absolute offset in calldata. The caller must have checked that it
    /// lies inside its block.
    function load(uint256 place) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(place)
        }
    }

    /// @notice Where the bytes of `data` start in calldata.
    function start(bytes calldata data) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := data.offset
        }
    }

    /// @notice Column word of kind 0: x̂ in the high 96 bits, ẑ (signed) in the low 160.
    function solutionAndReducedCost(uint256 word) internal pure returns (uint256 solution, int256 reducedCost) {
        solution = word >> 160;
        reducedCost = int256(int160(uint160(word)));
    }

    /// @notice Column word of kind 2: x̂ in the high 96 bits, ray in the low 160.
    function solutionAndRay(uint256 word) internal pure returns (uint256 solution, uint256 ray) {
        solution = word >> 160;
        ray = uint256(uint160(word));
    }

    /// @notice Row word of kinds 0 and 2: ŝ in the high 160 bits, r̂ (signed) in the low 96.
    function slackAndResidual(uint256 word) internal pure returns (uint256 slack, int256 residual) {
        slack = word >> 96;
        residual = int256(int96(uint96(word)));
    }

    /// @notice |value|, correct for −2^255 too.
    function magnitude(int256 value) internal pure returns (uint256) {
        // Unchecked: 0 − value wraps for −2^255 to 2^255, which is its magnitude.
        unchecked {
            return uint256(value < 0 ? 0 - value : value);
        }
    }
}

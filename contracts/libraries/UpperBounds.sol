// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title UpperBounds
/// @notice The upper bounds of columns from their bytes (docs/certificate.md, "Upper bounds").
library UpperBounds {
    /// @notice Σ_j U_j. The caller must have checked that the bytes are those that the parties of a
    /// round agreed on, each at most 234.
    function sum(bytes calldata bounds) internal pure returns (uint256 total) {
        uint256 bound;
        uint256 previous = 256;
        for (uint256 j = 0; j < bounds.length; ++j) {
            uint256 code = uint8(bounds[j]);
            if (code != previous) (bound, previous) = (((code % 9) + 1) * 10 ** (code / 9), code);
            total += bound;
        }
    }
}

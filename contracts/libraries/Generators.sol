// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "./BN254.sol";

/// @title Generators
/// @notice Generators of the commitments, by hash to the curve.
/// @dev Nobody knows a linear relation between them, and they need no trusted setup. The contract
/// does not search for the smallest counter: the commitments bind the counters
/// (docs/certificate.md).
library Generators {
    /// @dev Index of G_0, the generator of right-hand sides.
    uint256 internal constant RHS = 0;
    /// @dev Index of H, the generator of blindings.
    uint256 internal constant BLINDING = 0xffffffff;

    bytes32 internal constant TAG = "concordat/generator/v1";

    /// @notice x of the generator `index` (32 bits) for `counter` (8 bits). Not every x belongs to
    /// a point of the curve.
    function abscissa(uint256 index, uint256 counter) internal pure returns (uint256 x) {
        uint256 prime = BN254.P;
        bytes32 tag = TAG;
        // x = uint256(keccak256(abi.encodePacked("concordat/generator/v1", uint32(index),
        // uint8(counter)))) % P
        assembly ("memory-safe") {
            mstore(0, or(tag, or(shl(48, index), shl(40, counter))))
            x := mod(keccak256(0, 27), prime)
        }
    }

    /// @notice Whether y is the canonical (even) ordinate of the generator with abscissa x < p.
    function isOrdinate(uint256 x, uint256 y) internal pure returns (bool) {
        return BN254.isPoint(x, y) && y & 1 == 0;
    }
}

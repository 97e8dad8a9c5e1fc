// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title DirtyMemory
/// @notice Leaves ones where zeros are expected, as hashing leaves what it hashed. For tests only.
library DirtyMemory {
    uint256 private constant WORDS = 1024;

    /// @notice Fills scratch space, and the memory that is allocated next.
    function fill() internal pure {
        // for i: free[i] = 2^256 − 1, where the pointer to free memory does not move
        assembly ("memory-safe") {
            let free := mload(0x40)
            let end := add(free, shl(5, WORDS))
            for {

            } lt(free, end) {
                free := add(free, 32)
            } {
                mstore(free, not(0))
            }
            mstore(0, not(0))
            mstore(0x20, not(0))
        }
    }
}

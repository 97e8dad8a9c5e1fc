// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "./BN254.sol";

/// @title LinearForms
/// @notice Sums over the parties' responses for one column.
/// @dev Loops in assembly: they run once per party and column. `place` is where party 0's response for the column lies in
/// calldata, `stride` the distance in bytes to the next party's. All sums are mod r.
library LinearForms {
    /// @notice Adds value·z_k to every party's form, and sums weight_k·z_k.
    /// @param forms One word per party.
    /// @param weights At least one word per party.
    /// @return sum Σ_k weights[k]·z_k.
    /// @return canonical Whether every z_k < r.
    function absorb(
        uint256[] memory forms,
        uint256[] memory weights,
        uint256 place,
        uint256 stride,
        uint256 value
    ) internal pure returns (uint256 sum, bool canonical) {
        uint256 order = BN254.R;
        // for k: z = word(place + k·stride); canonical &= z < R; forms[k] += value·z; sum += weights[k]·z
        assembly ("memory-safe") {
            canonical := 1
            let form := add(forms, 0x20)
            let weight := add(weights, 0x20)
            for {
                let end := add(form, shl(5, mload(forms)))
            } lt(form, end) {
                form := add(form, 0x20)
            } {
                let z := calldataload(place)
                canonical := and(canonical, lt(z, order))
                mstore(form, addmod(mload(form), mulmod(z, value, order), order))
                sum := addmod(sum, mulmod(z, mload(weight), order), order)
                weight := add(weight, 0x20)
                place := add(place, stride)
            }
        }
    }

    /// @notice Adds value·z_k to every party's form.
    function accumulate(uint256[] memory forms, uint256 place, uint256 stride, uint256 value) internal pure {
        uint256 order = BN254.R;
        // for k: forms[k] += value·word(place + k·stride)
        assembly ("memory-safe") {
            let form := add(forms, 0x20)
            for {
                let end := add(form, shl(5, mload(forms)))
            } lt(form, end) {
                form := add(form, 0x20)
            } {
                mstore(form, addmod(mload(form), mulmod(calldataload(place), value, order), order))
                place := add(place, stride)
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The linter does not see that assembly uses the moduli.
// solhint-disable-next-line no-unused-import
import { ORDER } from "./BN254.sol";

/// @title LinearForms
/// @notice Inner products mod r of a party's responses with public values, both in calldata.
library LinearForms {
    /// @notice Σ_j z_j · x_j, where x_j is in the high 96 bits of the words at `values` and z_j are
    /// the words at `responses`. Also adds weight · z_j to scalars[j] and returns whether every z_j
    /// is below r.
    /// @param values Where the values start.
    /// @param responses Where the responses start, at or after the end of the values.
    function absorb(
        uint256 values,
        uint256 responses,
        uint256 weight,
        uint256[] memory scalars
    ) internal pure returns (uint256 sum, bool canonical) {
        // for j: z = word(responses + 32j); canonical &= z < r; sum += (word(values + 32j) >> 160)
        // · z; scalars[j] += weight · z
        assembly ("memory-safe") {
            canonical := 1
            let toResponse := sub(responses, values)
            let toScalar := sub(add(scalars, 32), values)
            let end := add(values, shl(5, mload(scalars)))
            for {

            } lt(values, end) {
                values := add(values, 32)
            } {
                let z := calldataload(add(values, toResponse))
                canonical := and(canonical, lt(z, ORDER))
                sum := addmod(sum, mulmod(z, shr(160, calldataload(values)), ORDER), ORDER)
                let scalar := add(values, toScalar)
                mstore(scalar, addmod(mload(scalar), mulmod(z, weight, ORDER), ORDER))
            }
        }
    }

    /// @notice Does the same as `absorb`, and also returns raySum = Σ_j z_j · y_j, where y_j is in
    /// the low 160 bits of the words at `values`.
    function absorbWithRay(
        uint256 values,
        uint256 responses,
        uint256 weight,
        uint256[] memory scalars
    ) internal pure returns (uint256 sum, uint256 raySum, bool canonical) {
        // As in absorb, and raySum += uint160(word(values + 32j)) · z
        assembly ("memory-safe") {
            canonical := 1
            let toResponse := sub(responses, values)
            let toScalar := sub(add(scalars, 32), values)
            let end := add(values, shl(5, mload(scalars)))
            for {

            } lt(values, end) {
                values := add(values, 32)
            } {
                let z := calldataload(add(values, toResponse))
                canonical := and(canonical, lt(z, ORDER))
                let value := calldataload(values)
                sum := addmod(sum, mulmod(z, shr(160, value), ORDER), ORDER)
                value := and(value, 0xffffffffffffffffffffffffffffffffffffffff)
                raySum := addmod(raySum, mulmod(z, value, ORDER), ORDER)
                let scalar := add(values, toScalar)
                mstore(scalar, addmod(mload(scalar), mulmod(z, weight, ORDER), ORDER))
            }
        }
    }
}

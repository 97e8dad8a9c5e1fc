// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The linter does not see that assembly uses the modulus.
// solhint-disable-next-line no-unused-import
import { BN254, ORDER } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";
import { ONE, Scalar } from "./Scalar.sol";

/// @title Scalars
/// @notice Powers, inverses and sums of products in Z_r.
library Scalars {
    /// @notice value mod r.
    function reduce(uint256 value) internal pure returns (Scalar) {
        return Scalar.wrap(value % BN254.R);
    }

    /// @notice base^exponent, for an exponent that is a power of two.
    function squareUpTo(Scalar base, uint256 exponent) internal pure returns (Scalar power) {
        power = base;
        for (uint256 reached = 1; reached < exponent; reached <<= 1) power = power * power;
    }

    /// @notice 1/2^k for a divisor 2^k of r − 1, which is −(r − 1)/2^k since r − 1 is −1.
    function invertPowerOfTwo(uint256 divisor) internal pure returns (Scalar) {
        return Scalar.wrap(BN254.R - (BN254.R - 1) / divisor);
    }

    /// @notice Σ_i weights[i] · w_i, where w_i are words of calldata, the first of them at `place`.
    /// The number of weights is a multiple of 4.
    function innerProduct(Scalar[] memory weights, uint256 place) internal pure returns (Scalar sum) {
        // for i: sum += weights[i] · word(place + 32i), four of them at a time, since 5r < 2^256
        assembly ("memory-safe") {
            let weight := add(weights, 32)
            let end := add(weight, shl(5, mload(weights)))
            for {

            } lt(weight, end) {
                weight := add(weight, 0x80)
                place := add(place, 0x80)
            } {
                sum := add(sum, mulmod(mload(weight), calldataload(place), ORDER))
                sum := add(sum, mulmod(mload(add(weight, 0x20)), calldataload(add(place, 0x20)), ORDER))
                sum := add(sum, mulmod(mload(add(weight, 0x40)), calldataload(add(place, 0x40)), ORDER))
                sum := add(sum, mulmod(mload(add(weight, 0x60)), calldataload(add(place, 0x60)), ORDER))
                sum := mod(sum, ORDER)
            }
        }
    }

    /// @notice Replaces all values by their inverses (Montgomery 1987). Refuses them if one is 0.
    function invertAll(Scalar[] memory values) internal view {
        // before[i] is the product of the values before i.
        Scalar[] memory before = new Scalar[](values.length);
        Scalar product = ONE;
        uint256 end;
        uint256 distance;
        // for i from the first: before[i] = product; product = product·values[i]
        // `at` is where values[i] is, and `distance` leads from there to before[i].
        assembly ("memory-safe") {
            end := add(values, shl(5, mload(values)))
            distance := sub(before, values)
            for {
                let at := values
            } lt(at, end) {

            } {
                at := add(at, 32)
                mstore(add(at, distance), product)
                product := mulmod(product, mload(at), ORDER)
            }
        }
        Scalar inverse = Precompiles.invert(product);
        // for i from the last: (values[i], inverse) = (inverse·before[i], inverse·values[i])
        assembly ("memory-safe") {
            for {
                let at := end
            } gt(at, values) {
                at := sub(at, 32)
            } {
                let value := mload(at)
                mstore(at, mulmod(inverse, mload(add(at, distance)), ORDER))
                inverse := mulmod(inverse, value, ORDER)
            }
        }
    }
}

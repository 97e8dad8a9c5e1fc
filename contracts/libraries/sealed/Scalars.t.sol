// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../../test-support/Test.sol";
import { BN254 } from "../BN254.sol";
import { Words } from "../Words.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";

/// @title ScalarsTest
/// @notice Arithmetic in Z_r compared with what defines it.
contract ScalarsTest is Test {
    /// @notice Sums, differences and products are residues, and obey the laws that define them.
    function testFuzzArithmetic(uint256 first, uint256 second) public pure {
        (Scalar a, Scalar b) = (Scalars.reduce(first), Scalars.reduce(second));
        _equal(Scalar.unwrap(a * b), mulmod(first, second, BN254.R));
        _equal(Scalar.unwrap(a + b), addmod(first, second, BN254.R));
        _holds(Scalar.unwrap(a - b) < BN254.R, "a residue");
        _holds((a - b) + b == a, "a difference");
        _holds(a - a == ZERO, "nothing");
        _holds(a + MINUS_ONE == a - ONE && MINUS_ONE * b == ZERO - b, "minus one");
        _holds(!(a == a + ONE), "unequal");
    }

    /// @notice Every value times its inverse is 1; the values may repeat.
    function testFuzzInverses(uint256[5] memory seeds, uint256 count) public view {
        Scalar[] memory values = new Scalar[](_bound(count, 1, 5));
        Scalar[] memory inverses = new Scalar[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            values[i] = Scalar.wrap(_bound(seeds[i], 1, BN254.R - 1));
            inverses[i] = values[i];
        }
        Scalars.invertAll(inverses);
        for (uint256 i = 0; i < values.length; ++i) _holds(values[i] * inverses[i] == ONE, "inverse");
    }

    /// @notice One product after the other.
    function testFuzzInnerProduct(uint256[8] memory weights, uint256[8] memory values) public view {
        Scalar expected = ZERO;
        Scalar[] memory reduced = new Scalar[](8);
        for (uint256 i = 0; i < 8; ++i) {
            reduced[i] = Scalars.reduce(weights[i]);
            expected = expected + reduced[i] * Scalars.reduce(values[i]);
        }
        _holds(this.innerProduct(reduced, abi.encode(values)) == expected, "sum of products");
    }

    /// @notice Powers by squaring, and inverses of powers of two.
    function testFuzzPowers(uint256 seed, uint256 log) public pure {
        Scalar base = Scalars.reduce(seed);
        log = _bound(log, 0, 28);
        Scalar power = base;
        for (uint256 i = 0; i < log; ++i) power = power * power;
        _holds(Scalars.squareUpTo(base, 1 << log) == power, "power");
        _holds(Scalars.invertPowerOfTwo(1 << log) * Scalar.wrap(1 << log) == ONE, "inverse");
    }

    /// @notice External, so that its arguments are in calldata.
    function innerProduct(Scalar[] calldata weights, bytes calldata values) external pure returns (Scalar) {
        return Scalars.innerProduct(weights, Words.start(values));
    }
}

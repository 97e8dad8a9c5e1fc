// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CurveSearch } from "../test-support/CurveSearch.sol";
import { Test } from "../test-support/Test.sol";
import { BN254 } from "./BN254.sol";
import { Generators } from "./Generators.sol";

/// @title GeneratorsTest
/// @notice Generators compared with the plain expression, and the one ordinate that is accepted.
contract GeneratorsTest is Test {
    /// @notice Abscissae are the specified hash.
    function testFuzzAbscissa(uint32 index, uint8 counter) public pure {
        bytes memory message = abi.encodePacked("concordat/generator/v1", index, counter);
        _equal(Generators.abscissa(index, counter), uint256(keccak256(message)) % BN254.P);
    }

    /// @notice Exactly the even root is accepted.
    function testFuzzOrdinate(uint32 index) public view {
        (, uint256 x, uint256 y) = CurveSearch.generator(index);
        _holds(Generators.isOrdinate(x, y), "even root");
        _holds(!Generators.isOrdinate(x, BN254.P - y), "odd root");
        _holds(!Generators.isOrdinate(x, y + BN254.P), "not canonical");
        _holds(!Generators.isOrdinate(x, y ^ 2), "no root");
    }

    /// @notice No ordinate is accepted for a counter whose hash is not on the curve.
    function testFuzzNoOrdinate(uint32 index) public view {
        (uint256 counter, , ) = CurveSearch.generator(index);
        for (uint256 skipped = 0; skipped < counter; ++skipped) {
            uint256 x = Generators.abscissa(index, skipped);
            uint256 y = CurveSearch.squareRoot(addmod(mulmod(mulmod(x, x, BN254.P), x, BN254.P), 3, BN254.P));
            _holds(!Generators.isOrdinate(x, y), "not a square");
            _holds(!Generators.isOrdinate(x, BN254.P - y), "nor its negative");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { DirtyMemory } from "../../test-support/DirtyMemory.sol";
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

    /// @notice Every value times its inverse is 1, for as many values as the verifier has and more,
    /// whatever memory contains; words beside them stay as they were.
    function testFuzzInverses(uint256 seed, uint256 count) public view {
        DirtyMemory.fill();
        uint256[1] memory below = [seed];
        Scalar[] memory values = _values(seed, _bound(count, 0, 45));
        uint256[1] memory above = [seed];
        Scalar[] memory inverses = _values(seed, values.length);
        uint256[1] memory last = [seed];
        DirtyMemory.fill();
        Scalars.invertAll(inverses);
        for (uint256 i = 0; i < values.length; ++i) {
            _holds(Scalar.unwrap(inverses[i]) < BN254.R, "a residue");
            _holds(values[i] * inverses[i] == ONE, "inverse");
        }
        _equal(inverses.length, values.length);
        _holds(below[0] == seed && above[0] == seed && last[0] == seed, "nothing else");
    }

    /// @notice One 0 among the values would make all inverses 0: it is refused in every place.
    function testFuzzNoInverse(uint256 seed, uint256 count, uint256 which) public {
        Scalar[] memory values = _values(seed, _bound(count, 1, 45));
        values[which % values.length] = ZERO;
        _expect(ISealedVerifier.SealedPrecompileFailed.selector, 5);
        this.invertAll(values);
    }

    /// @notice One product after the other, of any number of fours, with other words around them.
    function testFuzzInnerProduct(uint256 seed, uint256 fours, uint256 shift) public view {
        (fours, shift) = (_bound(fours, 0, 10), _bound(shift, 0, 31));
        Scalar[] memory weights = _values(seed, 4 * fours);
        Scalar[] memory words = _values(~seed, 4 * fours);
        Scalar expected = ZERO;
        for (uint256 i = 0; i < weights.length; ++i) expected = expected + weights[i] * words[i];
        // An offset that is no multiple of 32, and ones behind the words.
        bytes memory data = bytes.concat(new bytes(shift), abi.encodePacked(words), bytes32(type(uint256).max));
        _holds(this.innerProduct(weights, data, shift) == expected, "sum of products");
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
    function innerProduct(
        Scalar[] calldata weights,
        bytes calldata data,
        uint256 shift
    ) external pure returns (Scalar) {
        DirtyMemory.fill();
        return Scalars.innerProduct(weights, Words.start(data) + shift);
    }

    /// @notice External, so that a test can expect its revert.
    function invertAll(Scalar[] calldata values) external view {
        Scalars.invertAll(values);
    }

    /// @dev Values other than 0: the least, the largest, and any.
    function _values(uint256 seed, uint256 count) private pure returns (Scalar[] memory values) {
        values = new Scalar[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, i)));
            if (drawn % 4 == 0) values[i] = ONE;
            else if (drawn % 4 == 1) values[i] = MINUS_ONE;
            else values[i] = Scalar.wrap(_bound(drawn >> 2, 1, BN254.R - 1));
        }
    }
}

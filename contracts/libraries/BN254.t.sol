// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CurveSearch } from "../test-support/CurveSearch.sol";
import { Test } from "../test-support/Test.sol";
import { BN254 } from "./BN254.sol";

/// @title BN254Test
/// @notice Known multiples of the curve's base point (1, 2), the group law, and pairs that are not
/// points.
contract BN254Test is Test {
    using BN254 for BN254.Sum;

    /// @notice Multiples of the base point, from EIP-196's test vectors.
    function testKnownMultiples() public view {
        _checkMultiple(1, 1, 2);
        _checkMultiple(
            2,
            0x030644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3,
            0x15ed738c0e0a7c92e7845f96b2ae9c0a68a6a449e3538fc7ff3ebf7a5a18a2c4
        );
        _checkMultiple(
            9,
            0x039730ea8dff1254c0fee9c0ea777d29a9c710b7e616683f194f18c43b43b869,
            0x073a5ffcc6fc7a28c30723d6e58ce577356982d65b833a5a5c15bf9024b43d98
        );
        _checkMultiple(BN254.R - 1, 1, BN254.P - 2);
        _checkMultiple(BN254.R, 0, 0);
        _checkMultiple(0, 0, 0);
    }

    /// @notice (a + b)·B − a·B − b·B = 0.
    function testFuzzDistributes(uint256 a, uint256 b) public view {
        BN254.Sum memory sum;
        sum.addMultiple(1, 2, addmod(a, b, BN254.R));
        sum.addMultiple(1, BN254.P - 2, a);
        sum.addMultiple(1, BN254.P - 2, b);
        _equal(sum.sumX | sum.sumY, 0);
    }

    /// @notice a·(b·B) = (ab)·B.
    function testFuzzAssociates(uint256 a, uint256 b) public view {
        b = _bound(b, 1, BN254.R - 1);
        (uint256 x, uint256 y) = CurveSearch.multiple(1, 2, b);
        (x, y) = CurveSearch.multiple(x, y, a);
        (uint256 expectedX, uint256 expectedY) = CurveSearch.multiple(1, 2, mulmod(a, b, BN254.R));
        _equal(x, expectedX);
        _equal(y, expectedY);
    }

    /// @notice Multiples are points; coordinates off the curve or not canonical are refused.
    function testFuzzIsPoint(uint256 scalar) public view {
        (uint256 x, uint256 y) = CurveSearch.multiple(1, 2, _bound(scalar, 1, BN254.R - 1));
        _holds(BN254.isPoint(x, y), "a multiple is a point");
        _holds(BN254.isPoint(x, BN254.P - y), "so is its negative");
        _holds(!BN254.isPoint(x, addmod(y, 1, BN254.P)), "off the curve");
        _holds(!BN254.isPoint(x + BN254.P, y), "x not canonical");
        _holds(!BN254.isPoint(x, y + BN254.P), "y not canonical");
    }

    /// @notice The point at infinity is refused: a certificate may not contain it.
    function testInfinityIsNoPoint() public pure {
        _holds(!BN254.isPoint(0, 0), "infinity");
        _holds(!BN254.isPoint(BN254.P, BN254.P), "infinity, not canonical");
    }

    /// @notice An unchecked point makes both precompile calls fail, each of which leaves 1/64 of
    /// the gas. What remains is too little to revert with a reason.
    function testUncheckedPointFails() public {
        VM.expectRevert();
        this.multiple{ gas: 100_000 }(1, 3, 5);
    }

    /// @notice Signed numbers mod r.
    function testFuzzToScalar(int256 value) public pure {
        value %= int256(BN254.R);
        uint256 scalar = BN254.toScalar(value);
        _holds(scalar < BN254.R, "canonical");
        uint256 size = uint256(value < 0 ? -value : value);
        _equal(addmod(scalar, value < 0 ? size : 0, BN254.R), value < 0 ? 0 : size);
    }

    /// @notice External, so that a test can expect its revert.
    function multiple(uint256 x, uint256 y, uint256 scalar) external view returns (uint256, uint256) {
        return CurveSearch.multiple(x, y, scalar);
    }

    function _checkMultiple(uint256 scalar, uint256 expectedX, uint256 expectedY) private view {
        (uint256 x, uint256 y) = CurveSearch.multiple(1, 2, scalar);
        _equal(x, expectedX);
        _equal(y, expectedY);
    }
}

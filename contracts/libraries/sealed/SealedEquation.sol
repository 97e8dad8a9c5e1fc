// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { SealedKey, SealedPoint, SealedPointG2 } from "../../types/Sealed.sol";
import { BN254 } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";
import { Scalar } from "./Scalar.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";
import { RightSide } from "./SealedLines.sol";
import { View } from "./SealedView.sol";

/// @title SealedEquation
/// @notice The pairing equation, e(left, [1]₂) = e(σ-part, [σ]₂)·e(τ-part, [τ]₂).
library SealedEquation {
    using Precompiles for BN254.Sum;
    using SealedLayout for Layout;

    // [1]₂.
    uint256 private constant X_IMAGINARY = 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2;
    uint256 private constant X_REAL = 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed;
    uint256 private constant Y_IMAGINARY = 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b;
    uint256 private constant Y_REAL = 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa;

    /// @notice Reverts unless the equation holds for the view's scalars.
    function check(SealedKey calldata key, View memory seen, RightSide memory right) internal view {
        BN254.Sum memory left = _left(key, seen);
        // −left; infinity is (0, 0).
        uint256 opposite = (BN254.P - left.sumY) % BN254.P;
        SealedPointG2 memory one = SealedPointG2(X_IMAGINARY, X_REAL, Y_IMAGINARY, Y_REAL);
        uint256[18] memory pairs;
        _setPair(pairs, 0, left.sumX, opposite, one);
        _setPair(pairs, 6, right.sigma.sumX, right.sigma.sumY, key.sigma);
        _setPair(pairs, 12, right.tau.sumX, right.tau.sumY, key.tau);
        if (!Precompiles.isPairingProductOne(pairs)) revert ISealedVerifier.SealedEquationFailed();
    }

    /// @dev The multi-scalar multiplication.
    function _left(SealedKey calldata key, View memory seen) private view returns (BN254.Sum memory sum) {
        Layout memory shape = seen.shape;
        _addPoints(seen, 0, shape.t, sum);
        _addPoints(seen, shape.steps[4], shape.limbValues, sum);
        _addPoints(seen, shape.steps[8], shape.steps[10], sum);
        sum.addMultiple(1, 2, seen.scalars[shape.one]);
        _addPoint(key.limbs, seen.scalars[shape.table], sum);
        _addPoint(key.bounds, seen.scalars[shape.bounds], sum);
        _addPoint(key.columns, seen.scalars[shape.support], sum);
    }

    /// @dev The points of the proof between two words.
    function _addPoints(View memory seen, uint256 from, uint256 to, BN254.Sum memory sum) private view {
        Layout memory shape = seen.shape;
        Scalar[] memory scalars = seen.scalars;
        for (; from < to; from += 2) sum.addMultiple(shape.word(from), shape.word(from + 1), scalars[from]);
    }

    /// @dev Points of the key that a kind has no use for cost nothing.
    function _addPoint(SealedPoint calldata point, Scalar scalar, BN254.Sum memory sum) private view {
        if (Scalar.unwrap(scalar) != 0) sum.addMultiple(point.x, point.y, scalar);
    }

    function _setPair(
        uint256[18] memory pairs,
        uint256 from,
        uint256 x,
        uint256 y,
        SealedPointG2 memory second
    ) private pure {
        (pairs[from], pairs[from + 1]) = (x, y);
        (pairs[from + 2], pairs[from + 3]) = (second.xImaginary, second.xReal);
        (pairs[from + 4], pairs[from + 5]) = (second.yImaginary, second.yReal);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { SealedKey, SealedPoint } from "../../types/Sealed.sol";
import { BN254 } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";
import { Scalar } from "./Scalar.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";
import { RightSide, SealedPairing } from "./SealedPairing.sol";
import { View } from "./SealedView.sol";

/// @title SealedEquation
/// @notice The pairing equation, e(left, [1]₂) = e(σ-part, [σ]₂)·e(τ-part, [τ]₂).
library SealedEquation {
    using Precompiles for BN254.Sum;
    using SealedLayout for Layout;

    /// @notice Reverts unless the equation holds for the view's scalars.
    function check(SealedKey calldata key, View memory seen, RightSide memory right) internal view {
        if (!SealedPairing.holds(_left(key, seen), right, key.sigma, key.tau)) {
            revert ISealedVerifier.SealedEquationFailed();
        }
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
}

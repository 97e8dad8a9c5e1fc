// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedPointG2 } from "../../types/Sealed.sol";
import { BN254 } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";

/// @notice The sums that are paired with [σ]₂ and [τ]₂.
struct RightSide {
    BN254.Sum sigma;
    BN254.Sum tau;
}

/// @title SealedPairing
/// @notice The pairing equation, e(left, [1]₂) = e(σ-part, [σ]₂)·e(τ-part, [τ]₂).
library SealedPairing {
    // [1]₂.
    uint256 private constant X_IMAGINARY = 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2;
    uint256 private constant X_REAL = 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed;
    uint256 private constant Y_IMAGINARY = 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b;
    uint256 private constant Y_REAL = 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa;

    /// @notice Whether the equation holds.
    function holds(
        BN254.Sum memory left,
        RightSide memory right,
        SealedPointG2 calldata sigma,
        SealedPointG2 calldata tau
    ) internal view returns (bool) {
        // −left; infinity is (0, 0).
        uint256 opposite = (BN254.P - left.sumY) % BN254.P;
        SealedPointG2 memory one = SealedPointG2(X_IMAGINARY, X_REAL, Y_IMAGINARY, Y_REAL);
        uint256[18] memory pairs;
        _setPair(pairs, 0, left.sumX, opposite, one);
        _setPair(pairs, 6, right.sigma.sumX, right.sigma.sumY, sigma);
        _setPair(pairs, 12, right.tau.sumX, right.tau.sumY, tau);
        return Precompiles.isPairingProductOne(pairs);
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

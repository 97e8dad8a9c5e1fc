// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { SealedKey, SealedPoint, SealedPointG2, SealedStatement } from "../../types/Sealed.sol";
import { BN254 } from "../BN254.sol";
import { SealedDigests } from "./SealedDigests.sol";
import { Twist } from "./Twist.sol";

/// @title SealedKeyCheck
/// @notice Whether a key is the round's, and its points are points.
library SealedKeyCheck {
    /// @notice Reverts with the first reason for refusing the key. That [σ]₂ and [τ]₂ are in the
    /// subgroup of order r is checked by the pairing.
    function check(SealedStatement calldata statement, SealedKey calldata key) internal pure {
        if (SealedDigests.key(key) != statement.keyDigest) revert ISealedVerifier.SealedKeyMismatch();
        if (key.size != statement.size) revert ISealedVerifier.SealedSrsMismatch();
        bool valid = _isPoint(key.limbs) && _isPoint(key.bounds) && _isPoint(key.columns);
        if (!valid || !_isPoint(key.sigma) || !_isPoint(key.tau)) revert ISealedVerifier.SealedSrsPoint();
    }

    function _isPoint(SealedPoint calldata point) private pure returns (bool) {
        return BN254.isPoint(point.x, point.y);
    }

    function _isPoint(SealedPointG2 calldata point) private pure returns (bool) {
        return Twist.isPoint(point.xImaginary, point.xReal, point.yImaginary, point.yReal);
    }
}

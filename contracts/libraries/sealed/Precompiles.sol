// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
// The linter does not see that assembly uses these.
// solhint-disable-next-line no-unused-import
import { BN254, EC_ADD, EC_ADD_INPUT, EC_MUL, EC_MUL_INPUT, ORDER, POINT_BYTES, SUM_SCALAR, SUM_X, SUM_Y } from "../BN254.sol";
import { ONE, Scalar } from "./Scalar.sol";

// Addresses of the precompiles of EIP-198 and EIP-197, and the length of the latter's input here.
uint256 constant MODULAR_POWER = 5;
uint256 constant PAIRING = 8;
uint256 constant PAIRING_INPUT = 0x240;

/// @title Precompiles
/// @notice Calls of precompiled contracts, with their answers checked: a call to an address without
/// code succeeds, too, and returns nothing. A call that fails, as with too little gas, returns
/// nothing either.
library Precompiles {
    /// @notice sum += scalar · (x, y). The caller must have checked the point.
    function addMultiple(BN254.Sum memory sum, uint256 x, uint256 y, Scalar scalar) internal view {
        bool success;
        // (sum.x, sum.y) = ecMul(x, y, scalar); (sum.sumX, sum.sumY) = ecAdd(sum.sumX, sum.sumY,
        // sum.x, sum.y)
        assembly ("memory-safe") {
            let point := add(sum, SUM_X)
            mstore(point, x)
            mstore(add(sum, SUM_Y), y)
            mstore(add(sum, SUM_SCALAR), scalar)
            success := staticcall(gas(), EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)
            success := and(success, eq(returndatasize(), POINT_BYTES))
        }
        if (!success) revert ISealedVerifier.SealedPrecompileFailed(EC_MUL);
        assembly ("memory-safe") {
            success := staticcall(gas(), EC_ADD, sum, EC_ADD_INPUT, sum, POINT_BYTES)
            success := and(success, eq(returndatasize(), POINT_BYTES))
        }
        if (!success) revert ISealedVerifier.SealedPrecompileFailed(EC_ADD);
    }

    /// @notice 1/value mod r, value^(r − 2). Refuses 0.
    function invert(Scalar value) internal view returns (Scalar inverse) {
        uint256[6] memory input = [uint256(32), 32, 32, Scalar.unwrap(value), BN254.R - 2, BN254.R];
        // Whether the call succeeded, and what it returned, need no check of their own: the product
        // shows whether this is the inverse.
        assembly ("memory-safe") {
            pop(staticcall(gas(), MODULAR_POWER, input, 0xc0, 0, 0x20))
            inverse := mod(mload(0), ORDER)
        }
        if (!(value * inverse == ONE)) revert ISealedVerifier.SealedPrecompileFailed(MODULAR_POWER);
    }

    /// @notice Whether the product of three pairings is 1, for points of G1 and G2 in turn as in
    /// EIP-197.
    function isPairingProductOne(uint256[18] memory pairs) internal view returns (bool isOne) {
        bool success;
        assembly ("memory-safe") {
            success := staticcall(gas(), PAIRING, pairs, PAIRING_INPUT, 0, 0x20)
            success := and(success, eq(returndatasize(), 0x20))
            isOne := eq(mload(0), 1)
        }
        if (!success) revert ISealedVerifier.SealedPrecompileFailed(PAIRING);
    }
}

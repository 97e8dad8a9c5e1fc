// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The moduli are also file-level constants, because inline assembly can use only those.
uint256 constant FIELD = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;
uint256 constant ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

// Addresses of the precompiles of EIP-196, lengths in bytes of their inputs and output, and offsets
// in `BN254.Sum`.
uint256 constant EC_ADD = 6;
uint256 constant EC_MUL = 7;
uint256 constant EC_ADD_INPUT = 0x80;
uint256 constant EC_MUL_INPUT = 0x60;
uint256 constant POINT_BYTES = 0x40;
uint256 constant SUM_X = 0x40;
uint256 constant SUM_Y = 0x60;
uint256 constant SUM_SCALAR = 0x80;

/// @title BN254
/// @notice Points of bn254 G1 and sums of their multiples, through the precompiles of EIP-196.
/// @dev WARNING: the precompiles burn all gas on a point that is not on the curve: check `isPoint`
/// first.
library BN254 {
    /// @dev Order of the field, p.
    uint256 internal constant P = FIELD;
    /// @dev Order of the group, r.
    uint256 internal constant R = ORDER;

    /// @notice A precompile failed. Its inputs were checked, so the cause is too little gas; at
    /// deployment, that the chain lacks precompile 6 or 7.
    error BN254PrecompileFailed();

    /// @dev A running sum (sumX, sumY), followed in memory by what is to be added. The sum starts
    /// at zero, the neutral element. Both precompiles read this layout, so nothing is copied
    /// between them.
    struct Sum {
        uint256 sumX;
        uint256 sumY;
        uint256 x;
        uint256 y;
        uint256 scalar;
    }

    /// @notice Reverts on a chain without precompile 6 or 7, where a call of them succeeds and
    /// answers nothing: without 6 every sum stays zero, so an equation of sums always holds.
    /// Contracts that use sums call this once, when they are deployed.
    function requirePrecompiles() internal view {
        // (1, 2) generates the group.
        (bool doubled, bytes memory double) = address(uint160(EC_MUL)).staticcall(abi.encode(1, 2, 2));
        (bool added, bytes memory sum) = address(uint160(EC_ADD)).staticcall(abi.encode(1, 2, 1, 2));
        bool same = doubled && added && keccak256(double) == keccak256(sum);
        if (!same || double.length != POINT_BYTES) revert BN254PrecompileFailed();
    }

    /// @notice Whether (x, y) are canonical coordinates of a point other than infinity.
    function isPoint(uint256 x, uint256 y) internal pure returns (bool valid) {
        // valid = x < P && y < P && y² == x³ + 3 (mod P); infinity, (0, 0), does not satisfy the
        // equation.
        assembly ("memory-safe") {
            let equation := eq(mulmod(y, y, FIELD), addmod(mulmod(mulmod(x, x, FIELD), x, FIELD), 3, FIELD))
            valid := and(and(lt(x, FIELD), lt(y, FIELD)), equation)
        }
    }

    /// @notice sum += scalar · (x, y). The caller must have checked the point.
    function addMultiple(Sum memory sum, uint256 x, uint256 y, uint256 scalar) internal view {
        bool success;
        // (sum.x, sum.y) = ecMul(x, y, scalar), which runs first since arguments are evaluated from
        // the right; (sum.sumX, sum.sumY) = ecAdd(sum.sumX, sum.sumY, sum.x, sum.y)
        assembly ("memory-safe") {
            let point := add(sum, SUM_X)
            mstore(point, x)
            mstore(add(sum, SUM_Y), y)
            mstore(add(sum, SUM_SCALAR), scalar)
            success := and(
                staticcall(gas(), EC_ADD, sum, EC_ADD_INPUT, sum, POINT_BYTES),
                staticcall(gas(), EC_MUL, point, EC_MUL_INPUT, point, POINT_BYTES)
            )
        }
        if (!success) revert BN254PrecompileFailed();
    }

    /// @notice The residue of a signed number mod r; the magnitude must be below r.
    function toScalar(int256 value) internal pure returns (uint256 scalar) {
        // Unchecked: a negative value wraps to 2^256 − |value|, and adding r wraps it back to r −
        // |value|.
        unchecked {
            scalar = uint256(value) + (value < 0 ? R : 0);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "../libraries/BN254.sol";
import { Generators } from "../libraries/Generators.sol";

/// @title CurveSearch
/// @notice Finds generators as an honest client does: the smallest counter that gives a point on
/// the curve, and the even root. For tests only.
library CurveSearch {
    /// @notice The generator `index`.
    function generator(uint256 index) internal view returns (uint256 counter, uint256 x, uint256 y) {
        while (true) {
            x = Generators.abscissa(index, counter);
            y = squareRoot(addmod(mulmod(mulmod(x, x, BN254.P), x, BN254.P), 3, BN254.P));
            if (BN254.isPoint(x, y)) break;
            ++counter;
        }
        if (y & 1 == 1) y = BN254.P - y;
    }

    /// @notice value^((p+1)/4), a square root of `value` where it has one, since p ≡ 3 (mod 4).
    function squareRoot(uint256 value) internal view returns (uint256 root) {
        bytes memory input = abi.encode(32, 32, 32, value, (BN254.P + 1) / 4, BN254.P);
        (bool success, bytes memory output) = address(5).staticcall(input);
        if (!success) revert BN254.BN254PrecompileFailed();
        root = abi.decode(output, (uint256));
    }

    /// @notice scalar · (x, y).
    function multiple(uint256 x, uint256 y, uint256 scalar) internal view returns (uint256, uint256) {
        BN254.Sum memory sum;
        BN254.addMultiple(sum, x, y, scalar);
        return (sum.sumX, sum.sumY);
    }
}

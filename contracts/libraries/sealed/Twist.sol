// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { BN254 } from "../BN254.sol";

/// @title Twist
/// @notice The curve that contains bn254 G2: y² = x³ + 3/(9 + i) over F_p[i], i² = −1 (EIP-197).
library Twist {
    /// @dev 3/(9 + i).
    uint256 private constant B_REAL = 0x2b149d40ceb8aaae81be18991be06ac3b5b4c5e559dbefa33267e6dc24a138e5;
    uint256 private constant B_IMAGINARY = 0x009713b03af0fed4cd2cafadeed8fdf4a74fa084e52d1852e4a2bd0685c315d2;

    /// @notice Whether the coordinates are canonical and those of a point other than infinity.
    function isPoint(
        uint256 xImaginary,
        uint256 xReal,
        uint256 yImaginary,
        uint256 yReal
    ) internal pure returns (bool) {
        if (xImaginary >= BN254.P || xReal >= BN254.P || yImaginary >= BN254.P || yReal >= BN254.P) return false;
        (uint256 squareReal, uint256 squareImaginary) = _multiply(xReal, xImaginary, xReal, xImaginary);
        (uint256 cubeReal, uint256 cubeImaginary) = _multiply(squareReal, squareImaginary, xReal, xImaginary);
        (uint256 leftReal, uint256 leftImaginary) = _multiply(yReal, yImaginary, yReal, yImaginary);
        return
            leftReal == addmod(cubeReal, B_REAL, BN254.P) &&
            leftImaginary == addmod(cubeImaginary, B_IMAGINARY, BN254.P);
    }

    function _multiply(
        uint256 aReal,
        uint256 aImaginary,
        uint256 bReal,
        uint256 bImaginary
    ) private pure returns (uint256 real, uint256 imaginary) {
        uint256 opposite = BN254.P - mulmod(aImaginary, bImaginary, BN254.P);
        real = addmod(mulmod(aReal, bReal, BN254.P), opposite, BN254.P);
        imaginary = addmod(mulmod(aReal, bImaginary, BN254.P), mulmod(aImaginary, bReal, BN254.P), BN254.P);
    }
}

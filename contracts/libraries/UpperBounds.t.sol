// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../test-support/Test.sol";
import { UpperBounds } from "./UpperBounds.sol";

/// @title UpperBoundsTest
/// @notice Sums of the bytes' bounds, m·10^e for the byte 9e + (m − 1).
contract UpperBoundsTest is Test {
    /// @notice Every byte is its bound, alone and after another.
    function testBytes() public view {
        for (uint256 e = 0; e <= 26; ++e) {
            for (uint256 m = 1; m <= 9; ++m) {
                uint8 code = uint8(9 * e + m - 1);
                _equal(this.sum(abi.encodePacked(code)), m * 10 ** e);
                _equal(this.sum(abi.encodePacked(uint8(234), code, code, uint8(0))), 10 ** 26 + 2 * m * 10 ** e + 1);
            }
        }
        _equal(this.sum(""), 0);
    }

    /// @notice External, so that its argument is in calldata.
    function sum(bytes calldata bounds) external pure returns (uint256) {
        return UpperBounds.sum(bounds);
    }
}

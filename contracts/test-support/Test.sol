// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IVm
/// @notice The cheatcodes that the tests use.
interface IVm {
    /// @notice The next call must revert.
    function expectRevert() external;
    /// @notice The next call must revert with exactly this data.
    function expectRevert(bytes calldata data) external;
    /// @notice The next call has this sender.
    function prank(address sender) external;
    /// @notice Sets the block's time.
    function warp(uint256 time) external;
    /// @notice Sets a balance.
    function deal(address account, uint256 balance) external;
}

/// @title Test
/// @notice Base of Solidity tests: cheatcodes, comparisons and mapping of values into a range.
abstract contract Test {
    /// @dev Address of the cheatcodes in Hardhat and Foundry.
    IVm internal constant VM = IVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    /// @notice Two values that should be equal are not.
    error TestNotEqual(uint256 actual, uint256 expected);
    /// @notice What should hold does not.
    error TestFailed(string what);

    function _equal(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert TestNotEqual(actual, expected);
    }

    function _equal(int256 actual, int256 expected) internal pure {
        if (actual != expected) revert TestNotEqual(uint256(actual), uint256(expected));
    }

    function _equal(bytes32 actual, bytes32 expected) internal pure {
        if (actual != expected) revert TestNotEqual(uint256(actual), uint256(expected));
    }

    function _holds(bool condition, string memory what) internal pure {
        if (!condition) revert TestFailed(what);
    }

    /// @dev Maps a fuzzed value into [low, high], both included.
    function _bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        uint256 size = high - low;
        return size == type(uint256).max ? value : low + (value % (size + 1));
    }

    function _expect(bytes4 selector) internal {
        VM.expectRevert(abi.encodeWithSelector(selector));
    }

    function _expect(bytes4 selector, uint256 index) internal {
        VM.expectRevert(abi.encodeWithSelector(selector, index));
    }
}

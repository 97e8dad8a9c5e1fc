// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../test-support/Test.sol";
import { Words } from "./Words.sol";

/// @title WordsTest
/// @notice Numbers packed by plain expressions are unpacked again.
contract WordsTest is Test {
    /// @notice x̂ and ẑ come back from their word.
    function testFuzzSolutionAndReducedCost(uint96 solution, int160 reducedCost) public pure {
        uint256 word = (uint256(solution) << 160) | uint160(reducedCost);
        (uint256 x, int256 z) = Words.solutionAndReducedCost(word);
        _equal(x, solution);
        _equal(z, reducedCost);
    }

    /// @notice x̂ and ray come back from their word.
    function testFuzzSolutionAndRay(uint96 solution, uint160 ray) public pure {
        (uint256 x, uint256 y) = Words.solutionAndRay((uint256(solution) << 160) | ray);
        _equal(x, solution);
        _equal(y, ray);
    }

    /// @notice ŝ and r̂ come back from their word.
    function testFuzzSlackAndResidual(uint160 slack, int96 residual) public pure {
        (uint256 s, int256 r) = Words.slackAndResidual((uint256(slack) << 96) | uint96(residual));
        _equal(s, slack);
        _equal(r, residual);
    }

    /// @notice Magnitudes, including that of the smallest number.
    function testFuzzMagnitude(int256 value) public pure {
        if (value != type(int256).min) _equal(Words.magnitude(value), uint256(value < 0 ? -value : value));
        _equal(Words.magnitude(type(int256).min), 1 << 255);
    }

    /// @notice Words are read from where the bytes start.
    function testFuzzLoad(uint256 first, uint256 second) public view {
        this.checkLoad(abi.encode(first, second), first, second);
    }

    /// @notice External, so that its arguments are in calldata.
    function checkLoad(bytes calldata data, uint256 first, uint256 second) external pure {
        _equal(Words.load(Words.start(data)), first);
        _equal(Words.load(Words.start(data) + 32), second);
    }
}

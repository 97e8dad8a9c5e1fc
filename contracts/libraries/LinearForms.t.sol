// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../test-support/Test.sol";
import { BN254 } from "./BN254.sol";
import { LinearForms } from "./LinearForms.sol";
import { Words } from "./Words.sol";

/// @title LinearFormsTest
/// @notice The loops compared with plain sums.
contract LinearFormsTest is Test {
    /// @notice Three values and their responses, with other data in between.
    function testFuzzProducts(uint256[3] memory values, uint256[3] memory responses, uint256 weight) public view {
        for (uint256 j = 0; j < 3; ++j) {
            responses[j] = _bound(responses[j], 0, BN254.R - 1);
        }
        this.checkProducts(abi.encode(values, uint256(99), responses), values, responses, weight);
    }

    /// @notice A response that is not canonical is noticed in every position.
    function testFuzzNotCanonical(uint256[3] memory responses, uint256 which, uint256 high) public view {
        for (uint256 j = 0; j < 3; ++j) {
            responses[j] = _bound(responses[j], 0, BN254.R - 1);
        }
        responses[which % 3] = _bound(high, BN254.R, type(uint256).max);
        _holds(!this.isCanonical(abi.encode(responses)), "not canonical");
    }

    /// @notice External, so that its arguments are in calldata.
    function isCanonical(bytes calldata data) external pure returns (bool canonical) {
        uint256 start = Words.start(data);
        (, canonical) = LinearForms.absorb(start, start, 1, new uint256[](3));
        (, , bool same) = LinearForms.absorbWithRay(start, start, 1, new uint256[](3));
        _holds(canonical == same, "the same in both");
    }

    /// @notice External, so that its arguments are in calldata.
    function checkProducts(
        bytes calldata data,
        uint256[3] calldata values,
        uint256[3] calldata responses,
        uint256 weight
    ) external pure {
        uint256 high = 0;
        uint256 low = 0;
        uint256[] memory scalars = new uint256[](3);
        for (uint256 j = 0; j < 3; ++j) {
            high = addmod(high, mulmod(values[j] >> 160, responses[j], BN254.R), BN254.R);
            low = addmod(low, mulmod(uint160(values[j]), responses[j], BN254.R), BN254.R);
            scalars[j] = j;
        }
        uint256 start = Words.start(data);
        (uint256 sum, bool canonical) = LinearForms.absorb(start, start + 128, weight, scalars);
        _holds(canonical, "canonical");
        _equal(sum, high);
        uint256[] memory others = new uint256[](3);
        (uint256 same, uint256 raySum, bool valid) = LinearForms.absorbWithRay(start, start + 128, weight, others);
        _holds(valid, "canonical");
        _equal(same, high);
        _equal(raySum, low);
        for (uint256 j = 0; j < 3; ++j) {
            uint256 product = mulmod(weight, responses[j], BN254.R);
            _equal(scalars[j], addmod(j, product, BN254.R));
            _equal(others[j], product);
        }
    }
}

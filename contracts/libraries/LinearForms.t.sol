// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../mocks/Test.sol";
import { BN254 } from "./BN254.sol";
import { LinearForms } from "./LinearForms.sol";
import { Words } from "./Words.sol";

/// @title LinearFormsTest
/// @notice The loops against plain sums.
contract LinearFormsTest is Test {
    /// @notice Responses of three parties for the second of two columns.
    function testFuzzAbsorb(uint256[6] memory responses, uint256[3] memory weights, uint72 value) public view {
        for (uint256 i = 0; i < 6; ++i) {
            responses[i] = _bound(responses[i], 0, BN254.R - 1);
        }
        this.checkAbsorb(abi.encode(responses), responses, weights, value);
    }

    /// @notice One response that is not canonical is noticed wherever it is.
    function testFuzzNotCanonical(uint256[3] memory responses, uint256 which, uint256 high) public view {
        for (uint256 i = 0; i < 3; ++i) {
            responses[i] = _bound(responses[i], 0, BN254.R - 1);
        }
        responses[which % 3] = _bound(high, BN254.R, type(uint256).max);
        _holds(!this.isCanonical(abi.encode(responses)), "not canonical");
    }

    /// @notice External, for calldata.
    function isCanonical(bytes calldata data) external pure returns (bool canonical) {
        (, canonical) = LinearForms.absorb(new uint256[](3), new uint256[](3), Words.start(data), 32, 1);
    }

    /// @notice External, for calldata.
    function checkAbsorb(
        bytes calldata data,
        uint256[6] memory responses,
        uint256[3] memory weights,
        uint256 value
    ) external pure {
        uint256[] memory forms = new uint256[](3);
        uint256[] memory rayForms = new uint256[](3);
        uint256[] memory factors = new uint256[](3);
        uint256 expected = 0;
        for (uint256 k = 0; k < 3; ++k) {
            forms[k] = k;
            factors[k] = weights[k];
            expected = addmod(expected, mulmod(weights[k], responses[2 * k + 1], BN254.R), BN254.R);
        }
        (uint256 sum, bool canonical) = LinearForms.absorb(forms, factors, Words.start(data) + 32, 64, value);
        LinearForms.accumulate(rayForms, Words.start(data) + 32, 64, value);
        _holds(canonical, "canonical");
        _equal(sum, expected);
        for (uint256 k = 0; k < 3; ++k) {
            uint256 product = mulmod(value, responses[2 * k + 1], BN254.R);
            _equal(forms[k], addmod(k, product, BN254.R));
            _equal(rayForms[k], product);
        }
    }
}

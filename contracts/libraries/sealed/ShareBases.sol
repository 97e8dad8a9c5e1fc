// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { KIND_OPTIMAL } from "../../types/Certificate.sol";
import { SealedKey, SealedPoint } from "../../types/Sealed.sol";
import { ShareBasis } from "../../types/Shares.sol";
import { Words } from "../Words.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";

/// @title ShareBases
/// @notice What shares are checked against, from an accepted proof (docs/shares.md, "Basis").
library ShareBases {
    using SealedLayout for Layout;

    /// @notice The basis of a sealed optimum whose proof and key have been accepted.
    function take(
        bytes32 statement,
        SealedKey calldata key,
        uint256 parties,
        bytes calldata proof
    ) internal pure returns (ShareBasis memory basis) {
        Layout memory shape = SealedLayout.ofProofs(KIND_OPTIMAL, parties, Words.start(proof));
        (basis.statement, basis.proof, basis.size) = (statement, keccak256(proof), key.size);
        (basis.sigma, basis.tau) = (key.sigma, key.tau);
        basis.matrices = _points(shape, shape.matrices);
        // The first one is that of the columns.
        basis.limbs = _points(shape, shape.limbs + 2);
    }

    /// @dev One point for each party, from consecutive words.
    function _points(Layout memory shape, uint256 index) private pure returns (SealedPoint[] memory points) {
        points = new SealedPoint[](shape.parties);
        for (uint256 k = 0; k < points.length; ++k) {
            points[k] = SealedPoint(shape.word(index + 2 * k), shape.word(index + 2 * k + 1));
        }
    }
}

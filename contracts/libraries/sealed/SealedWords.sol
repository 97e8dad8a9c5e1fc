// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { BN254 } from "../BN254.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";

/// @title SealedWords
/// @notice Whether the words of a proof are points and scalars.
library SealedWords {
    using SealedLayout for Layout;

    /// @notice Reverts with the reason of the first word that is wrong.
    function check(Layout memory shape) internal pure {
        _checkPoints(shape, 0, shape.t);
        _checkScalars(shape, shape.t, shape.steps[4]);
        _checkPoints(shape, shape.steps[4], shape.limbValues);
        _checkScalars(shape, shape.limbValues, shape.steps[8]);
        _checkPoints(shape, shape.steps[8], shape.steps[10]);
    }

    function _checkPoints(Layout memory shape, uint256 from, uint256 to) private pure {
        for (; from < to; from += 2) {
            if (!BN254.isPoint(shape.word(from), shape.word(from + 1))) revert ISealedVerifier.SealedPointInvalid();
        }
    }

    function _checkScalars(Layout memory shape, uint256 from, uint256 to) private pure {
        bool canonical = true;
        for (; from < to; ++from) canonical = canonical && shape.word(from) < BN254.R;
        if (!canonical) revert ISealedVerifier.SealedScalarOutOfRange();
    }
}

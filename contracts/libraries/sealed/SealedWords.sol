// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
// The linter does not see that assembly uses the modulus.
// solhint-disable-next-line no-unused-import
import { BN254, ORDER } from "../BN254.sol";
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
        uint256 place = shape.start + 32 * from;
        uint256 end = shape.start + 32 * to;
        bool canonical;
        // for every word from place to end: canonical &= word < r; four at a time, then the rest
        assembly ("memory-safe") {
            canonical := 1
            for {

            } lt(add(place, 0x60), end) {
                place := add(place, 0x80)
            } {
                let first := and(lt(calldataload(place), ORDER), lt(calldataload(add(place, 0x20)), ORDER))
                let second := and(
                    lt(calldataload(add(place, 0x40)), ORDER),
                    lt(calldataload(add(place, 0x60)), ORDER)
                )
                canonical := and(canonical, and(first, second))
            }
            for {

            } lt(place, end) {
                place := add(place, 32)
            } {
                canonical := and(canonical, lt(calldataload(place), ORDER))
            }
        }
        if (!canonical) revert ISealedVerifier.SealedScalarOutOfRange();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { KIND_INFEASIBLE, KIND_OPTIMAL } from "../../types/Certificate.sol";
// The linter does not see that assembly uses the modulus.
// solhint-disable-next-line no-unused-import
import { ORDER } from "../BN254.sol";
import { Scalar } from "./Scalar.sol";
import { LIMBS, Layout } from "./SealedLayout.sol";

/// @notice Fields of the columns at ζ; 0 in kinds that lack them. `…Rest` is what a field lacks to
/// its bound: x′ and z⁻′.
struct ColumnFields {
    Scalar x;
    Scalar xRest;
    Scalar zPlus;
    Scalar zMinus;
    Scalar zMinusRest;
    Scalar ray;
    Scalar y;
}

/// @notice Fields of a party's rows at ζ; 0 in kinds that lack them. `raySlack` is s′, `rRest` is
/// r′.
struct RowFields {
    Scalar w;
    Scalar s;
    Scalar raySlack;
    Scalar r;
    Scalar rRest;
}

/// @title SealedFields
/// @notice Reads fields from limbs (docs/sealed.md, "Limbs").
library SealedFields {
    /// @notice The columns' fields; `limbBits` is L.
    function columns(
        Layout memory shape,
        uint256 kind,
        uint256 limbBits
    ) internal pure returns (ColumnFields memory fields) {
        uint256 first = shape.start + 32 * shape.limbValues;
        if (kind == KIND_INFEASIBLE) {
            fields.zPlus = _read(first, 0, 12, limbBits);
            fields.y = _read(first, 12, 14, limbBits);
            return fields;
        }
        fields.x = _read(first, 0, 6, limbBits);
        fields.xRest = _read(first, 6, 6, limbBits);
        if (kind == KIND_OPTIMAL) {
            fields.zPlus = _read(first, 12, 10, limbBits);
            fields.zMinus = _read(first, 22, 5, limbBits);
            fields.zMinusRest = _read(first, 27, 5, limbBits);
        } else {
            fields.ray = _read(first, 12, 6, limbBits);
            fields.y = _read(first, 18, 14, limbBits);
        }
    }

    /// @notice The fields of the rows of `party`.
    function rows(
        Layout memory shape,
        uint256 kind,
        uint256 limbBits,
        uint256 party
    ) internal pure returns (RowFields memory fields) {
        uint256 first = shape.start + 32 * (shape.limbValues + LIMBS * (party + 1));
        if (shape.dual) {
            fields.w = _read(first, 0, 6, limbBits);
            fields.s = _read(first, 6, 14, limbBits);
            if (kind == KIND_INFEASIBLE) return fields;
            fields.r = _read(first, 20, 5, limbBits);
            fields.rRest = _read(first, 25, 5, limbBits);
        } else {
            fields.s = _read(first, 0, 11, limbBits);
            fields.raySlack = _read(first, 11, 11, limbBits);
            fields.r = _read(first, 22, 5, limbBits);
            fields.rRest = _read(first, 27, 5, limbBits);
        }
    }

    /// @dev Σ_q 2^(qL)·limb(from + q), where limb 0 is at `first` in calldata.
    function _read(uint256 first, uint256 from, uint256 count, uint256 limbBits) private pure returns (Scalar value) {
        // Horner's rule, the highest limb first: that one alone if their number is odd, then two at a
        // time. Limbs are below r, so no sum exceeds 2r.
        assembly ("memory-safe") {
            let base := shl(limbBits, 1)
            let lowest := add(first, shl(5, from))
            let place := add(lowest, shl(5, count))
            if and(count, 1) {
                place := sub(place, 32)
                value := calldataload(place)
            }
            for {

            } gt(place, lowest) {

            } {
                place := sub(place, 64)
                value := add(mulmod(value, base, ORDER), calldataload(add(place, 32)))
                value := add(mulmod(value, base, ORDER), calldataload(place))
            }
            value := mod(value, ORDER)
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedStatement } from "../../types/Sealed.sol";
import { Scalar } from "./Scalar.sol";
import { Domain } from "./SealedDomain.sol";
import { ColumnFields, RowFields, SealedFields } from "./SealedFields.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";
import { Place, SealedPlace } from "./SealedPlace.sol";
import { SealedChallenges } from "./SealedTranscript.sol";

/// @notice Everything that identities and lines see, and the scalars that they give to points.
/// Lives for one call.
struct View {
    Layout shape;
    Domain domain;
    SealedChallenges challenges;
    Place place;
    ColumnFields columns;
    /// @dev Per party.
    RowFields[] rows;
    /// @dev For each word of the proof at which a point starts, and behind the words for [1]₁, [N],
    /// [U] and [J]: the point's scalar in the left side of the pairing equation so far.
    Scalar[] scalars;
}

/// @title SealedView
/// @notice What is known at ζ, and the sum under construction.
library SealedView {
    using SealedLayout for Layout;

    /// @notice The view of a proof whose words and challenges have been checked.
    function open(
        SealedStatement calldata statement,
        Layout memory shape,
        Domain memory domain,
        SealedChallenges memory drawn
    ) internal view returns (View memory seen) {
        (seen.shape, seen.domain, seen.challenges) = (shape, domain, drawn);
        seen.place = SealedPlace.evaluate(shape, domain, drawn);
        seen.columns = SealedFields.columns(shape, statement.kind, domain.limbBits);
        seen.rows = new RowFields[](shape.parties);
        for (uint256 k = 0; k < shape.parties; ++k) {
            seen.rows[k] = SealedFields.rows(shape, statement.kind, domain.limbBits, k);
        }
        seen.scalars = new Scalar[](shape.support + 1);
    }

    /// @notice Adds scalar · (the point at `index`) to the left side.
    function addTerm(View memory seen, uint256 index, Scalar scalar) internal pure {
        Scalar[] memory scalars = seen.scalars;
        scalars[index] = scalars[index] + scalar;
    }

    /// @notice Subtracts scalar · (the point at `index`) from the left side.
    function subtractTerm(View memory seen, uint256 index, Scalar scalar) internal pure {
        Scalar[] memory scalars = seen.scalars;
        scalars[index] = scalars[index] - scalar;
    }

    /// @notice The opened value at `index`.
    function value(View memory seen, uint256 index) internal pure returns (Scalar) {
        return seen.shape.scalar(index);
    }
}

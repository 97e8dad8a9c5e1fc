// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IShares } from "../../interfaces/IShares.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";
import { Domain } from "./SealedDomain.sol";
import { LIMBS } from "./SealedLayout.sol";
import { ShareChallenges } from "./ShareTranscript.sol";

/// @dev Limbs of a multiplier, the first ones of its row.
uint256 constant COPIED_LIMBS = 6;

/// @notice What is known of the domains at ζ, and of S = {ζη^0..ζη^5, χζ} at ξ.
struct SharePlace {
    /// @dev Z_K(ζ) and Z_H(ζ).
    Scalar vanishing;
    Scalar vanishingOnH;
    /// @dev χζ.
    Scalar next;
    /// @dev For q = 0..5: the Lagrange polynomial of ζη^q among these six points, at ξ.
    Scalar[] limbWeights;
    /// @dev Z_S(ξ), and without its factors for ζ and for χζ.
    Scalar whole;
    Scalar atZeta;
    Scalar atNext;
}

/// @title SharePlaces
/// @notice Evaluates at ζ and ξ what depends on domain and challenges only.
library SharePlaces {
    /// @notice Refuses ζ in K or 0, and ξ in S.
    function check(Domain memory domain, ShareChallenges memory drawn) internal pure {
        bool degenerate = drawn.zeta == ZERO ||
            Scalars.squareUpTo(drawn.zeta, domain.limbSize) == ONE ||
            domain.generator * drawn.zeta == drawn.xi;
        Scalar point = drawn.zeta;
        for (uint256 q = 0; q < COPIED_LIMBS; ++q) {
            degenerate = degenerate || point == drawn.xi;
            point = point * domain.limbGenerator;
        }
        if (degenerate) revert IShares.SharesChallengeDegenerate();
    }

    /// @notice The place of checked challenges.
    function evaluate(
        Domain memory domain,
        ShareChallenges memory drawn
    ) internal view returns (SharePlace memory place) {
        Scalar onH = Scalars.squareUpTo(drawn.zeta, domain.size);
        place.vanishing = Scalars.squareUpTo(onH, LIMBS) + MINUS_ONE;
        place.vanishingOnH = onH + MINUS_ONE;
        place.next = domain.generator * drawn.zeta;
        Scalar[] memory points = new Scalar[](COPIED_LIMBS);
        points[0] = drawn.zeta;
        for (uint256 q = 1; q < COPIED_LIMBS; ++q) points[q] = points[q - 1] * domain.limbGenerator;
        place.limbWeights = _denominators(points, drawn.xi);
        Scalars.invertAll(place.limbWeights);
        place.atNext = ONE;
        place.atZeta = drawn.xi - place.next;
        for (uint256 q = 0; q < COPIED_LIMBS; ++q) {
            Scalar difference = drawn.xi - points[q];
            place.atNext = place.atNext * difference;
            if (q > 0) place.atZeta = place.atZeta * difference;
        }
        for (uint256 q = 0; q < COPIED_LIMBS; ++q) place.limbWeights[q] = place.limbWeights[q] * place.atNext;
        place.whole = place.atNext * (drawn.xi - place.next);
    }

    /// @dev (ξ − x_q)·Π_{j≠q}(x_q − x_j) for each point x_q.
    function _denominators(Scalar[] memory points, Scalar xi) private pure returns (Scalar[] memory denominators) {
        denominators = new Scalar[](points.length);
        for (uint256 q = 0; q < points.length; ++q) {
            Scalar product = xi - points[q];
            for (uint256 j = 0; j < points.length; ++j) {
                if (j != q) product = product * (points[q] - points[j]);
            }
            denominators[q] = product;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { ONE, Scalar, ZERO } from "./Scalar.sol";
import { Domain } from "./SealedDomain.sol";
import { LIMBS, Layout } from "./SealedLayout.sol";
import { SealedChallenges } from "./SealedTranscript.sol";
import { Scalars } from "./Scalars.sol";

/// @title SealedDegeneracy
/// @notice Challenges for which a denominator vanishes.
library SealedDegeneracy {
    /// @notice Refuses ζ in K, and equal points among those that are opened and ξ. The points ζη^q
    /// differ from each other, and from χζ = ζη^32, unless ζ = 0, since the order of η is above 32.
    function check(Layout memory shape, Domain memory domain, SealedChallenges memory drawn) internal pure {
        (Scalar zeta, Scalar xi) = (drawn.zeta, drawn.xi);
        bool degenerate = zeta == ZERO || Scalars.squareUpTo(zeta, domain.limbSize) == ONE;
        // Each of α, β and ξ against the points ζη^q, then against each other. A kind that does not
        // open at α has no χζ either.
        uint256 count = shape.primal ? LIMBS + 1 : LIMBS;
        Scalar point = zeta;
        for (uint256 i = 0; i < count; ++i) {
            degenerate =
                degenerate ||
                point == xi ||
                (shape.primal && point == drawn.alpha) ||
                (shape.dual && point == drawn.beta);
            point = point * domain.limbGenerator;
        }
        degenerate =
            degenerate ||
            (shape.primal && drawn.alpha == xi) ||
            (shape.dual && drawn.beta == xi) ||
            (shape.primal && shape.dual && drawn.alpha == drawn.beta);
        if (degenerate) revert ISealedVerifier.SealedChallengeDegenerate();
    }
}

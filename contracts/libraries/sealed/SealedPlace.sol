// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ONE, Scalar, ZERO } from "./Scalar.sol";
import { Domain } from "./SealedDomain.sol";
import { LIMBS, Layout } from "./SealedLayout.sol";
import { SealedChallenges } from "./SealedTranscript.sol";
import { Scalars } from "./Scalars.sol";

/// @notice What is known of the domains at ζ, and of the points of the opening at ξ.
struct Place {
    /// @dev Z_K(ζ).
    Scalar vanishing;
    /// @dev sel(ζ).
    Scalar selector;
    /// @dev Λ_0(ζ) and Λ_{R−1}(ζ).
    Scalar first;
    Scalar last;
    /// @dev For q = 0..31: the Lagrange polynomial of ζη^q among these 32 points, at ξ.
    Scalar[] limbWeights;
    /// @dev Z_S(ξ).
    Scalar whole;
    /// @dev Z_{S∖S_i}(ξ) for S_i = {ζη^q}, {ζ}, {ηζ}, {χζ}, {α}, {β}.
    Scalar atLimbs;
    Scalar atZeta;
    Scalar atNextLimb;
    Scalar atNext;
    Scalar atAlpha;
    Scalar atBeta;
}

/// @title SealedPlace
/// @notice Evaluates at ζ and ξ everything that depends on domains and challenges only, with one
/// inversion. The challenges must have been checked: no denominator is 0.
library SealedPlace {
    // Places of denominators behind those of the limbs' weights.
    uint256 private constant SELECTOR = LIMBS;
    uint256 private constant FIRST = LIMBS + 1;
    uint256 private constant LAST = LIMBS + 2;
    uint256 private constant ZETA = LIMBS + 3;
    uint256 private constant NEXT_LIMB = LIMBS + 4;

    /// @notice The place of checked challenges.
    function evaluate(
        Layout memory shape,
        Domain memory domain,
        SealedChallenges memory drawn
    ) internal view returns (Place memory place) {
        (Scalar zeta, Scalar xi) = (drawn.zeta, drawn.xi);
        Scalar onH = Scalars.squareUpTo(zeta, domain.size);
        place.vanishing = Scalars.squareUpTo(onH, LIMBS) - ONE;
        onH = onH - ONE;
        Scalar[] memory inverses = new Scalar[](LIMBS + 5);
        Scalar ofLimbs = limbDenominators(domain.limbGenerator, zeta, xi, inverses);
        inverses[SELECTOR] = Scalar.wrap(LIMBS) * onH;
        inverses[FIRST] = Scalar.wrap(domain.size) * (zeta - ONE);
        inverses[LAST] = Scalar.wrap(domain.size) * (zeta - domain.last);
        inverses[ZETA] = xi - zeta;
        inverses[NEXT_LIMB] = xi - domain.limbGenerator * zeta;
        Scalars.invertAll(inverses);
        place.selector = place.vanishing * inverses[SELECTOR];
        place.first = onH * inverses[FIRST];
        place.last = domain.last * onH * inverses[LAST];
        place.limbWeights = new Scalar[](LIMBS);
        for (uint256 q = 0; q < LIMBS; ++q) place.limbWeights[q] = ofLimbs * inverses[q];
        _addGroups(shape, drawn, ofLimbs, xi - domain.generator * zeta, place);
        place.atZeta = place.whole * inverses[ZETA];
        place.atNextLimb = place.whole * inverses[NEXT_LIMB];
    }

    /// @dev Z_S(ξ), and without the groups that have a factor of their own in it: the 32 points with
    /// ζ and ηζ, then χζ and α (in kinds about a solution), and β (about multipliers).
    function _addGroups(
        Layout memory shape,
        SealedChallenges memory drawn,
        Scalar ofLimbs,
        Scalar ofNext,
        Place memory place
    ) private pure {
        if (!shape.primal) ofNext = ONE;
        Scalar ofAlpha = shape.primal ? drawn.xi - drawn.alpha : ONE;
        Scalar ofBeta = shape.dual ? drawn.xi - drawn.beta : ONE;
        place.atLimbs = ofNext * ofAlpha * ofBeta;
        place.atNext = ofLimbs * ofAlpha * ofBeta;
        place.atAlpha = ofLimbs * ofNext * ofBeta;
        place.atBeta = ofLimbs * ofNext * ofAlpha;
        place.whole = ofLimbs * place.atLimbs;
    }

    /// @notice Writes (ξ − x_q)·Π_{j≠q}(x_q − x_j) for x_q = ζη^q, q = 0..31, to the first places, and
    /// returns Π_q (ξ − x_q).
    /// @dev With S_i = (η − 1)(η² − 1)…(η^i − 1), the second factor is
    /// (−1)^(31−q)·ζ^31·η^(q(q−1)/2 + q(31−q))·S_q·S_{31−q}. The exponent of η grows by 30 − q from q
    /// to q + 1.
    function limbDenominators(
        Scalar eta,
        Scalar zeta,
        Scalar xi,
        Scalar[] memory denominators
    ) internal pure returns (Scalar product) {
        Scalar[] memory powers = new Scalar[](LIMBS);
        Scalar[] memory s = new Scalar[](LIMBS);
        (powers[0], s[0]) = (ONE, ONE);
        // ζ^31, once multiplied by ζ in every step.
        Scalar factor = ONE;
        for (uint256 i = 1; i < LIMBS; ++i) {
            powers[i] = powers[i - 1] * eta;
            s[i] = s[i - 1] * (powers[i] - ONE);
            factor = factor * zeta;
        }
        product = ONE;
        for (uint256 q = 0; q < LIMBS; ++q) {
            Scalar difference = xi - zeta * powers[q];
            product = product * difference;
            Scalar own = factor * s[q] * s[LIMBS - 1 - q] * difference;
            denominators[q] = q & 1 == 1 ? own : ZERO - own;
            if (q < LIMBS - 1) factor = factor * powers[LIMBS - 2 - q];
        }
    }
}

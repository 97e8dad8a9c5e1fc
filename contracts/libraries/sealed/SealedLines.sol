// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedStatement } from "../../types/Sealed.sol";
import { BN254 } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";
import { ONE, Scalar } from "./Scalar.sol";
import { SealedIdentities, Weights } from "./SealedIdentities.sol";
import { LIMBS, Layout, SealedLayout } from "./SealedLayout.sol";
import { AT_ALPHA, AT_BETA, AT_NEXT, AT_NEXT_LIMB, AT_ZETA, Place } from "./SealedPlace.sol";
import { RightSide } from "./SealedPairing.sol";
import { SealedView, View } from "./SealedView.sol";
import { Scalars } from "./Scalars.sol";

/// @dev Where a polynomial is opened that is opened at one point.
struct OpenedPoint {
    /// @dev Z_{S∖S_i}(ξ).
    Scalar rest;
    /// @dev Where the proof has the value.
    uint256 value;
}

/// @title SealedLines
/// @notice The lines of the pairing equation, one function each (docs/sealed.md, "Opening"): each
/// adds its left side to the view's scalars, and its right side to the sums of [σ]₂ and [τ]₂.
library SealedLines {
    using Precompiles for BN254.Sum;
    using SealedLayout for Layout;
    using SealedView for View;

    /// @notice Adds all lines of the kind: line j with weight π^j.
    function addAll(SealedStatement calldata statement, View memory seen) internal view returns (RightSide memory right) {
        Scalar pi = seen.challenges.pi;
        Scalar square = pi * pi;
        _opening(statement, seen, right, pi * square);
        if (seen.shape.primal) _rowSlice(seen, right, pi);
        if (seen.shape.dual) {
            _columnSlice(seen, right, square);
            _e(seen, right, pi * square);
        }
    }

    /// @dev Σ_i ρ^i Z_{S∖S_i}(ξ)([f_i] − [r_i(ξ)]) − Z_S(ξ)[W] + ξ[W′] = τ·W′. What the identities
    /// give the e_k has the weight of line *e*, `slices`, instead.
    function _opening(
        SealedStatement calldata statement,
        View memory seen,
        RightSide memory right,
        Scalar slices
    ) private view {
        Layout memory shape = seen.shape;
        Place memory place = seen.place;
        Scalar weight = _openLimbs(seen);
        // Lin, whose value is −const − y_e: the identities add const themselves.
        Scalar factor = weight * place.atSingle[AT_ZETA];
        SealedIdentities.addAll(statement, seen, Weights(factor, slices));
        if (shape.dual) seen.addTerm(shape.one, factor * seen.value(shape.ye));
        weight = weight * seen.challenges.rho;
        weight = _open(seen, weight, shape.table, OpenedPoint(place.atSingle[AT_ZETA], shape.tableValue));
        if (shape.primal) weight = _open(seen, weight, shape.x, OpenedPoint(place.atSingle[AT_ZETA], shape.xValue));
        weight = _open(seen, weight, shape.phi, OpenedPoint(place.atSingle[AT_NEXT_LIMB], shape.phiValue));
        if (shape.primal) {
            weight = _open(seen, weight, shape.psi, OpenedPoint(place.atSingle[AT_NEXT], shape.psiValue));
            weight = _open(seen, weight, shape.rowSums, OpenedPoint(place.atSingle[AT_ALPHA], shape.t));
        }
        if (shape.dual) _open(seen, weight, shape.columnSums, OpenedPoint(place.atSingle[AT_BETA], shape.v));
        seen.subtractTerm(shape.w, place.whole);
        seen.addTerm(shape.wPrime, seen.challenges.xi);
        right.tau.addMultiple(shape.word(shape.wPrime), shape.word(shape.wPrime + 1), ONE);
    }

    /// @dev The openings of l_C, l_0..l_{P−1} at 32 points; returns ρ^(P+1).
    function _openLimbs(View memory seen) private pure returns (Scalar weight) {
        Scalar[] memory limbWeights = seen.place.limbWeights;
        weight = ONE;
        for (uint256 part = 0; part <= seen.shape.parties; ++part) {
            uint256 first = seen.shape.start + 32 * (seen.shape.limbValues + LIMBS * part);
            Scalar opened = Scalars.innerProduct(limbWeights, first);
            Scalar factor = weight * seen.place.atLimbs;
            seen.addTerm(seen.shape.limbs + 2 * part, factor);
            seen.subtractTerm(seen.shape.one, factor * opened);
            weight = weight * seen.challenges.rho;
        }
    }

    /// @dev ρ^i Z_{S∖S_i}(ξ)([f_i] − [r_i(ξ)]) for a polynomial that is opened at one point;
    /// `weight` is ρ^i, and ρ^(i+1) is returned.
    function _open(
        View memory seen,
        Scalar weight,
        uint256 commitment,
        OpenedPoint memory opened
    ) private pure returns (Scalar) {
        Scalar factor = weight * opened.rest;
        seen.addTerm(commitment, factor);
        seen.subtractTerm(seen.shape.one, factor * seen.value(opened.value));
        return weight * seen.challenges.rho;
    }

    /// @dev Σ_k λ_k[A_k] − [a] + α[Q₁] = σ·Q₁.
    function _rowSlice(View memory seen, RightSide memory right, Scalar weight) private view {
        Layout memory shape = seen.shape;
        for (uint256 k = 0; k < shape.parties; ++k) {
            seen.addTerm(shape.matrices + 2 * k, weight * seen.challenges.lambda[k]);
        }
        seen.subtractTerm(shape.a, weight);
        seen.addTerm(shape.q1, weight * seen.challenges.alpha);
        right.sigma.addMultiple(shape.word(shape.q1), shape.word(shape.q1 + 1), weight);
    }

    /// @dev Σ_k μ_k([A_k] − [e_k]) + β[Q₂] = τ·Q₂.
    function _columnSlice(View memory seen, RightSide memory right, Scalar weight) private view {
        Layout memory shape = seen.shape;
        for (uint256 k = 0; k < shape.parties; ++k) {
            Scalar own = weight * seen.challenges.mu[k];
            seen.addTerm(shape.matrices + 2 * k, own);
            seen.subtractTerm(shape.e + 2 * k, own);
        }
        seen.addTerm(shape.q2, weight * seen.challenges.beta);
        right.tau.addMultiple(shape.word(shape.q2), shape.word(shape.q2 + 1), weight);
    }

    /// @dev Σ_k coef_{e_k}[e_k] − [y_e] + ζ[W_e] = σ·W_e. The identities add the first term.
    function _e(View memory seen, RightSide memory right, Scalar weight) private view {
        Layout memory shape = seen.shape;
        seen.subtractTerm(shape.one, weight * seen.value(shape.ye));
        seen.addTerm(shape.we, weight * seen.challenges.zeta);
        right.sigma.addMultiple(shape.word(shape.we), shape.word(shape.we + 1), weight);
    }
}

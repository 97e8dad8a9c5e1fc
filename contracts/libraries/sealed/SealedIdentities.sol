// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { SealedStatement } from "../../types/Sealed.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { ColumnFields, RowFields } from "./SealedFields.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";
import { Place } from "./SealedPlace.sol";
import { SealedChallenges } from "./SealedTranscript.sol";
import { SealedView, View } from "./SealedView.sol";
import { Scalars } from "./Scalars.sol";

/// @dev Weights of the identity that is next, γ^i times a factor.
struct Weights {
    /// @dev In Lin; the factor is what the opening gives Lin.
    Scalar own;
    /// @dev In what the e_k come to at ζ; the factor is the weight of line *e*.
    Scalar slices;
}

/// @title SealedIdentities
/// @notice The identities at ζ, one function each, in the order of docs/sealed.md, "Identities":
/// each gives the polynomials that are not opened their coefficients, and what is left to [1]₁.
library SealedIdentities {
    using SealedLayout for Layout;
    using SealedView for View;

    /// @notice Adds F − q·Z_K at ζ to the left side, with the weights of Lin and of the e_k.
    function addAll(SealedStatement calldata statement, View memory seen, Weights memory weights) internal pure {
        uint256 kind = statement.kind;
        bool primal = seen.shape.primal;
        bool dual = seen.shape.dual;
        _subtract(seen, weights, seen.shape.q, seen.place.vanishing);
        for (uint256 part = 0; part <= seen.shape.parties; ++part) {
            _lookup(seen, weights, part);
            _next(seen, weights);
        }
        _table(seen, weights);
        _next(seen, weights);
        _sum(statement, seen, weights);
        _next(seen, weights);
        if (primal) {
            _primal(seen, weights);
            _next(seen, weights);
        }
        if (dual) {
            _dual(statement, seen, weights);
            _next(seen, weights);
        }
        if (primal) {
            _bound(seen, weights);
            _next(seen, weights);
        }
        if (kind == KIND_OPTIMAL) {
            _tolerance(statement, seen, weights);
            _next(seen, weights);
        }
        if (kind == KIND_UNBOUNDED) {
            _support(seen, weights);
            _next(seen, weights);
        }
        if (primal) {
            _scale(statement, seen, weights);
            _next(seen, weights);
            _copy(seen, weights);
            _next(seen, weights);
            _inner(seen, weights);
            _next(seen, weights);
        }
        for (uint256 k = 0; primal && k < seen.shape.parties; ++k) {
            _residual(statement, seen, weights, k);
            _next(seen, weights);
        }
        for (uint256 k = 0; dual && k < seen.shape.parties; ++k) {
            _slot(seen, weights, k);
            _next(seen, weights);
        }
    }

    /// @dev h(θ + l) − 1.
    function _lookup(View memory seen, Weights memory weights, uint256 part) private pure {
        _add(seen, weights, seen.shape.h + 2 * part, seen.challenges.theta + seen.shape.firstLimb(part));
        _addConstant(seen, weights, MINUS_ONE);
    }

    /// @dev h_T(θ + N) − m.
    function _table(View memory seen, Weights memory weights) private pure {
        _add(seen, weights, seen.shape.hT, seen.challenges.theta + seen.value(seen.shape.tableValue));
        _add(seen, weights, seen.shape.m, MINUS_ONE);
    }

    /// @dev Φ(ηX) − Φ − h_C − Σ h_k + h_T − sel·(ν Σ_k w_k e_k + ν′ G) + (ν v + ν′ g)/D.
    function _sum(SealedStatement calldata statement, View memory seen, Weights memory weights) private pure {
        Layout memory shape = seen.shape;
        SealedChallenges memory drawn = seen.challenges;
        _addConstant(seen, weights, seen.value(shape.phiValue));
        _add(seen, weights, shape.phi, MINUS_ONE);
        for (uint256 part = 0; part <= shape.parties; ++part) _add(seen, weights, shape.h + 2 * part, MINUS_ONE);
        _add(seen, weights, shape.hT, ONE);
        Scalar target = drawn.nuSum *
            (statement.kind == KIND_OPTIMAL ? Scalar.wrap(statement.gapTolerance) : MINUS_ONE);
        if (shape.dual) {
            target = target + drawn.nu * seen.value(shape.v);
            Scalar slices = weights.slices * seen.place.selector * drawn.nu;
            for (uint256 k = 0; k < shape.parties; ++k) seen.subtractTerm(shape.e + 2 * k, slices * seen.rows[k].w);
        }
        _addConstant(seen, weights, target * Scalars.invertPowerOfTwo(seen.domain.limbSize));
        Scalar factor = seen.place.selector * drawn.nuSum;
        _subtractConstant(seen, weights, factor * _terms(statement, seen));
        if (statement.kind == KIND_UNBOUNDED) {
            // The term of G that is not opened, u·ray·c.
            _subtract(seen, weights, shape.costs, factor * _unit(statement) * seen.columns.ray);
        }
    }

    /// @dev G, without the term with c.
    function _terms(SealedStatement calldata statement, View memory seen) private pure returns (Scalar terms) {
        ColumnFields memory columns = seen.columns;
        Place memory place = seen.place;
        Scalar slack = ZERO;
        Scalar multipliers = ZERO;
        for (uint256 k = 0; k < seen.shape.parties; ++k) {
            RowFields memory rows = seen.rows[k];
            slack = slack + rows.s;
            multipliers = multipliers + rows.w;
            if (statement.kind == KIND_OPTIMAL) terms = terms + rows.w * (rows.s + rows.r);
        }
        // Λ_{R−1}(Σ_k s_k + x_0 y) or, in kind 2, with u in place of x_0; kind 0 has no y.
        Scalar step = statement.kind == KIND_INFEASIBLE ? _x0(statement) : _unit(statement);
        terms = terms + place.last * (slack + step * columns.y);
        if (statement.kind == KIND_OPTIMAL) {
            // x z⁺ + x′ z⁻ + Σ_k w_k(s_k + r_k)
            return terms + columns.x * columns.zPlus + columns.xRest * columns.zMinus;
        }
        if (statement.kind == KIND_INFEASIBLE) {
            // τ_residual Σ_k w_k − x_0 Λ_0 z⁺
            terms = terms + Scalar.wrap(statement.residualTolerance) * multipliers;
            return terms - step * place.first * columns.zPlus;
        }
        // τ_dual ray
        return terms + Scalar.wrap(statement.dualTolerance) * columns.ray;
    }

    /// @dev sel·(X − χ^(R−1))·(T − Σ_k λ_k(r_k − s_k − ε s′_k)).
    function _primal(View memory seen, Weights memory weights) private pure {
        SealedChallenges memory drawn = seen.challenges;
        Scalar factor = seen.place.selector * (drawn.zeta - seen.domain.last);
        Scalar held = ZERO;
        for (uint256 k = 0; k < seen.shape.parties; ++k) {
            RowFields memory rows = seen.rows[k];
            held = held + drawn.lambda[k] * (rows.r - (rows.s + drawn.epsilon * rows.raySlack));
        }
        _add(seen, weights, seen.shape.rowSums, factor);
        _subtractConstant(seen, weights, factor * held);
    }

    /// @dev Kind 0: sel·(X − 1)·(z⁺ − z⁻ − u c − V); kind 1: sel·(z⁺ − V).
    function _dual(SealedStatement calldata statement, View memory seen, Weights memory weights) private pure {
        Scalar factor = seen.place.selector;
        if (statement.kind == KIND_OPTIMAL) {
            factor = factor * (seen.challenges.zeta + MINUS_ONE);
            _subtract(seen, weights, seen.shape.costs, factor * _unit(statement));
        }
        _addConstant(seen, weights, factor * (seen.columns.zPlus - seen.columns.zMinus));
        _subtract(seen, weights, seen.shape.columnSums, factor);
    }

    /// @dev sel·(x + x′ − U).
    function _bound(View memory seen, Weights memory weights) private pure {
        _addOnH(seen, weights, seen.columns.x + seen.columns.xRest);
        _subtract(seen, weights, seen.shape.bounds, seen.place.selector);
    }

    /// @dev sel·(z⁻ + z⁻′ − τ_dual).
    function _tolerance(SealedStatement calldata statement, View memory seen, Weights memory weights) private pure {
        _within(seen, weights, seen.columns.zMinus + seen.columns.zMinusRest, statement.dualTolerance);
    }

    /// @dev sel·(ray − ray·J).
    function _support(View memory seen, Weights memory weights) private pure {
        Scalar ray = seen.place.selector * seen.columns.ray;
        _addConstant(seen, weights, ray);
        _subtract(seen, weights, seen.shape.support, ray);
    }

    /// @dev sel·Λ_0·(x − x_0).
    function _scale(SealedStatement calldata statement, View memory seen, Weights memory weights) private pure {
        _addOnH(seen, weights, seen.place.first * (seen.columns.x - _x0(statement)));
    }

    /// @dev sel·(x̂ − x − ε ray).
    function _copy(View memory seen, Weights memory weights) private pure {
        Scalar difference = seen.value(seen.shape.xValue) -
            (seen.columns.x + seen.challenges.epsilon * seen.columns.ray);
        _addOnH(seen, weights, difference);
    }

    /// @dev sel·(a x̂ − t/R + Ψ − Ψ(χX)).
    function _inner(View memory seen, Weights memory weights) private pure {
        Scalar selector = seen.place.selector;
        _add(seen, weights, seen.shape.a, selector * seen.value(seen.shape.xValue));
        Scalar share = seen.value(seen.shape.t) * Scalars.invertPowerOfTwo(seen.domain.size);
        _subtractConstant(seen, weights, selector * (share + seen.value(seen.shape.psiValue)));
        _add(seen, weights, seen.shape.psi, selector);
    }

    /// @dev sel·(r_k + r′_k − τ_residual).
    function _residual(
        SealedStatement calldata statement,
        View memory seen,
        Weights memory weights,
        uint256 k
    ) private pure {
        _within(seen, weights, seen.rows[k].r + seen.rows[k].rRest, statement.residualTolerance);
    }

    /// @dev sel·Λ_{R−1}·w_k.
    function _slot(View memory seen, Weights memory weights, uint256 k) private pure {
        _addOnH(seen, weights, seen.place.last * seen.rows[k].w);
    }

    /// @dev sel·(sum − limit).
    function _within(View memory seen, Weights memory weights, Scalar sum, uint256 limit) private pure {
        _addOnH(seen, weights, sum - Scalar.wrap(limit));
    }

    /// @dev The constant sel·value.
    function _addOnH(View memory seen, Weights memory weights, Scalar value) private pure {
        _addConstant(seen, weights, seen.place.selector * value);
    }

    /// @dev The coefficient of the polynomial whose commitment is at `index`. Written out, not by
    /// `addTerm`, lest the compiler copy the product into every identity.
    function _add(View memory seen, Weights memory weights, uint256 index, Scalar coefficient) private pure {
        Scalar[] memory scalars = seen.scalars;
        scalars[index] = scalars[index] + weights.own * coefficient;
    }

    function _subtract(View memory seen, Weights memory weights, uint256 index, Scalar coefficient) private pure {
        Scalar[] memory scalars = seen.scalars;
        scalars[index] = scalars[index] - weights.own * coefficient;
    }

    function _addConstant(View memory seen, Weights memory weights, Scalar constant_) private pure {
        _add(seen, weights, seen.shape.one, constant_);
    }

    function _subtractConstant(View memory seen, Weights memory weights, Scalar constant_) private pure {
        _subtract(seen, weights, seen.shape.one, constant_);
    }

    function _next(View memory seen, Weights memory weights) private pure {
        Scalar gamma = seen.challenges.gamma;
        (weights.own, weights.slices) = (weights.own * gamma, weights.slices * gamma);
    }

    function _x0(SealedStatement calldata statement) private pure returns (Scalar) {
        return Scalar.wrap(10 ** statement.solutionDecimals);
    }

    function _unit(SealedStatement calldata statement) private pure returns (Scalar) {
        return Scalar.wrap(10 ** statement.multiplierDecimals);
    }
}

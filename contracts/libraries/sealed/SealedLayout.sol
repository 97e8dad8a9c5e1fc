// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { KIND_INFEASIBLE, KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { Words } from "../Words.sol";
import { Scalar } from "./Scalar.sol";

/// @dev Limbs per index.
uint256 constant LIMBS = 32;

/// @notice Where the entries of a proof are: indices of words, under their symbols in
/// docs/sealed.md. Of several entries in a row only the first has a field. Those of other kinds
/// mean nothing.
struct Layout {
    /// @dev Where the first word is in calldata.
    uint256 start;
    uint256 parties;
    /// @dev Whether the kind is about a solution, and whether it is about multipliers.
    bool primal;
    bool dual;
    /// @dev First word of each of the steps 0..9, and the number of words.
    uint256[11] steps;
    /// @dev A_0, and c.
    uint256 matrices;
    uint256 costs;
    /// @dev l_C, then l_0..l_{P−1}.
    uint256 limbs;
    uint256 m;
    /// @dev V(Y).
    uint256 columnSums;
    /// @dev h_C, then h_0..h_{P−1}.
    uint256 h;
    uint256 hT;
    /// @dev x̂.
    uint256 x;
    /// @dev T(X).
    uint256 rowSums;
    uint256 a;
    uint256 q1;
    /// @dev e_0.
    uint256 e;
    /// @dev First scalar of step 3, whether t or v.
    uint256 t;
    uint256 v;
    uint256 q2;
    uint256 phi;
    uint256 psi;
    uint256 q;
    /// @dev W_e.
    uint256 we;
    /// @dev l_C(ζ), the first scalar of step 7.
    uint256 limbValues;
    /// @dev Φ(ηζ), N(ζ), Ψ(χζ), x̂(ζ).
    uint256 phiValue;
    uint256 tableValue;
    uint256 psiValue;
    uint256 xValue;
    uint256 ye;
    /// @dev W and W′.
    uint256 w;
    uint256 wPrime;
    /// @dev Indices behind the words, for scalars of points that are not in the proof: [1]₁, [N],
    /// [U], [J].
    uint256 one;
    uint256 table;
    uint256 bounds;
    uint256 support;
}

/// @title SealedLayout
/// @notice The shape of a proof (docs/sealed.md, "Polynomials and steps").
library SealedLayout {
    /// @notice The layout of proofs of a kind and of so many parties that start at `start`.
    function ofProofs(uint256 kind, uint256 parties, uint256 start) internal pure returns (Layout memory shape) {
        (shape.start, shape.parties) = (start, parties);
        (shape.primal, shape.dual) = (kind != KIND_INFEASIBLE, kind != KIND_UNBOUNDED);
        uint256 next = _combine(shape);
        _open(shape, next);
    }

    /// @dev Steps 0 to 3; returns the first word of step 4.
    function _combine(Layout memory shape) private pure returns (uint256 next) {
        (uint256 each, uint256 primal, uint256 dual) = (2 * shape.parties, shape.primal ? 1 : 0, shape.dual ? 1 : 0);
        shape.costs = each;
        next = shape.costs + 2;
        (shape.steps[1], shape.limbs, shape.m) = (next, next, next + 2 + each);
        shape.columnSums = shape.m + 2;
        next = shape.columnSums + 2 * dual;
        (shape.steps[2], shape.h, shape.hT) = (next, next, next + 2 + each);
        shape.x = shape.hT + 2;
        shape.rowSums = shape.x + 2 * primal;
        next = shape.rowSums + 2 * primal;
        (shape.steps[3], shape.a) = (next, next);
        shape.q1 = shape.a + 2 * primal;
        shape.e = shape.q1 + 2 * primal;
        shape.t = shape.e + each * dual;
        shape.v = shape.t + primal;
        next = shape.v + dual;
    }

    /// @dev Steps 4 to 9.
    function _open(Layout memory shape, uint256 next) private pure {
        (uint256 primal, uint256 dual) = (shape.primal ? 1 : 0, shape.dual ? 1 : 0);
        (shape.steps[4], shape.q2) = (next, next);
        next += 2 * dual;
        (shape.steps[5], shape.phi) = (next, next);
        shape.psi = shape.phi + 2;
        next = shape.psi + 2 * primal;
        (shape.steps[6], shape.q) = (next, next);
        next += 2;
        (shape.steps[7], shape.we) = (next, next);
        shape.limbValues = shape.we + 2 * dual;
        shape.phiValue = shape.limbValues + LIMBS * (shape.parties + 1);
        shape.tableValue = shape.phiValue + 1;
        shape.psiValue = shape.tableValue + 1;
        shape.xValue = shape.psiValue + primal;
        shape.ye = shape.xValue + primal;
        next = shape.ye + dual;
        (shape.steps[8], shape.w) = (next, next);
        (shape.steps[9], shape.wPrime) = (next + 2, next + 2);
        next += 4;
        (shape.steps[10], shape.one) = (next, next);
        (shape.table, shape.bounds, shape.support) = (next + 1, next + 2, next + 3);
    }

    /// @notice The word at an index.
    function word(Layout memory shape, uint256 index) internal pure returns (uint256) {
        // Unchecked: a proof's place in calldata and its length are far below 2^64.
        unchecked {
            return Words.load(shape.start + 32 * index);
        }
    }

    /// @notice The scalar at an index; its range must have been checked.
    function scalar(Layout memory shape, uint256 index) internal pure returns (Scalar) {
        return Scalar.wrap(word(shape, index));
    }

    /// @notice Limb 0 of a part at ζ; part 0 is C, part k + 1 is party k.
    function firstLimb(Layout memory shape, uint256 part) internal pure returns (Scalar) {
        return scalar(shape, shape.limbValues + LIMBS * part);
    }
}

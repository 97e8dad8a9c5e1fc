// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IShares } from "../../interfaces/IShares.sol";
import { SealedPoint } from "../../types/Sealed.sol";
import { ShareBasis, ShareClaim } from "../../types/Shares.sol";
import { BN254 } from "../BN254.sol";
import { Words } from "../Words.sol";
import { Precompiles } from "./Precompiles.sol";
import { MINUS_ONE, ONE, Scalar } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";
import { Domain, SealedDomain } from "./SealedDomain.sol";
import { RightSide, SealedPairing } from "./SealedPairing.sol";
import { COPIED_LIMBS, SharePlace, SharePlaces } from "./SharePlaces.sol";
import {
    AT_COLUMN,
    AT_LIMBS,
    AT_NEXT,
    AT_W,
    AT_W_PRIME,
    COLUMN_MASKS,
    COLUMN_QUOTIENT,
    COLUMN_REST,
    LIMB_MASKS,
    RUNNING_QUOTIENT,
    RUNNING_SUM,
    ShareChallenges,
    ShareTranscript
} from "./ShareTranscript.sol";

/// @title ShareProof
/// @notice Verifies disclosures of one dual value (docs/sealed-disclosure.md, "Proof", for the
/// claim of type 3 alone), for a basis from an accepted proof.
library ShareProof {
    using Precompiles for BN254.Sum;

    int256 private constant VALUE_LIMIT = 1 << 160;

    /// @notice Reverts with the first reason for refusing the claim.
    function check(ShareBasis calldata basis, ShareClaim calldata claim) internal view {
        if (claim.dualValue >= VALUE_LIMIT || claim.dualValue <= -VALUE_LIMIT) revert IShares.SharesValueOutOfRange();
        ShareTranscript.checkWords(claim.proof);
        ShareChallenges memory drawn = ShareTranscript.derive(basis, claim);
        Domain memory domain = SealedDomain.ofSize(basis.size);
        SharePlaces.check(domain, drawn);
        SharePlace memory place = SharePlaces.evaluate(domain, drawn);
        uint256 start = Words.start(claim.proof);
        BN254.Sum memory left;
        RightSide memory right;
        Scalar constants = _opening(basis.limbs[claim.party], start, place, drawn, left) +
            _next(claim.dualValue, domain, start, place, drawn, left);
        _add(left, start, AT_W, MINUS_ONE * place.whole);
        _add(left, start, AT_W_PRIME, drawn.xi);
        _add(right.tau, start, AT_W_PRIME, ONE);
        constants = constants + _column(basis.matrices[claim.party], start, place, drawn, left);
        _add(right.sigma, start, COLUMN_QUOTIENT, drawn.pi);
        _add(right.tau, start, COLUMN_REST, drawn.pi);
        left.addMultiple(1, 2, MINUS_ONE * constants);
        if (!SealedPairing.holds(left, right, basis.sigma, basis.tau)) revert IShares.SharesEquationFailed();
    }

    /// @dev Opening 0, [l_k] + Z_K(ζ)[M_l] at ζη^0..ζη^5. Returns what it takes from [1]₁.
    function _opening(
        SealedPoint calldata limbs,
        uint256 start,
        SharePlace memory place,
        ShareChallenges memory drawn,
        BN254.Sum memory left
    ) private view returns (Scalar) {
        Scalar factor = drawn.xi - place.next;
        left.addMultiple(limbs.x, limbs.y, factor);
        _add(left, start, LIMB_MASKS, factor * place.vanishing);
        Scalar opened = Scalar.wrap(0);
        for (uint256 q = 0; q < COPIED_LIMBS; ++q) {
            opened = opened + place.limbWeights[q] * _scalar(start, AT_LIMBS + q);
        }
        return factor * opened;
    }

    /// @dev Openings 1 and 2, Ψ_d − Z_H(ζ) q_d at ζ and Ψ_d at χζ. Returns what they take from
    /// [1]₁.
    function _next(
        int256 dualValue,
        Domain memory domain,
        uint256 start,
        SharePlace memory place,
        ShareChallenges memory drawn,
        BN254.Sum memory left
    ) private view returns (Scalar) {
        Scalar atZeta = drawn.rho * place.atZeta;
        Scalar atNext = drawn.rho * drawn.rho * place.atNext;
        _add(left, start, RUNNING_SUM, atZeta + atNext);
        _add(left, start, RUNNING_QUOTIENT, MINUS_ONE * atZeta * place.vanishingOnH);
        // w′(ζ).
        Scalar multiplier = Scalar.wrap(0);
        for (uint256 q = COPIED_LIMBS; q > 0; --q) {
            multiplier = multiplier * Scalar.wrap(1 << domain.limbBits) + _scalar(start, AT_LIMBS + q - 1);
        }
        Scalar next = _scalar(start, AT_NEXT);
        Scalar share = Scalar.wrap(BN254.toScalar(dualValue)) * Scalars.invertPowerOfTwo(domain.size);
        return atZeta * (next - multiplier * _scalar(start, AT_COLUMN) - share) + atNext * next;
    }

    /// @dev Column 0, [A_k] + Z_H(ζ)[M_A] − [a′(ζ)] + ζ[P] + [P′]. Returns what it takes from [1]₁.
    function _column(
        SealedPoint calldata matrix,
        uint256 start,
        SharePlace memory place,
        ShareChallenges memory drawn,
        BN254.Sum memory left
    ) private view returns (Scalar) {
        left.addMultiple(matrix.x, matrix.y, drawn.pi);
        _add(left, start, COLUMN_MASKS, drawn.pi * place.vanishingOnH);
        _add(left, start, COLUMN_QUOTIENT, drawn.pi * drawn.zeta);
        _add(left, start, COLUMN_REST, drawn.pi);
        return drawn.pi * _scalar(start, AT_COLUMN);
    }

    /// @dev sum += scalar · (the point at a word of the proof).
    function _add(BN254.Sum memory sum, uint256 start, uint256 word, Scalar scalar) private view {
        sum.addMultiple(Words.load(start + 32 * word), Words.load(start + 32 * word + 32), scalar);
    }

    /// @dev A word of the proof that has been checked to be a scalar.
    function _scalar(uint256 start, uint256 word) private pure returns (Scalar) {
        return Scalar.wrap(Words.load(start + 32 * word));
    }
}

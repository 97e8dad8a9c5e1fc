// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The linter does not see that assembly uses the modulus.
// solhint-disable-next-line no-unused-import
import { ORDER } from "../BN254.sol";
import { MINUS_ONE, ONE, Scalar } from "./Scalar.sol";
import { Domain } from "./SealedDomain.sol";
import { LIMBS, Layout } from "./SealedLayout.sol";
import { SealedChallenges } from "./SealedTranscript.sol";
import { Scalars } from "./Scalars.sol";

// Single points that are opened: ζ, ηζ, χζ, α, β.
uint256 constant AT_ZETA = 0;
uint256 constant AT_NEXT_LIMB = 1;
uint256 constant AT_NEXT = 2;
uint256 constant AT_ALPHA = 3;
uint256 constant AT_BETA = 4;
uint256 constant SINGLE_POINTS = 5;

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
    /// @dev Z_{S∖S_i}(ξ) for S_i = {ζη^0..ζη^31}, and for the single points in the order of
    /// `AT_ZETA` to `AT_BETA`.
    Scalar atLimbs;
    Scalar[SINGLE_POINTS] atSingle;
}

/// @title SealedPlace
/// @notice Evaluates at ζ and ξ everything that depends on domains and challenges only, with one
/// inversion. The challenges must have been checked: no denominator is 0.
library SealedPlace {
    // Places of denominators behind those of the limbs' weights.
    uint256 private constant SELECTOR = LIMBS;
    uint256 private constant FIRST = LIMBS + 1;
    uint256 private constant LAST = LIMBS + 2;
    uint256 private constant SINGLE = LIMBS + 3;

    /// @notice The place of checked challenges.
    function evaluate(
        Layout memory shape,
        Domain memory domain,
        SealedChallenges memory drawn
    ) internal view returns (Place memory place) {
        (Scalar zeta, Scalar xi) = (drawn.zeta, drawn.xi);
        Scalar onH = Scalars.squareUpTo(zeta, domain.size);
        place.vanishing = Scalars.squareUpTo(onH, LIMBS) + MINUS_ONE;
        onH = onH + MINUS_ONE;
        Scalar[] memory inverses = new Scalar[](SINGLE + SINGLE_POINTS);
        Scalar ofLimbs = limbDenominators(domain.limbGenerator, zeta, xi, inverses);
        inverses[SELECTOR] = Scalar.wrap(LIMBS) * onH;
        inverses[FIRST] = Scalar.wrap(domain.size) * (zeta + MINUS_ONE);
        inverses[LAST] = Scalar.wrap(domain.size) * (zeta - domain.last);
        place.atLimbs = _singleDenominators(shape, domain, drawn, inverses);
        place.whole = ofLimbs * place.atLimbs;
        Scalars.invertAll(inverses);
        place.selector = place.vanishing * inverses[SELECTOR];
        place.first = onH * inverses[FIRST];
        place.last = domain.last * onH * inverses[LAST];
        place.limbWeights = new Scalar[](LIMBS);
        for (uint256 q = 0; q < LIMBS; ++q) place.limbWeights[q] = ofLimbs * inverses[q];
        for (uint256 i = 0; i < SINGLE_POINTS; ++i) place.atSingle[i] = place.whole * inverses[SINGLE + i];
    }

    /// @dev Writes ξ minus each single point to the last places, or 1 for points that the kind
    /// lacks, and returns the product of those for χζ, α and β, which are not among the points of
    /// the limbs.
    function _singleDenominators(
        Layout memory shape,
        Domain memory domain,
        SealedChallenges memory drawn,
        Scalar[] memory denominators
    ) private pure returns (Scalar product) {
        Scalar[SINGLE_POINTS] memory points = [
            drawn.zeta,
            domain.limbGenerator * drawn.zeta,
            domain.generator * drawn.zeta,
            drawn.alpha,
            drawn.beta
        ];
        product = ONE;
        for (uint256 i = 0; i < SINGLE_POINTS; ++i) {
            bool opened = i < AT_NEXT || (i == AT_BETA ? shape.dual : shape.primal);
            Scalar difference = opened ? drawn.xi - points[i] : ONE;
            denominators[SINGLE + i] = difference;
            if (i >= AT_NEXT) product = product * difference;
        }
    }

    /// @notice Writes (ξ − x_q)·Π_{j≠q}(x_q − x_j) for x_q = ζη^q, q = 0..31, to the first places,
    /// and returns Π_q (ξ − x_q).
    /// @dev With S_i = (η − 1)(η² − 1)…(η^i − 1), the second factor is (−1)^(31−q)·ζ^31·η^(q(q−1)/2
    /// + q(31−q))·S_q·S_{31−q}. The exponent of η grows by 30 − q from q to q + 1.
    function limbDenominators(
        Scalar eta,
        Scalar zeta,
        Scalar xi,
        Scalar[] memory denominators
    ) internal pure returns (Scalar product) {
        // η^i and S_i.
        Scalar[] memory powers = new Scalar[](LIMBS);
        Scalar[] memory s = new Scalar[](LIMBS);
        // powers[0] = s[0] = 1; factor = −1
        // for i = 1..31: powers[i] = powers[i−1]·η; s[i] = s[i−1]·(powers[i] − 1); factor = factor·ζ
        // product = 1
        // for q = 0..31: difference = ξ − ζ·powers[q]; product = product·difference
        //                denominators[q] = factor·s[q]·s[31−q]·difference
        //                factor = −factor·powers[30−q], which is not used any more for q = 31
        // `at` is 32i or 32q; the first word of an array is its length.
        assembly ("memory-safe") {
            let last := shl(5, LIMBS)
            let factor := sub(ORDER, 1)
            let power := 1
            let ofS := 1
            mstore(add(powers, 32), 1)
            mstore(add(s, 32), 1)
            for {
                let at := 64
            } iszero(gt(at, last)) {
                at := add(at, 32)
            } {
                power := mulmod(power, eta, ORDER)
                ofS := mulmod(ofS, add(power, sub(ORDER, 1)), ORDER)
                mstore(add(powers, at), power)
                mstore(add(s, at), ofS)
                factor := mulmod(factor, zeta, ORDER)
            }
            product := 1
            for {
                let at := 32
            } iszero(gt(at, last)) {
                at := add(at, 32)
            } {
                let difference := addmod(xi, sub(ORDER, mulmod(zeta, mload(add(powers, at)), ORDER)), ORDER)
                product := mulmod(product, difference, ORDER)
                let both := mulmod(mload(add(s, at)), mload(add(s, sub(add(last, 32), at))), ORDER)
                mstore(add(denominators, at), mulmod(mulmod(factor, both, ORDER), difference, ORDER))
                factor := mulmod(factor, sub(ORDER, mload(add(powers, sub(last, at)))), ORDER)
            }
        }
    }
}

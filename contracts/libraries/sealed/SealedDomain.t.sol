// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { DirtyMemory } from "../../test-support/DirtyMemory.sol";
import { Test } from "../../test-support/Test.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { Domain, SealedDomain } from "./SealedDomain.sol";
import { LIMBS, Layout, SealedLayout } from "./SealedLayout.sol";
import { Place, SealedPlace } from "./SealedPlace.sol";
import { SealedChallenges } from "./SealedTranscript.sol";
import { Scalars } from "./Scalars.sol";

/// @title SealedDomainTest
/// @notice Subgroups, and polynomials over them, compared with their definitions.
contract SealedDomainTest is Test {
    /// @notice Orders of the generators, for every size.
    function testOrders() public pure {
        for (uint256 size = 16; size <= 1 << 13; size <<= 1) {
            Domain memory domain = SealedDomain.ofSize(size);
            _equal(domain.limbSize, 32 * size);
            // Of order 2^k: the power 2^(k−1) is −1.
            _holds(Scalars.squareUpTo(domain.limbGenerator, 16 * size) == MINUS_ONE, "order of K");
            _holds(Scalars.squareUpTo(domain.generator, size / 2) == MINUS_ONE, "order of H");
            _holds(Scalars.squareUpTo(domain.limbGenerator, LIMBS) == domain.generator, "H in K");
            _holds(domain.last * domain.generator == ONE, "last");
        }
    }

    /// @notice 9 bits for R = 16, 12 from R = 128 on.
    function testLimbBits() public pure {
        uint8[10] memory expected = [9, 10, 11, 12, 12, 12, 12, 12, 12, 12];
        for (uint256 i = 0; i < 10; ++i) _equal(SealedDomain.limbBitsOf(16 << i), expected[i]);
    }

    /// @notice The products of differences of all 32 points.
    function testFuzzLimbDenominators(uint256 eta, uint256 zeta, uint256 xi) public pure {
        _checkLimbDenominators(Scalars.reduce(eta), Scalars.reduce(zeta), Scalars.reduce(xi));
    }

    /// @notice The same where numbers are least or largest, points coincide, or ξ is one of them;
    /// a challenge that makes a denominator 0 is refused before, but gives 0 here as it should.
    function testLimbDenominatorsAtEnds() public pure {
        Scalar eta = SealedDomain.ofSize(16).limbGenerator;
        Scalar[5] memory ends = [ZERO, ONE, MINUS_ONE, eta, eta * eta];
        for (uint256 i = 0; i < 125; ++i) _checkLimbDenominators(ends[i % 5], ends[(i / 5) % 5], ends[i / 25]);
    }

    /// @notice Selector and Lagrange polynomials by their sums, the limbs' weights by interpolating
    /// powers, and the products without a group of points.
    function testFuzzPlace(uint256 seed, uint256 kind) public view {
        kind %= 3;
        Layout memory shape = SealedLayout.ofProofs(kind, 1, 0);
        Domain memory domain = SealedDomain.ofSize(16);
        SealedChallenges memory drawn;
        (drawn.zeta, drawn.xi) = (_draw(seed, 0), _draw(seed, 1));
        (drawn.alpha, drawn.beta) = (_draw(seed, 2), _draw(seed, 3));
        Place memory place = SealedPlace.evaluate(shape, domain, drawn);
        _holds(place.vanishing + ONE == Scalars.squareUpTo(drawn.zeta, domain.limbSize), "Z_K");
        // X^R − 1 = Π (X − χ^i), and Λ_i = χ^i (X^R − 1)/(R (X − χ^i)).
        Scalar onH = Scalars.squareUpTo(drawn.zeta, domain.size) - ONE;
        _holds(place.selector * Scalar.wrap(32) * onH == place.vanishing, "selector");
        _holds(place.first * Scalar.wrap(16) * (drawn.zeta - ONE) == onH, "first");
        _holds(place.last * Scalar.wrap(16) * (drawn.zeta - domain.last) == domain.last * onH, "last");
        _checkWeights(domain, drawn, place);
        _checkGroups(shape, domain, drawn, place);
    }

    /// @dev Compares with the products written out. Places behind the 32, and words around the array,
    /// stay as they were.
    function _checkLimbDenominators(Scalar eta, Scalar zeta, Scalar xi) private pure {
        Scalar[] memory points = new Scalar[](LIMBS);
        points[0] = zeta;
        for (uint256 q = 1; q < LIMBS; ++q) points[q] = points[q - 1] * eta;
        DirtyMemory.fill();
        uint256[1] memory below = [uint256(77)];
        Scalar[] memory found = new Scalar[](LIMBS + 1);
        uint256[1] memory above = [uint256(78)];
        found[LIMBS] = MINUS_ONE;
        DirtyMemory.fill();
        Scalar product = SealedPlace.limbDenominators(eta, zeta, xi, found);
        Scalar all = ONE;
        for (uint256 q = 0; q < LIMBS; ++q) {
            Scalar expected = xi - points[q];
            all = all * expected;
            for (uint256 j = 0; j < LIMBS; ++j) {
                if (j != q) expected = expected * (points[q] - points[j]);
            }
            _holds(found[q] == expected, "denominator");
        }
        _holds(product == all, "product");
        _equal(found.length, LIMBS + 1);
        _holds(found[LIMBS] == MINUS_ONE && below[0] == 77 && above[0] == 78, "nothing else");
    }

    /// @dev The weights interpolate 1, X, …, X^31.
    function _checkWeights(Domain memory domain, SealedChallenges memory drawn, Place memory place) private pure {
        Scalar[] memory powers = new Scalar[](LIMBS);
        for (uint256 q = 0; q < LIMBS; ++q) powers[q] = ONE;
        Scalar expected = ONE;
        for (uint256 degree = 0; degree < LIMBS; ++degree) {
            Scalar sum = ZERO;
            Scalar point = drawn.zeta;
            for (uint256 q = 0; q < LIMBS; ++q) {
                sum = sum + place.limbWeights[q] * powers[q];
                powers[q] = powers[q] * point;
                point = point * domain.limbGenerator;
            }
            _holds(sum == expected, "interpolation");
            expected = expected * drawn.xi;
        }
    }

    function _checkGroups(
        Layout memory shape,
        Domain memory domain,
        SealedChallenges memory drawn,
        Place memory place
    ) private pure {
        Scalar whole = ONE;
        Scalar point = drawn.zeta;
        for (uint256 q = 0; q < LIMBS; ++q) {
            whole = whole * (drawn.xi - point);
            point = point * domain.limbGenerator;
        }
        Scalar ofLimbs = whole;
        if (shape.primal) whole = whole * (drawn.xi - domain.generator * drawn.zeta) * (drawn.xi - drawn.alpha);
        if (shape.dual) whole = whole * (drawn.xi - drawn.beta);
        _holds(place.whole == whole, "Z_S");
        _holds(place.atLimbs * ofLimbs == whole, "limbs");
        Scalar[5] memory points = [
            drawn.zeta,
            domain.limbGenerator * drawn.zeta,
            domain.generator * drawn.zeta,
            drawn.alpha,
            drawn.beta
        ];
        for (uint256 i = 0; i < 5; ++i) {
            bool opened = i < 2 || (i == 4 ? shape.dual : shape.primal);
            if (opened) _holds(place.atSingle[i] * (drawn.xi - points[i]) == whole, "single point");
        }
    }

    function _draw(uint256 seed, uint256 index) private pure returns (Scalar) {
        return Scalars.reduce(uint256(keccak256(abi.encode(seed, index))));
    }
}

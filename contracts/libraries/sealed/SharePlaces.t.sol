// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IShares } from "../../interfaces/IShares.sol";
import { Test } from "../../test-support/Test.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";
import { Domain, SealedDomain } from "./SealedDomain.sol";
import { COPIED_LIMBS, SharePlace, SharePlaces } from "./SharePlaces.sol";
import { ShareChallenges } from "./ShareTranscript.sol";

/// @title SharePlacesTest
/// @notice Degenerate challenges, which no proof brings about, and the numbers of all others.
contract SharePlacesTest is Test {
    /// @notice ζ in K or 0, and ξ among the points that are opened.
    function testFuzzDegenerate(uint256 seed, uint256 which) public {
        Domain memory domain = SealedDomain.ofSize(1 << _bound(seed, 4, 13));
        Scalar zeta = _draw(seed);
        this.check(domain, ShareChallenges(zeta, ONE, zeta + ONE, ONE));
        _refuses(domain, ZERO, ONE);
        _refuses(domain, _power(domain.limbGenerator, which % domain.limbSize), zeta);
        _refuses(domain, zeta, zeta * _power(domain.limbGenerator, which % COPIED_LIMBS));
        _refuses(domain, zeta, zeta * domain.generator);
        this.check(domain, ShareChallenges(zeta, ONE, zeta * _power(domain.limbGenerator, COPIED_LIMBS), ONE));
    }

    /// @notice The weights interpolate, and the products are those of the differences.
    function testFuzzPlace(uint256 seed, uint256 other) public view {
        Domain memory domain = SealedDomain.ofSize(1 << _bound(seed, 4, 13));
        (Scalar zeta, Scalar xi) = (_draw(seed), _draw(uint256(keccak256(abi.encode(seed, other)))));
        SharePlace memory place = SharePlaces.evaluate(domain, ShareChallenges(zeta, ONE, xi, ONE));
        // Polynomials of degree up to 5 are what their values at the six points say: X^d at ξ.
        for (uint256 d = 0; d < COPIED_LIMBS; ++d) {
            Scalar sum = ZERO;
            for (uint256 q = 0; q < COPIED_LIMBS; ++q) {
                sum = sum + place.limbWeights[q] * _power(zeta * _power(domain.limbGenerator, q), d);
            }
            _holds(sum == _power(xi, d), "a weight");
        }
        Scalar product = ONE;
        for (uint256 q = 0; q < COPIED_LIMBS; ++q) {
            product = product * (xi - zeta * _power(domain.limbGenerator, q));
        }
        Scalar next = xi - zeta * domain.generator;
        _holds(place.next == zeta * domain.generator, "the next point");
        _holds(place.atNext == product, "without the next point");
        _holds(place.whole == product * next, "all points");
        _holds(place.atZeta * (xi - zeta) == product * next, "without the first point");
        _holds(place.vanishing == _power(zeta, domain.limbSize) + MINUS_ONE, "on K");
        _holds(place.vanishingOnH == _power(zeta, domain.size) + MINUS_ONE, "on H");
    }

    /// @notice External, so that its reverts can be expected.
    function check(Domain calldata domain, ShareChallenges calldata drawn) external pure {
        SharePlaces.check(domain, drawn);
    }

    function _refuses(Domain memory domain, Scalar zeta, Scalar xi) private {
        _expect(IShares.SharesChallengeDegenerate.selector);
        this.check(domain, ShareChallenges(zeta, ONE, xi, ONE));
    }

    /// @dev As a challenge is drawn: no seed gives one that is degenerate.
    function _draw(uint256 seed) private pure returns (Scalar) {
        return Scalars.reduce(uint256(keccak256(abi.encode(seed))));
    }

    function _power(Scalar base, uint256 exponent) private pure returns (Scalar power) {
        power = ONE;
        for (; exponent > 0; exponent >>= 1) {
            if (exponent & 1 == 1) power = power * base;
            base = base * base;
        }
    }
}

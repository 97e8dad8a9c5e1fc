// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ONE, Scalar } from "./Scalar.sol";
import { LIMBS } from "./SealedLayout.sol";
import { Scalars } from "./Scalars.sol";

/// @notice H and K (docs/sealed.md, "Numbers").
struct Domain {
    /// @dev R and D.
    uint256 size;
    uint256 limbSize;
    /// @dev L.
    uint256 limbBits;
    /// @dev χ and η.
    Scalar generator;
    Scalar limbGenerator;
    /// @dev χ^(R−1).
    Scalar last;
}

/// @title SealedDomain
/// @notice The subgroups H of order R and K of order D = 32R.
library SealedDomain {
    /// @dev 5^((r−1)/2^28), whose order 2^28 is the largest power of two that divides r − 1.
    Scalar private constant ROOT =
        Scalar.wrap(0x2a3c09f0a58a7e8500e0a7eb8ef62abc402d111e41112ed49bd61b6e725b19f0);
    uint256 private constant ROOT_ORDER = 1 << 28;
    uint256 private constant FULL_LIMB_BITS = 12;

    /// @notice The domain of size R, a power of two from 16 to 2^13.
    function ofSize(uint256 size) internal pure returns (Domain memory domain) {
        domain.size = size;
        domain.limbSize = LIMBS * size;
        domain.limbBits = limbBitsOf(size);
        domain.limbGenerator = Scalars.squareUpTo(ROOT, ROOT_ORDER / domain.limbSize);
        domain.generator = Scalars.squareUpTo(domain.limbGenerator, LIMBS);
        // R − 1 = 1 + 2 + 4 + … + R/2.
        domain.last = ONE;
        Scalar power = domain.generator;
        for (uint256 exponent = 1; exponent < size; exponent <<= 1) {
            domain.last = domain.last * power;
            power = power * power;
        }
    }

    /// @notice L = min(12, log2 D).
    function limbBitsOf(uint256 size) internal pure returns (uint256 limbBits) {
        while (limbBits < FULL_LIMB_BITS && (1 << limbBits) < LIMBS * size) ++limbBits;
    }
}

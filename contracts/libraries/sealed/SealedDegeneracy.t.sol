// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { Test } from "../../test-support/Test.sol";
import { KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { ONE, Scalar, ZERO } from "./Scalar.sol";
import { Domain, SealedDomain } from "./SealedDomain.sol";
import { SealedDegeneracy } from "./SealedDegeneracy.sol";
import { SealedLayout } from "./SealedLayout.sol";
import { SealedChallenges } from "./SealedTranscript.sol";

/// @title SealedDegeneracyTest
/// @notice Challenges that coincide, which no proof can be made for.
contract SealedDegeneracyTest is Test {
    /// @notice Different ones pass, in every kind.
    function testPasses() public view {
        for (uint256 kind = KIND_OPTIMAL; kind <= KIND_UNBOUNDED; ++kind) this.check(kind, _good());
    }

    /// @notice ζ = 0, and ζ in K.
    function testZeta() public {
        Domain memory domain = SealedDomain.ofSize(16);
        SealedChallenges memory drawn = _good();
        Scalar[4] memory bad = [ZERO, ONE, domain.limbGenerator, domain.last];
        for (uint256 i = 0; i < 4; ++i) {
            drawn.zeta = bad[i];
            _refuses(KIND_OPTIMAL, drawn);
        }
    }

    /// @notice α, β or ξ at any of the points ζη^q, or χζ; only those that the kind opens at count.
    function testFuzzAtLimbs(uint256 q, uint256 which) public {
        Domain memory domain = SealedDomain.ofSize(16);
        SealedChallenges memory drawn = _good();
        (q, which) = (q % 33, which % 3);
        Scalar point = drawn.zeta;
        for (uint256 i = 0; i < q; ++i) point = point * domain.limbGenerator;
        if (which == 0) drawn.alpha = point;
        else if (which == 1) drawn.beta = point;
        else drawn.xi = point;
        _refuses(KIND_OPTIMAL, drawn);
        if (which == 0 || q == 32) this.check(KIND_INFEASIBLE, drawn);
        else _refuses(KIND_INFEASIBLE, drawn);
        if (which == 1) this.check(KIND_UNBOUNDED, drawn);
        else _refuses(KIND_UNBOUNDED, drawn);
    }

    /// @notice α, β and ξ among each other.
    function testSinglePoints() public {
        SealedChallenges memory drawn = _good();
        drawn.beta = drawn.alpha;
        _refuses(KIND_OPTIMAL, drawn);
        this.check(KIND_INFEASIBLE, drawn);
        this.check(KIND_UNBOUNDED, drawn);
        drawn = _good();
        drawn.xi = drawn.alpha;
        _refuses(KIND_OPTIMAL, drawn);
        this.check(KIND_INFEASIBLE, drawn);
        _refuses(KIND_UNBOUNDED, drawn);
        drawn = _good();
        drawn.xi = drawn.beta;
        _refuses(KIND_OPTIMAL, drawn);
        _refuses(KIND_INFEASIBLE, drawn);
        this.check(KIND_UNBOUNDED, drawn);
    }

    /// @notice External, so that a test can expect its revert.
    function check(uint256 kind, SealedChallenges calldata drawn) external pure {
        SealedDegeneracy.check(SealedLayout.ofProofs(kind, 1, 0), SealedDomain.ofSize(16), drawn);
    }

    function _good() private pure returns (SealedChallenges memory drawn) {
        (drawn.zeta, drawn.alpha) = (Scalar.wrap(11), Scalar.wrap(12));
        (drawn.beta, drawn.xi) = (Scalar.wrap(13), Scalar.wrap(14));
    }

    function _refuses(uint256 kind, SealedChallenges memory drawn) private {
        _expect(ISealedVerifier.SealedChallengeDegenerate.selector);
        this.check(kind, drawn);
    }
}

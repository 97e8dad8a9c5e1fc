// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// What a sealed proof is checked against (docs/sealed.md).

/// @dev A commitment in G1: x, y.
struct SealedPoint {
    uint256 x;
    uint256 y;
}

/// @dev A point of the reference string in G2, in the order of EIP-197.
struct SealedPointG2 {
    uint256 xImaginary;
    uint256 xReal;
    uint256 yImaginary;
    uint256 yReal;
}

/// @notice The public side of a sealed round and the kind that is claimed. All but the kind must
/// come from the coordinator's storage.
struct SealedStatement {
    uint256 chainId;
    address coordinator;
    uint256 round;
    /// @dev 0 optimal, 1 infeasible, 2 unbounded, as in Certificate.sol.
    uint256 kind;
    /// @dev P.
    uint256 parties;
    /// @dev Index of the party that owns the objective.
    uint256 objectiveOwner;
    /// @dev R, a power of two.
    uint256 size;
    /// @dev n.
    uint256 columns;
    /// @dev δ: x_0 = 10^δ.
    uint256 solutionDecimals;
    /// @dev ω: u = 10^ω.
    uint256 multiplierDecimals;
    uint256 residualTolerance;
    uint256 dualTolerance;
    uint256 gapTolerance;
    /// @dev `SealedDigests.key` of the key. The one word that a round stores of its key, fixed when
    /// it opens.
    bytes32 keyDigest;
    /// @dev Per party: commitment to its matrix, and to the costs of the owner.
    bytes32[] commitments;
}

/// @notice What the verifier needs of the reference string and of the round's public vectors.
/// Clients refuse a round in which it is not what they compute.
struct SealedKey {
    /// @dev R of the reference string.
    uint256 size;
    bytes32 srsDigest;
    SealedPointG2 sigma;
    SealedPointG2 tau;
    /// @dev [N], the table of limbs.
    SealedPoint limbs;
    /// @dev [U], the upper bounds.
    SealedPoint bounds;
    /// @dev [J], 1 in every column of the round.
    SealedPoint columns;
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedKey, SealedStatement } from "../types/Sealed.sol";

/// @title Verifier of sealed outcomes
/// @notice Implements docs/sealed.md. Stateless: what it accepts depends on its arguments alone.
/// Its errors are the refusals of that page, in the order of its checks, with the prefix `Sealed`.
/// @dev EXPERIMENTAL until the page has been reviewed from outside.
interface ISealedVerifier {
    /// @notice A number of the statement is outside its range, or the number of commitments is not
    /// that of the parties.
    error SealedStatementInvalid();
    /// @notice The key is not the one whose digest the statement has.
    error SealedKeyMismatch();
    /// @notice The reference string's size is not the statement's.
    error SealedSrsMismatch();
    /// @notice A point of the key has a coordinate not below the field order, or is not on its
    /// curve, or is the point at infinity.
    error SealedSrsPoint();
    /// @notice The proof has another length than proofs of its kind.
    error SealedShapeMismatch();
    /// @notice A point of the proof has a coordinate not below the field order, or is not on the
    /// curve, or is the point at infinity.
    error SealedPointInvalid();
    /// @notice A scalar of the proof is not below the group order.
    error SealedScalarOutOfRange();
    /// @notice The points are not those that `party` committed to on this chain, coordinator, round
    /// and reference string.
    error SealedCommitmentMismatch(uint256 party);
    /// @notice Two challenges coincide.
    error SealedChallengeDegenerate();
    /// @notice The pairing equation does not hold.
    error SealedEquationFailed();
    /// @notice The precompiled contract at address `precompile` did not answer as it should: this
    /// chain lacks it, or the call had too little gas, or (5) its answer is no inverse, or (8) [σ]₂
    /// or [τ]₂ is outside the subgroup of order r.
    error SealedPrecompileFailed(uint256 precompile);

    /// @notice Verifies a proof that the committed rows have an outcome of the statement's kind;
    /// reverts with the reason when it is not valid.
    /// @dev WARNING: the statement is trusted. The caller builds it from its own storage and takes
    /// no part of it but the kind from whoever sends the proof.
    /// @param statement The round's public side, and the kind.
    /// @param key What `statement.keyDigest` is the digest of.
    /// @param proof The words of docs/sealed.md, "Polynomials and steps".
    /// @return statementDigest S.
    function verify(
        SealedStatement calldata statement,
        SealedKey calldata key,
        bytes calldata proof
    ) external view returns (bytes32 statementDigest);
}

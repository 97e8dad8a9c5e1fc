// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header, Outcome, Statement } from "../types/Certificate.sol";

/// @title Verifier of certificates of optimality, infeasibility and unboundedness
/// @notice Implements docs/certificate.md. Stateless: what it accepts depends on its arguments
/// alone. Its errors are the refusals of that page, in the order of its checks, with the prefix
/// `Certificate`.
interface ICertificateVerifier {
    /// @notice `kind` is not 0, 1 or 2.
    error CertificateUnknownKind();
    /// @notice A length differs from what the statement requires, a field that must be 0 is not, or
    /// there are too few or too many blocks.
    error CertificateShapeMismatch();
    /// @notice The upper bounds are not those of the round.
    error CertificateBoundsMismatch();
    /// @notice A scalar is not below the group order.
    error CertificateScalarOutOfRange();
    /// @notice A public number exceeds its range.
    error CertificateNumberOutOfRange();
    /// @notice Kinds 1 and 2: d is not negative.
    error CertificateDualSignWrong();
    /// @notice The supplied y does not belong to generator `index` (0, 1..n, or 0xffffffff for H).
    error CertificateGeneratorInvalid(uint256 index);
    /// @notice A point has a coordinate not below the field order, or is not on the curve, or is
    /// the point at infinity.
    error CertificatePointInvalid();
    /// @notice x̂ of `column` (1..n) exceeds the column's upper bound.
    error CertificateBoundExceeded(uint256 column);
    /// @notice The reduced cost of `column` (1..n) is below −τ_dual (kind 0) or below 0 (kind 1).
    error CertificateReducedCostNegative(uint256 column);
    /// @notice The multiplier of an inequality row is negative.
    error CertificateMultiplierNegative();
    /// @notice An equality row has a slack that is not 0.
    error CertificateSlackInvalid();
    /// @notice |r̂| of a row exceeds τ_residual.
    error CertificateResidualTooLarge();
    /// @notice The points are not those that `party` committed to on this chain, coordinator and
    /// round.
    error CertificateCommitmentMismatch(uint256 party);
    /// @notice The declared statement digest is not that of the statement and the blocks.
    error CertificateStatementMismatch();
    /// @notice The declared response digest is not that of the responses.
    error CertificateResponseMismatch();
    /// @notice A linear form of `party` does not hold.
    error CertificateLinearFormFailed(uint256 party);
    /// @notice 10^ω f̂ + 10^δ d differs from Σ_j ẑ_j x̂_j + Σ_i ŵ_i(ŝ_i − r̂_i).
    error CertificateIdentityFailed();
    /// @notice The gap exceeds its tolerance.
    error CertificateGapTooLarge();
    /// @notice Σ_i |ŵ_i r̂_i| exceeds the gap's tolerance.
    error CertificateViolationTooLarge();
    /// @notice Infeasible: 10^δ d + τ_residual Σ_i |ŵ_i| is not negative.
    error CertificateContradictionTooWeak();
    /// @notice Unbounded: 10^ω d + τ_dual Σ_j ray_j is not negative.
    error CertificateRayTooShallow();
    /// @notice The multi-scalar multiplication does not give the neutral element.
    error CertificateEquationFailed();

    /// @notice Verifies a whole certificate; reverts with the reason when it is not valid.
    /// @param statement The round's public side.
    /// @param header The certificate's header.
    /// @param blocks All column blocks, then all row blocks, in order.
    /// @return outcome What the certificate says.
    function verify(
        Statement calldata statement,
        Header calldata header,
        bytes[] calldata blocks
    ) external view returns (Outcome memory outcome);

    /// @notice Verifies the next blocks of a certificate that may be spread over several calls.
    /// @dev WARNING: `progress` is trusted. The caller must make sure that it is empty or what the
    /// previous call returned for the same statement and the same header.
    /// @param statement The round's public side.
    /// @param header The certificate's header.
    /// @param progress Empty at the start, then what the previous call returned.
    /// @param blocks The next blocks in order; none may follow the last one of the certificate.
    /// @return done True when the whole certificate has been seen and is valid.
    /// @return nextProgress What to pass to the next call; empty when done.
    /// @return outcome What the certificate says; zero unless done.
    function advance(
        Statement calldata statement,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata blocks
    ) external view returns (bool done, bytes memory nextProgress, Outcome memory outcome);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, Outcome, Progress, Statement } from "../types/Certificate.sol";

/// @title Decision
/// @notice The final checks, once every block has been seen, in the order of docs/certificate.md.
library Decision {
    /// @notice Reverts with the first reason for refusing the certificate, or returns what it says.
    function decide(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) internal pure returns (Outcome memory outcome) {
        if (progress.statementHash != header.statementDigest) revert ICertificateVerifier.CertificateStatementMismatch();
        if (progress.responseHash != header.responseDigest) revert ICertificateVerifier.CertificateResponseMismatch();
        for (uint256 k = 0; k < progress.forms.length; ++k) {
            if (progress.forms[k] != 0 || (progress.rayForms.length != 0 && progress.rayForms[k] != 0)) {
                revert ICertificateVerifier.CertificateLinearFormFailed(k);
            }
        }
        if (header.kind == KIND_OPTIMAL) {
            checkGap(statement, header, progress);
            outcome.gap = progress.gap;
            outcome.violation = progress.magnitudes;
        } else {
            checkDepth(statement, header, progress);
        }
        if (progress.sumX != 0 || progress.sumY != 0) revert ICertificateVerifier.CertificateEquationFailed();
        outcome.kind = header.kind;
        outcome.objective = header.objective;
        outcome.maxResidual = progress.maxResidual;
        outcome.statementDigest = header.statementDigest;
    }

    /// @notice Checks the identity 10^ω f̂ + 10^δ d = Σ_j ẑ_j x̂_j + Σ_i ŵ_i(ŝ_i − r̂_i), and that
    /// the gap and the violation are at most τ_gap each.
    /// @dev Nothing overflows: f̂ and d are below 2^160 in magnitude, and the powers below 2^80.
    function checkGap(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) internal pure {
        int256 primal = int256(10 ** statement.multiplierDecimals) * header.objective;
        int256 dual = int256(10 ** statement.solutionDecimals) * header.dual;
        if (primal + dual != progress.difference) revert ICertificateVerifier.CertificateIdentityFailed();
        if (progress.gap > int256(statement.gapTolerance)) revert ICertificateVerifier.CertificateGapTooLarge();
        if (progress.magnitudes > statement.gapTolerance) revert ICertificateVerifier.CertificateViolationTooLarge();
    }

    /// @notice Checks that the program is infeasible or unbounded by more than any tolerated
    /// residuals or reduced costs could account for, so that in a round of up to 2^22 rows no other
    /// kind can be accepted for the same commitments (docs/certificate.md).
    /// @dev Nothing overflows: Σ|ŵ| < 2^24·2^87 and τ_residual < 2^95; Σ ray < 2^16·2^87 and τ_dual
    /// < 2^143; |d| < 2^160 and the powers below 2^80.
    function checkDepth(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) internal pure {
        bool infeasible = header.kind == KIND_INFEASIBLE;
        uint256 decimals = infeasible ? statement.solutionDecimals : statement.multiplierDecimals;
        uint256 tolerance = infeasible ? statement.residualTolerance : statement.dualTolerance;
        if (int256(10 ** decimals) * header.dual + int256(tolerance * progress.magnitudes) < 0) return;
        if (infeasible) revert ICertificateVerifier.CertificateContradictionTooWeak();
        revert ICertificateVerifier.CertificateRayTooShallow();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { Header, KIND_OPTIMAL, Outcome, Progress, Statement } from "../types/Certificate.sol";

/// @title Decision
/// @notice What decides once every block has been seen, in the order of docs/certificate.md.
library Decision {
    /// @notice Reverts with the first reason to refuse the certificate, or returns what it says.
    function decide(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) internal pure returns (Outcome memory outcome) {
        if (progress.statementHash != header.statementDigest) revert ICertificateVerifier.StatementMismatch();
        if (progress.responseHash != header.responseDigest) revert ICertificateVerifier.ResponseMismatch();
        for (uint256 k = 0; k < progress.forms.length; ++k) {
            if (progress.forms[k] != 0 || (progress.rayForms.length != 0 && progress.rayForms[k] != 0)) {
                revert ICertificateVerifier.LinearFormFailed(k);
            }
        }
        if (header.kind == KIND_OPTIMAL) {
            checkGap(statement, header, progress);
            outcome.gap = progress.gap;
        }
        if (progress.sumX != 0 || progress.sumY != 0) revert ICertificateVerifier.EquationFailed();
        outcome.kind = header.kind;
        outcome.objective = header.objective;
        outcome.maxResidual = progress.maxResidual;
        outcome.statementDigest = header.statementDigest;
    }

    /// @notice Identity 10^ω f̂ + 10^δ d = Σ_j ẑ_j x̂_j + Σ_i ŵ_i(ŝ_i − r̂_i), and the positive ones of these terms are at most
    /// τ_gap together: no row or column makes up for another.
    /// @dev f̂ and d are below 2^160 in magnitude and the powers below 2^50, so that nothing overflows.
    function checkGap(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) internal pure {
        int256 primal = int256(10 ** statement.multiplierDecimals) * header.objective;
        int256 dual = int256(10 ** statement.solutionDecimals) * header.dual;
        if (primal + dual != progress.difference) revert ICertificateVerifier.IdentityFailed();
        if (progress.gap > int256(statement.gapTolerance)) revert ICertificateVerifier.GapTooLarge();
    }
}

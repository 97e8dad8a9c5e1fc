// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED, Proof, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Generators } from "./Generators.sol";
import { Words } from "./Words.sol";

/// @title HeaderCheck
/// @notice The checks that need no block, only the header, in the order of docs/certificate.md.
library HeaderCheck {
    /// @notice Reverts with the first reason for refusing the header.
    function check(Statement calldata statement, Header calldata header) internal pure {
        if (header.kind > KIND_UNBOUNDED) revert ICertificateVerifier.CertificateUnknownKind();
        _checkShape(statement, header);
        _checkNumbers(header);
        _checkPoints(header);
    }

    function _checkShape(Statement calldata statement, Header calldata header) private pure {
        bool infeasible = header.kind == KIND_INFEASIBLE;
        bool unbounded = header.kind == KIND_UNBOUNDED;
        bool fits = header.counters.length == statement.columns + 2 &&
            header.bounds.length == statement.columns &&
            header.proofs.length == statement.commitments.length &&
            (!infeasible || header.objective == 0) &&
            (!unbounded || header.rho == 0);
        for (uint256 k = 0; k < header.proofs.length; ++k) {
            fits = fits && (!infeasible || header.proofs[k].a == 0) && (unbounded || header.proofs[k].aRay == 0);
        }
        if (!fits) revert ICertificateVerifier.CertificateShapeMismatch();
        if (keccak256(header.bounds) != statement.bounds) revert ICertificateVerifier.CertificateBoundsMismatch();
    }

    function _checkNumbers(Header calldata header) private pure {
        bool canonical = header.rho < BN254.R;
        for (uint256 k = 0; k < header.proofs.length; ++k) {
            Proof calldata proof = header.proofs[k];
            canonical =
                canonical &&
                proof.a < BN254.R &&
                proof.aRay < BN254.R &&
                proof.z0 < BN254.R &&
                proof.zh < BN254.R;
        }
        if (!canonical) revert ICertificateVerifier.CertificateScalarOutOfRange();
        if (
            Words.magnitude(header.objective) >= Words.TOTAL_LIMIT || Words.magnitude(header.dual) >= Words.TOTAL_LIMIT
        ) revert ICertificateVerifier.CertificateNumberOutOfRange();
        if (header.kind != KIND_OPTIMAL && header.dual >= 0) revert ICertificateVerifier.CertificateDualSignWrong();
    }

    function _checkPoints(Header calldata header) private pure {
        if (!Generators.isOrdinate(rhsAbscissa(header), header.y0)) {
            revert ICertificateVerifier.CertificateGeneratorInvalid(Generators.RHS);
        }
        if (!Generators.isOrdinate(blindingAbscissa(header), header.yh)) {
            revert ICertificateVerifier.CertificateGeneratorInvalid(Generators.BLINDING);
        }
        bool valid = BN254.isPoint(header.cx, header.cy);
        for (uint256 k = 0; k < header.proofs.length; ++k) {
            valid = valid && BN254.isPoint(header.proofs[k].ax, header.proofs[k].ay);
        }
        if (!valid) revert ICertificateVerifier.CertificatePointInvalid();
    }

    /// @notice x of G_0; the counters' length must have been checked.
    function rhsAbscissa(Header calldata header) internal pure returns (uint256) {
        return Generators.abscissa(Generators.RHS, uint8(header.counters[0]));
    }

    /// @notice x of H; the counters' length must have been checked.
    function blindingAbscissa(Header calldata header) internal pure returns (uint256) {
        return Generators.abscissa(Generators.BLINDING, uint8(header.counters[header.counters.length - 1]));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { Header, Outcome, Statement } from "../types/Certificate.sol";

/// @title MockVerifier
/// @notice Obeys the header's `rho`: 0 accepts, 1 asks for another part, anything else refuses. The
/// outcome consists of other numbers of the header: objective, dual as the gap, cx as the
/// violation, cy as the largest residual. Only for tests of the coordinator's bookkeeping; tests
/// with the real verifier (test/contracts, test/differential) cover what is proven.
contract MockVerifier is ICertificateVerifier {
    /// @inheritdoc ICertificateVerifier
    function verify(
        Statement calldata,
        Header calldata header,
        bytes[] calldata
    ) external pure returns (Outcome memory outcome) {
        if (header.rho != 0) revert CertificateEquationFailed();
        outcome = _outcome(header);
    }

    /// @inheritdoc ICertificateVerifier
    function advance(
        Statement calldata,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata
    ) external pure returns (bool done, bytes memory nextProgress, Outcome memory outcome) {
        if (header.rho > 1) revert CertificateEquationFailed();
        done = header.rho == 0;
        if (!done) nextProgress = bytes.concat(progress, hex"01");
        outcome = _outcome(header);
    }

    function _outcome(Header calldata header) private pure returns (Outcome memory) {
        return
            Outcome(header.kind, header.objective, header.dual, header.cx, header.cy, header.statementDigest);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { BN254 } from "../libraries/BN254.sol";
import { Challenges, Context } from "../libraries/Challenges.sol";
import { ColumnBlocks } from "../libraries/ColumnBlocks.sol";
import { Decision } from "../libraries/Decision.sol";
import { HeaderCheck } from "../libraries/HeaderCheck.sol";
import { Opening } from "../libraries/Opening.sol";
import { RowBlocks } from "../libraries/RowBlocks.sol";
import { Header, Outcome, Progress, Statement } from "../types/Certificate.sol";

/// @title Verifier of certificates
/// @notice Checks the header, then each block in order, then decides. docs/certificate.md says what
/// it accepts and why.
contract CertificateVerifier is ICertificateVerifier {
    /// @notice Reverts with `BN254PrecompileFailed` on a chain without the precompiles of EIP-196.
    constructor() {
        BN254.requirePrecompiles();
    }

    /// @inheritdoc ICertificateVerifier
    function verify(
        Statement calldata statement,
        Header calldata header,
        bytes[] calldata blocks
    ) external view returns (Outcome memory outcome) {
        (bool done, Progress memory progress) = _absorb(statement, header, msg.data[:0], blocks);
        if (!done) revert CertificateShapeMismatch();
        outcome = Decision.decide(statement, header, progress);
    }

    /// @inheritdoc ICertificateVerifier
    function advance(
        Statement calldata statement,
        Header calldata header,
        bytes calldata progress,
        bytes[] calldata blocks
    ) external view returns (bool done, bytes memory nextProgress, Outcome memory outcome) {
        Progress memory next;
        (done, next) = _absorb(statement, header, progress, blocks);
        if (done) outcome = Decision.decide(statement, header, next);
        else nextProgress = abi.encode(next);
    }

    function _absorb(
        Statement calldata statement,
        Header calldata header,
        bytes calldata previous,
        bytes[] calldata blocks
    ) private view returns (bool done, Progress memory progress) {
        bool first = previous.length == 0;
        if (first) HeaderCheck.check(statement, header);
        Context memory context = Challenges.derive(header, statement.commitments.length);
        if (first) {
            progress = Opening.start(statement, header, context);
        } else {
            progress = abi.decode(previous, (Progress));
            (context.sum.sumX, context.sum.sumY) = (progress.sumX, progress.sumY);
        }
        for (uint256 i = 0; i < blocks.length; ++i) {
            if (progress.columnsDone < statement.columns) {
                ColumnBlocks.absorb(statement, header, context, progress, blocks[i]);
            } else if (progress.party < statement.commitments.length) {
                RowBlocks.absorb(statement, header, context, progress, blocks[i]);
            } else {
                revert CertificateShapeMismatch();
            }
            if (progress.columnsDone == statement.columns) RowBlocks.pass(statement, header, context, progress);
        }
        (progress.sumX, progress.sumY) = (context.sum.sumX, context.sum.sumY);
        done = progress.columnsDone == statement.columns && progress.party == statement.commitments.length;
    }
}

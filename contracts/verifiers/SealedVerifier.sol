// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../interfaces/ISealedVerifier.sol";
import { Words } from "../libraries/Words.sol";
import { Domain, SealedDomain } from "../libraries/sealed/SealedDomain.sol";
import { SealedDegeneracy } from "../libraries/sealed/SealedDegeneracy.sol";
import { SealedDigests } from "../libraries/sealed/SealedDigests.sol";
import { SealedEquation } from "../libraries/sealed/SealedEquation.sol";
import { SealedKeyCheck } from "../libraries/sealed/SealedKeyCheck.sol";
import { Layout, SealedLayout } from "../libraries/sealed/SealedLayout.sol";
import { SealedLines } from "../libraries/sealed/SealedLines.sol";
import { RightSide } from "../libraries/sealed/SealedPairing.sol";
import { SealedStatementCheck } from "../libraries/sealed/SealedStatementCheck.sol";
import { SealedChallenges, SealedTranscript } from "../libraries/sealed/SealedTranscript.sol";
import { SealedView, View } from "../libraries/sealed/SealedView.sol";
import { SealedWords } from "../libraries/sealed/SealedWords.sol";
import { SealedKey, SealedStatement } from "../types/Sealed.sol";

/// @title Verifier of sealed outcomes
/// @notice Checks statement, key, shape, words, commitments and challenges, then one pairing
/// equation. docs/sealed.md says what it accepts and why.
/// @dev EXPERIMENTAL until that page has been reviewed from outside. A coordinator calls it only
/// for rounds that were opened for a sealed outcome.
contract SealedVerifier is ISealedVerifier {
    /// @inheritdoc ISealedVerifier
    function verify(
        SealedStatement calldata statement,
        SealedKey calldata key,
        bytes calldata proof
    ) external view returns (bytes32 statementDigest) {
        SealedStatementCheck.check(statement);
        SealedKeyCheck.check(statement, key);
        Layout memory shape = SealedLayout.ofProofs(statement.kind, statement.parties, Words.start(proof));
        if (proof.length != 32 * shape.steps[10]) revert SealedShapeMismatch();
        SealedWords.check(shape);
        SealedDigests.checkCommitments(statement, key.srsDigest, shape);
        statementDigest = SealedDigests.statement(statement, key);
        SealedChallenges memory challenges = SealedTranscript.derive(statementDigest, shape, proof);
        Domain memory domain = SealedDomain.ofSize(statement.size);
        SealedDegeneracy.check(shape, domain, challenges);
        View memory seen = SealedView.open(statement, shape, domain, challenges);
        RightSide memory right = SealedLines.addAll(statement, seen);
        SealedEquation.check(key, seen, right);
    }
}

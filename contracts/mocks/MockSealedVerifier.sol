// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../interfaces/ISealedVerifier.sol";
import { SealedKey, SealedStatement } from "../types/Sealed.sol";

/// @title MockSealedVerifier
/// @notice Accepts an empty proof and refuses every other. The digest is that of the statement as it
/// arrives, so that a test sees what the coordinator says of a round. Only for tests of the
/// coordinator's bookkeeping, like MockVerifier.
contract MockSealedVerifier is ISealedVerifier {
    /// @inheritdoc ISealedVerifier
    function verify(
        SealedStatement calldata statement,
        SealedKey calldata,
        bytes calldata proof
    ) external pure returns (bytes32 statementDigest) {
        if (proof.length != 0) revert SealedEquationFailed();
        statementDigest = keccak256(abi.encode(statement));
    }
}

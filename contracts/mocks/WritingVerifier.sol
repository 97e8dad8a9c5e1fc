// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedKey, SealedStatement } from "../types/Sealed.sol";

/// @title WritingVerifier
/// @notice Writes to storage before it accepts, as a verifier would that calls the coordinator back.
/// For tests only.
contract WritingVerifier {
    /// @notice Number of calls.
    uint256 public calls;

    /// @notice Accepts everything.
    function verify(
        SealedStatement calldata statement,
        SealedKey calldata,
        bytes calldata
    ) external returns (bytes32 statementDigest) {
        ++calls;
        statementDigest = keccak256(abi.encode(statement));
    }
}

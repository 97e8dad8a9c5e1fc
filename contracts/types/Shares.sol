// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedPoint, SealedPointG2 } from "./Sealed.sol";

// Shares of a sealed optimum (docs/shares.md).

/// @notice What the shares of a round are checked against: parts of key and sealed proof, taken
/// from them when the contract accepted the proof. It stores the digest, and publishes the whole.
struct ShareBasis {
    /// @dev S, the digest of the statement.
    bytes32 statement;
    /// @dev keccak256 of the sealed proof.
    bytes32 proof;
    /// @dev R of the key.
    uint256 size;
    SealedPointG2 sigma;
    SealedPointG2 tau;
    /// @dev [A_k] of each party.
    SealedPoint[] matrices;
    /// @dev [l_k] of each party.
    SealedPoint[] limbs;
}

/// @notice A disclosure of one claim of type 3 (docs/sealed-disclosure.md).
struct ShareClaim {
    /// @dev k.
    uint256 party;
    /// @dev b_kᵀw_k at scale 10^(κ+ω), below 2^160 in magnitude. The share of the optimum is minus
    /// this number.
    int256 dualValue;
    /// @dev The 24 words of the disclosure's proof.
    bytes proof;
}

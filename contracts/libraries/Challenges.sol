// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Transcript } from "./Transcript.sol";

/// @dev The challenges and weights drawn from the declared digests, and the running sum. Lives for
/// one call.
struct Context {
    uint256 alpha;
    /// @dev e_k, one per party.
    uint256[] challenges;
    /// @dev γ_k, one per party.
    uint256[] weights;
    /// @dev γ_P, for the dual equation.
    uint256 dualWeight;
    BN254.Sum sum;
}

/// @title Challenges
/// @notice Challenges and weights of a certificate.
library Challenges {
    /// @notice Draws challenges and weights from the digests that the header declares. `parties` is
    /// P.
    function derive(Header calldata header, uint256 parties) internal pure returns (Context memory context) {
        uint256 proofs = header.proofs.length;
        bytes32 statementDigest = header.statementDigest;
        bytes32 responseDigest = header.responseDigest;
        context.alpha = Transcript.alpha(statementDigest);
        context.challenges = new uint256[](proofs);
        context.weights = new uint256[](proofs);
        for (uint256 k = 0; k < proofs; ++k) {
            context.challenges[k] = Transcript.challenge(statementDigest, k, header.proofs[k]);
            context.weights[k] = Transcript.weight(responseDigest, k);
        }
        context.dualWeight = Transcript.weight(responseDigest, parties);
    }
}

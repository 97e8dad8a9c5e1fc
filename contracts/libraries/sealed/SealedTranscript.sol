// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Transcript } from "../Transcript.sol";
import { Scalar } from "./Scalar.sol";
import { Layout } from "./SealedLayout.sol";
import { Scalars } from "./Scalars.sol";

/// @notice Challenges under their symbols in docs/sealed.md.
struct SealedChallenges {
    Scalar theta;
    Scalar epsilon;
    /// @dev λ_k.
    Scalar[] lambda;
    Scalar alpha;
    Scalar beta;
    /// @dev μ_k.
    Scalar[] mu;
    Scalar nu;
    /// @dev ν′.
    Scalar nuSum;
    Scalar gamma;
    Scalar zeta;
    Scalar rho;
    Scalar xi;
    Scalar pi;
}

/// @title SealedTranscript
/// @notice The challenges of a proof (docs/sealed.md, "Transcript").
library SealedTranscript {
    /// @notice Draws all challenges; `statementDigest` is S.
    function derive(
        bytes32 statementDigest,
        Layout memory shape,
        bytes calldata proof
    ) internal pure returns (SealedChallenges memory drawn) {
        bytes32 state = _absorb(_absorb(statementDigest, shape, proof, 0), shape, proof, 1);
        (drawn.theta, drawn.epsilon) = (_challenge(state, 0), _challenge(state, 1));
        drawn.lambda = _challenges(state, 2, shape.parties);
        state = _absorb(state, shape, proof, 2);
        (drawn.alpha, drawn.beta) = (_challenge(state, 0), _challenge(state, 1));
        state = _absorb(state, shape, proof, 3);
        drawn.mu = _challenges(state, 0, shape.parties);
        state = _absorb(state, shape, proof, 4);
        (drawn.nu, drawn.nuSum) = (_challenge(state, 0), _challenge(state, 1));
        state = _absorb(state, shape, proof, 5);
        drawn.gamma = _challenge(state, 0);
        state = _absorb(state, shape, proof, 6);
        drawn.zeta = _challenge(state, 0);
        state = _absorb(state, shape, proof, 7);
        drawn.rho = _challenge(state, 0);
        state = _absorb(state, shape, proof, 8);
        drawn.xi = _challenge(state, 0);
        drawn.pi = _challenge(_absorb(state, shape, proof, 9), 0);
    }

    /// @dev The state once the words of a step are in it.
    function _absorb(
        bytes32 state,
        Layout memory shape,
        bytes calldata proof,
        uint256 step
    ) private pure returns (bytes32) {
        return Transcript.absorb(state, proof[32 * shape.steps[step]:32 * shape.steps[step + 1]]);
    }

    function _challenge(bytes32 state, uint256 index) private pure returns (Scalar) {
        return Scalars.reduce(uint256(keccak256(abi.encode(state, index))));
    }

    function _challenges(bytes32 state, uint256 first, uint256 count) private pure returns (Scalar[] memory drawn) {
        drawn = new Scalar[](count);
        for (uint256 k = 0; k < count; ++k) drawn[k] = _challenge(state, first + k);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { SealedKey, SealedStatement } from "../../types/Sealed.sol";
import { Layout, SealedLayout } from "./SealedLayout.sol";

/// @title SealedDigests
/// @notice Digests of keys, statements and commitments (docs/sealed.md, "Commitments" and
/// "Statement").
library SealedDigests {
    using SealedLayout for Layout;

    bytes32 private constant KEY = keccak256("concordat/sealed/key/v1");
    bytes32 private constant STATEMENT = keccak256("concordat/sealed/statement/v1");
    bytes32 private constant COMMITMENT = keccak256("concordat/sealed/commitment/v1");

    /// @notice What a round stores of its key.
    function key(SealedKey calldata whole) internal pure returns (bytes32) {
        return keccak256(abi.encode(KEY, whole));
    }

    /// @notice S.
    function statement(SealedStatement calldata own, SealedKey calldata whole) internal pure returns (bytes32) {
        // Two halves, because the compiler cannot encode so many arguments at once.
        bytes memory first = abi.encode(
            STATEMENT,
            own.chainId,
            own.coordinator,
            own.round,
            own.kind,
            own.parties,
            own.objectiveOwner,
            own.size,
            own.columns
        );
        bytes memory second = abi.encode(
            10 ** own.solutionDecimals,
            10 ** own.multiplierDecimals,
            own.residualTolerance,
            own.dualTolerance,
            own.gapTolerance,
            whole.srsDigest,
            keccak256(abi.encode(whole.limbs, whole.bounds, whole.columns)),
            keccak256(abi.encodePacked(own.commitments))
        );
        return keccak256(bytes.concat(first, second));
    }

    /// @notice Refuses points A_k and c that are not those which the parties committed to.
    function checkCommitments(SealedStatement calldata own, bytes32 srsDigest, Layout memory shape) internal pure {
        for (uint256 k = 0; k < shape.parties; ++k) {
            uint256 matrix = shape.matrices + 2 * k;
            bool owns = k == own.objectiveOwner;
            bytes32 commitment = keccak256(
                abi.encode(
                    COMMITMENT,
                    own.chainId,
                    own.coordinator,
                    own.round,
                    k,
                    srsDigest,
                    shape.word(matrix),
                    shape.word(matrix + 1),
                    owns ? shape.word(shape.costs) : 0,
                    owns ? shape.word(shape.costs + 1) : 0
                )
            );
            if (commitment != own.commitments[k]) revert ISealedVerifier.SealedCommitmentMismatch(k);
        }
    }
}

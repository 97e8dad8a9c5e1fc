// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header, Proof, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";

/// @title Transcript
/// @notice Digests of a certificate and the challenges drawn from them (docs/certificate.md,
/// "Digests and challenges")
library Transcript {
    bytes32 private constant STATEMENT = keccak256("concordat/statement/v1");
    bytes32 private constant ALPHA = keccak256("concordat/alpha/v1");
    bytes32 private constant CHALLENGE = keccak256("concordat/challenge/v1");
    bytes32 private constant RESPONSE = keccak256("concordat/response/v1");
    bytes32 private constant WEIGHT = keccak256("concordat/weight/v1");
    bytes32 private constant COMMITMENT = keccak256("concordat/commitment/v1");

    /// @notice keccak256(digest ‖ data).
    function absorb(bytes32 digest, bytes calldata data) internal pure returns (bytes32 next) {
        assembly ("memory-safe") {
            // Written past the free memory pointer, which does not move: the bytes are not needed
            // again.
            let free := mload(0x40)
            mstore(free, digest)
            calldatacopy(add(free, 0x20), data.offset, data.length)
            next := keccak256(free, add(data.length, 0x20))
        }
    }

    /// @notice keccak256(digest ‖ x ‖ y).
    function absorbPoint(bytes32 digest, uint256 x, uint256 y) internal pure returns (bytes32) {
        return keccak256(abi.encode(digest, x, y));
    }

    /// @notice S_0.
    function statementStart(Statement calldata statement, Header calldata header) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    STATEMENT,
                    statement.chainId,
                    statement.coordinator,
                    statement.round,
                    uint256(header.kind),
                    statement.paramsDigest,
                    keccak256(abi.encodePacked(statement.commitments)),
                    header.objective,
                    header.dual,
                    header.rho,
                    header.cx,
                    header.cy
                )
            );
    }

    /// @notice Z_0.
    function responseStart(Header calldata header) internal pure returns (bytes32) {
        return keccak256(abi.encode(RESPONSE, header.statementDigest, keccak256(abi.encode(header.proofs))));
    }

    /// @notice α, whose powers combine the rows of a party.
    function alpha(bytes32 statementDigest) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(ALPHA, statementDigest))) % BN254.R;
    }

    /// @notice e_k, the challenge of a party's proof.
    function challenge(bytes32 statementDigest, uint256 party, Proof calldata proof) internal pure returns (uint256) {
        return
            uint256(
                keccak256(abi.encode(CHALLENGE, statementDigest, party, proof.ax, proof.ay, proof.a, proof.aRay))
            ) % BN254.R;
    }

    /// @notice γ_k, the weight of equation k in the combined equation.
    function weight(bytes32 responseDigest, uint256 equation) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(WEIGHT, responseDigest, equation))) % BN254.R;
    }

    /// @notice The commitment that party `party` must have made to points with digest
    /// `pointsDigest`.
    function commitment(
        Statement calldata statement,
        Header calldata header,
        uint256 party,
        bytes32 pointsDigest
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    COMMITMENT,
                    statement.chainId,
                    statement.coordinator,
                    statement.round,
                    party,
                    keccak256(header.counters),
                    pointsDigest
                )
            );
    }
}

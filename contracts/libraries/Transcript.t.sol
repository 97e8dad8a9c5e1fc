// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../test-support/Test.sol";
import { Header, Proof, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Transcript } from "./Transcript.sol";

/// @title TranscriptTest
/// @notice Digests compared with the expressions of docs/certificate.md.
contract TranscriptTest is Test {
    /// @notice keccak256(digest ‖ data), and new memory is still zero.
    function testFuzzAbsorb(bytes32 digest, bytes calldata data) public pure {
        bytes memory before = abi.encodePacked(digest, data);
        _equal(Transcript.absorb(digest, data), keccak256(before));
        bytes memory fresh = new bytes(32);
        _equal(keccak256(fresh), keccak256(new bytes(32)));
    }

    /// @notice R_c follows as 64 bytes.
    function testFuzzAbsorbPoint(bytes32 digest, uint256 x, uint256 y) public pure {
        _equal(Transcript.absorbPoint(digest, x, y), keccak256(abi.encodePacked(digest, x, y)));
    }

    /// @notice α, γ and e, reduced mod r.
    function testFuzzChallenges(bytes32 digest, uint256 index, Proof calldata proof) public pure {
        _equal(
            Transcript.alpha(digest),
            uint256(keccak256(abi.encode(keccak256("concordat/alpha/v1"), digest))) % BN254.R
        );
        _equal(
            Transcript.weight(digest, index),
            uint256(keccak256(abi.encode(keccak256("concordat/weight/v1"), digest, index))) % BN254.R
        );
        bytes memory message = abi.encode(
            keccak256("concordat/challenge/v1"),
            digest,
            index,
            proof.ax,
            proof.ay,
            proof.a,
            proof.aRay
        );
        _equal(Transcript.challenge(digest, index, proof), uint256(keccak256(message)) % BN254.R);
    }

    /// @notice S_0, Z_0 and commitments, compared with one fixed case written out word by word.
    function testSeeds() public view {
        Statement memory statement;
        statement.chainId = 31337;
        statement.coordinator = address(0xC0);
        statement.round = 7;
        statement.paramsDigest = bytes32(uint256(5));
        statement.commitments = new bytes32[](2);
        statement.commitments[0] = bytes32(uint256(11));
        statement.commitments[1] = bytes32(uint256(12));
        Header memory header;
        header.kind = 2;
        header.counters = hex"000102";
        header.objective = -3;
        header.dual = -4;
        header.rho = 9;
        header.cx = 21;
        header.cy = 22;
        header.statementDigest = bytes32(uint256(77));
        header.proofs = new Proof[](1);
        header.proofs[0] = Proof(1, 2, 3, 4, 5, 6);
        (bytes32 start, bytes32 response, bytes32 commitment) = this.seeds(statement, header);

        bytes32 commitments = keccak256(abi.encodePacked(uint256(11), uint256(12)));
        bytes memory expected = bytes.concat(
            abi.encode(keccak256("concordat/statement/v1"), 31337, 0xC0, 7, 2, 5),
            abi.encode(commitments, int256(-3), int256(-4), 9, 21, 22)
        );
        _equal(start, keccak256(expected));
        bytes32 proofs = keccak256(abi.encode(32, 1, 1, 2, 3, 4, 5, 6));
        _equal(response, keccak256(abi.encode(keccak256("concordat/response/v1"), 77, proofs)));
        bytes32 tag = keccak256("concordat/commitment/v1");
        _equal(commitment, keccak256(abi.encode(tag, 31337, 0xC0, 7, 1, keccak256(hex"000102"), 99)));
    }

    /// @notice External, so that its arguments are in calldata.
    function seeds(
        Statement calldata statement,
        Header calldata header
    ) external pure returns (bytes32 start, bytes32 response, bytes32 commitment) {
        start = Transcript.statementStart(statement, header);
        response = Transcript.responseStart(header);
        commitment = Transcript.commitment(statement, header, 1, bytes32(uint256(99)));
    }
}

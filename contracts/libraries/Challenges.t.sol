// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CertificateSamples } from "../test-support/CertificateSamples.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_OPTIMAL } from "../types/Certificate.sol";
import { Challenges, Context } from "./Challenges.sol";
import { Transcript } from "./Transcript.sol";

/// @title ChallengesTest
/// @notice The challenges and weights of a certificate.
contract ChallengesTest is Test {
    /// @notice One challenge and weight per proof, and one weight for the dual equation.
    function testDerive() public view {
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.statementDigest = bytes32(uint256(5));
        header.responseDigest = bytes32(uint256(6));
        Context memory context = this.derive(header, 2);
        _equal(context.alpha, Transcript.alpha(header.statementDigest));
        _equal(context.challenges.length, 2);
        _equal(context.weights.length, 2);
        _equal(context.weights[1], Transcript.weight(header.responseDigest, 1));
        _equal(context.dualWeight, Transcript.weight(header.responseDigest, 2));
        _holds(context.challenges[0] != context.challenges[1], "challenges of different parties");
    }

    /// @notice External, so that its arguments are in calldata.
    function derive(Header calldata header, uint256 parties) external pure returns (Context memory) {
        return Challenges.derive(header, parties);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { DirtyMemory } from "../../test-support/DirtyMemory.sol";
import { Test } from "../../test-support/Test.sol";
import { KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED } from "../../types/Certificate.sol";
import { BN254 } from "../BN254.sol";
import { Words } from "../Words.sol";
import { SealedLayout } from "./SealedLayout.sol";
import { SealedWords } from "./SealedWords.sol";

/// @title SealedWordsTest
/// @notice Each word of a proof by itself, where docs/sealed.md, "Polynomials and steps", has points
/// and scalars.
contract SealedWordsTest is Test {
    /// @dev (−1, √2): a point whose x is no scalar, so that whoever takes it for one is found out.
    uint256 private constant X = BN254.P - 1;
    uint256 private constant Y = 0x279d7bc4e184e3a57f5fa684690c6df6b484a7f1daa1de608d266a2a4be6593f;

    /// @notice Words that are all in order pass, between ones that belong to nothing.
    function testFuzzPasses(uint256 seed, uint256 kind, uint256 parties) public view {
        (kind, parties) = (_bound(kind, 0, KIND_UNBOUNDED), _bound(parties, 1, 6));
        uint256[] memory words = _proof(seed, kind, parties);
        _equal(words.length, SealedLayout.ofProofs(kind, parties, 0).steps[10]);
        this.check(kind, parties, _between(words));
    }

    /// @notice One scalar that is not below r, whichever, is refused.
    function testFuzzScalars(uint256 seed, uint256 kind, uint256 parties, uint256 high) public {
        (kind, parties) = (_bound(kind, 0, KIND_UNBOUNDED), _bound(parties, 1, 6));
        uint256[] memory words = _proof(seed, kind, parties);
        uint256 which = _choose(words, true, seed);
        words[which] = high % 2 == 0 ? BN254.R : _bound(high, BN254.R, type(uint256).max);
        _expect(ISealedVerifier.SealedScalarOutOfRange.selector);
        this.check(kind, parties, _between(words));
    }

    /// @notice One coordinate that is not canonical, off the curve, or infinity's, is refused.
    function testFuzzPoints(uint256 seed, uint256 kind, uint256 parties, uint256 how) public {
        (kind, parties) = (_bound(kind, 0, KIND_UNBOUNDED), _bound(parties, 1, 6));
        uint256[] memory words = _proof(seed, kind, parties);
        uint256 which = _choose(words, false, seed);
        if (how % 4 == 0) words[which] += BN254.P;
        else if (how % 4 == 1) words[which] = uint256(keccak256(abi.encode(seed, how)));
        else if (how % 4 == 2) words[which] = 0;
        else (words[which], words[words[which] == X ? which + 1 : which - 1]) = (0, 0);
        _expect(ISealedVerifier.SealedPointInvalid.selector);
        this.check(kind, parties, _between(words));
    }

    /// @notice External, so that the proof is in calldata.
    function check(uint256 kind, uint256 parties, bytes calldata data) external pure {
        DirtyMemory.fill();
        SealedWords.check(SealedLayout.ofProofs(kind, parties, Words.start(data) + 32));
    }

    function _between(uint256[] memory words) private pure returns (bytes memory) {
        bytes32 ones = bytes32(type(uint256).max);
        return bytes.concat(ones, abi.encodePacked(words), ones);
    }

    /// @dev The index of a scalar, or of a coordinate.
    function _choose(uint256[] memory words, bool isScalar, uint256 seed) private pure returns (uint256 which) {
        which = uint256(keccak256(abi.encode(seed))) % words.length;
        while ((words[which] != X && words[which] != Y) != isScalar) which = (which + 1) % words.length;
    }

    /// @dev (X, Y) for every point; scalars up to r − 1.
    function _proof(uint256 seed, uint256 kind, uint256 parties) private pure returns (uint256[] memory words) {
        (uint256[10] memory points, uint256[10] memory scalars) = _steps(kind, parties);
        uint256 count = 0;
        for (uint256 step = 0; step < 10; ++step) count += 2 * points[step] + scalars[step];
        words = new uint256[](count);
        uint256 next = 0;
        for (uint256 step = 0; step < 10; ++step) {
            for (uint256 i = 0; i < points[step]; ++i) {
                (words[next], words[next + 1]) = (X, Y);
                next += 2;
            }
            for (uint256 i = 0; i < scalars[step]; ++i) {
                uint256 drawn = uint256(keccak256(abi.encode(seed, next)));
                words[next] = drawn % 2 == 0 ? BN254.R - 1 : drawn % BN254.R;
                ++next;
            }
        }
    }

    /// @dev Numbers of points and scalars in each step, as the page's table has them.
    function _steps(
        uint256 kind,
        uint256 parties
    ) private pure returns (uint256[10] memory points, uint256[10] memory scalars) {
        (points[0], points[6], points[8], points[9]) = (parties + 1, 1, 1, 1);
        uint256 limbs = 32 * (parties + 1);
        if (kind == KIND_OPTIMAL) {
            (points[1], points[2], points[3], points[4]) = (parties + 3, parties + 4, parties + 2, 1);
            (points[5], points[7], scalars[3], scalars[7]) = (2, 1, 2, limbs + 5);
        } else if (kind == KIND_INFEASIBLE) {
            (points[1], points[2], points[3], points[4]) = (parties + 3, parties + 2, parties, 1);
            (points[5], points[7], scalars[3], scalars[7]) = (1, 1, 1, limbs + 3);
        } else {
            (points[1], points[2], points[3]) = (parties + 2, parties + 4, 2);
            (points[5], scalars[3], scalars[7]) = (2, 1, limbs + 4);
        }
    }
}

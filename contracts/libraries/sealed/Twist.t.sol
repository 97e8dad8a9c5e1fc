// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../../test-support/Test.sol";
import { BN254 } from "../BN254.sol";
import { Twist } from "./Twist.sol";

/// @title TwistTest
/// @notice Points of the curve that contains G2, and what differs from one in a single respect.
contract TwistTest is Test {
    // The generator of EIP-197.
    uint256 private constant X_REAL = 10857046999023057135944570762232829481370756359578518086990519993285655852781;
    uint256 private constant X_IMAGINARY = 11559732032986387107991004021392285783925812861821192530917403151452391805634;
    uint256 private constant Y_REAL = 8495653923123431417604973247489272438418190587263600148770280649306958101930;
    uint256 private constant Y_IMAGINARY = 4082367875863433681332203403145435568316851327593401208105741076214120093531;

    /// @notice ±(ω^i x, y) for a cube root of unity ω are points; with p added to a coordinate, or
    /// with another coordinate, they are none.
    function testFuzzPoints(uint256 seed, uint256 which, uint256 other) public pure {
        uint256[4] memory point = _point(seed);
        _holds(_isPoint(point), "a point");
        which %= 4;
        uint256 own = point[which];
        point[which] = own + BN254.P;
        _holds(!_isPoint(point), "not canonical");
        point[which] = other % BN254.P;
        _holds(_isPoint(point) == (point[which] == own), "another coordinate");
    }

    /// @notice The square of y must be right in its real part and in its imaginary part: that of
    /// (a, −b) differs from that of (a, b) in the imaginary part only, that of (b, a) in the real
    /// part.
    function testFuzzBothParts(uint256 seed) public pure {
        uint256[4] memory point = _point(seed);
        point[2] = BN254.P - point[2];
        _holds(!_isPoint(point), "conjugate");
        point = _point(seed);
        (point[2], point[3]) = (point[3], point[2]);
        _holds(!_isPoint(point), "swapped");
    }

    /// @notice Infinity is refused, and any random coordinates.
    function testFuzzOthers(uint256[4] memory coordinates) public pure {
        _holds(!_isPoint([uint256(0), 0, 0, 0]), "infinity");
        _holds(!_isPoint(coordinates), "random");
        for (uint256 i = 0; i < 4; ++i) coordinates[i] %= BN254.P;
        _holds(!_isPoint(coordinates), "random and canonical");
    }

    /// @dev Imaginary part of x, real part; the same of y.
    function _point(uint256 seed) private pure returns (uint256[4] memory point) {
        // ω, of order 3 mod p.
        uint256 root = 0x30644e72e131a0295e6dd9e7e0acccb0c28f069fbb966e3de4bd44e5607cfd48;
        point = [X_IMAGINARY, X_REAL, Y_IMAGINARY, Y_REAL];
        for (uint256 i = 0; i < seed % 3; ++i) {
            (point[0], point[1]) = (mulmod(point[0], root, BN254.P), mulmod(point[1], root, BN254.P));
        }
        if (seed % 2 == 1) (point[2], point[3]) = (BN254.P - point[2], BN254.P - point[3]);
    }

    function _isPoint(uint256[4] memory point) private pure returns (bool) {
        return Twist.isPoint(point[0], point[1], point[2], point[3]);
    }
}

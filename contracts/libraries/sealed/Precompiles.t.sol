// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ISealedVerifier } from "../../interfaces/ISealedVerifier.sol";
import { CurveSearch } from "../../test-support/CurveSearch.sol";
import { DirtyMemory } from "../../test-support/DirtyMemory.sol";
import { Test } from "../../test-support/Test.sol";
import { BN254 } from "../BN254.sol";
import { Precompiles } from "./Precompiles.sol";
import { MINUS_ONE, ONE, Scalar, ZERO } from "./Scalar.sol";
import { Scalars } from "./Scalars.sol";

/// @title PrecompilesTest
/// @notice Sums, inverses and pairings compared with what defines them; and with too little gas, no
/// answer rather than a wrong one.
contract PrecompilesTest is Test {
    using Precompiles for BN254.Sum;

    /// @dev Gas for any call below.
    uint256 private constant ENOUGH = 250_000;
    /// @dev [1]₂, in the order of EIP-197.
    uint256[4] private _generator = [
        11559732032986387107991004021392285783925812861821192530917403151452391805634,
        10857046999023057135944570762232829481370756359578518086990519993285655852781,
        4082367875863433681332203403145435568316851327593401208105741076214120093531,
        8495653923123431417604973247489272438418190587263600148770280649306958101930
    ];

    /// @notice a·B + b·B + (−a − b)·B is infinity, and a·B + b·B is (a + b)·B; words beside the sum
    /// stay as they were.
    function testFuzzSums(uint256 first, uint256 second) public view {
        (Scalar a, Scalar b) = (_scalar(first), _scalar(second));
        DirtyMemory.fill();
        uint256[1] memory below = [first];
        BN254.Sum memory sum;
        uint256[1] memory above = [second];
        DirtyMemory.fill();
        sum.addMultiple(1, 2, a);
        sum.addMultiple(1, 2, b);
        (uint256 x, uint256 y) = CurveSearch.multiple(1, 2, Scalar.unwrap(a + b));
        _holds(sum.sumX == x && sum.sumY == y, "a sum");
        sum.addMultiple(1, 2, ZERO - (a + b));
        _holds(sum.sumX == 0 && sum.sumY == 0, "infinity");
        sum.addMultiple(1, 2, a);
        (x, y) = CurveSearch.multiple(1, 2, Scalar.unwrap(a));
        _holds(sum.sumX == x && sum.sumY == y, "after infinity");
        _holds(below[0] == first && above[0] == second, "nothing else");
    }

    /// @notice A point that is none makes the multiplication fail, which is noticed.
    function testNoPoint() public {
        _expect(ISealedVerifier.SealedPrecompileFailed.selector, 7);
        this.addMultiple{ gas: 10_000_000 }(1, 3, ONE);
    }

    /// @notice A value times its inverse is 1; 0 has none.
    function testFuzzInvert(uint256 seed) public {
        Scalar value = _scalar(seed);
        if (value == ZERO) _expect(ISealedVerifier.SealedPrecompileFailed.selector, 5);
        Scalar inverse = this.invert(value);
        _holds(value == ZERO || value * inverse == ONE, "inverse");
    }

    /// @notice e(a·B, G)·e(b·B, G)·e(c·B, G) is 1 where a + b + c = 0, and nowhere else. Infinity is
    /// a point like others.
    function testFuzzPairings(uint256 first, uint256 second, uint256 third) public view {
        (Scalar a, Scalar b, Scalar c) = (_scalar(first), _scalar(second), _scalar(third));
        if (third % 2 == 0) c = ZERO - (a + b);
        _holds(this.pairing([a, b, c], _generator) == (a + b + c == ZERO), "a product of pairings");
    }

    /// @notice A point that is not on its curve makes the pairing fail, which is noticed; also where
    /// it is paired with infinity.
    function testNoPointG2() public {
        uint256[4] memory point = _generator;
        ++point[1];
        _expect(ISealedVerifier.SealedPrecompileFailed.selector, 8);
        this.pairing{ gas: 10_000_000 }([ONE, ONE, ONE], point);
        _expect(ISealedVerifier.SealedPrecompileFailed.selector, 8);
        this.pairing{ gas: 10_000_000 }([ZERO, ZERO, ZERO], point);
    }

    /// @notice With whatever gas, each call gives the right answer or reverts: a precompile that got
    /// too little of it has not answered.
    function testFuzzStarved(uint256 gas) public view {
        gas = _bound(gas, 1_000, ENOUGH + 10_000);
        try this.addMultiple{ gas: gas }(1, 2, ONE) returns (uint256 x, uint256 y) {
            _holds(x == 1 && y == 2, "a multiple");
        } catch {
            _holds(gas < ENOUGH, "enough");
        }
        try this.invert{ gas: gas }(MINUS_ONE) returns (Scalar inverse) {
            _holds(inverse == MINUS_ONE, "inverse");
        } catch {
            _holds(gas < ENOUGH, "enough");
        }
        try this.pairing{ gas: gas }([ONE, ONE, ONE], _generator) returns (bool isOne) {
            _holds(!isOne, "not 1");
        } catch {
            _holds(gas < ENOUGH, "enough");
        }
    }

    /// @notice External, so that gas can be limited.
    function addMultiple(uint256 x, uint256 y, Scalar scalar) external view returns (uint256, uint256) {
        BN254.Sum memory sum;
        sum.addMultiple(x, y, scalar);
        return (sum.sumX, sum.sumY);
    }

    /// @notice External, so that gas can be limited. What is in memory already is an answer, 1.
    function invert(Scalar value) external view returns (Scalar) {
        _leaveOne();
        return Precompiles.invert(value);
    }

    /// @notice Whether the product of e(scalars[i]·B, second) is 1. External, so that gas can be
    /// limited.
    function pairing(Scalar[3] calldata scalars, uint256[4] calldata second) external view returns (bool) {
        uint256[18] memory pairs;
        for (uint256 i = 0; i < 3; ++i) {
            (pairs[6 * i], pairs[6 * i + 1]) = CurveSearch.multiple(1, 2, Scalar.unwrap(scalars[i]));
            for (uint256 j = 0; j < 4; ++j) pairs[6 * i + 2 + j] = second[j];
        }
        DirtyMemory.fill();
        _leaveOne();
        return Precompiles.isPairingProductOne(pairs);
    }

    /// @dev 1 in scratch space, where answers go.
    function _leaveOne() private pure {
        assembly ("memory-safe") {
            mstore(0, 1)
        }
    }

    /// @dev 0, 1, r − 1, or any.
    function _scalar(uint256 seed) private pure returns (Scalar) {
        uint256 drawn = uint256(keccak256(abi.encode(seed)));
        if (drawn % 8 == 0) return ZERO;
        if (drawn % 8 == 1) return ONE;
        return drawn % 8 == 2 ? MINUS_ONE : Scalars.reduce(drawn >> 3);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { CertificateSamples } from "../test-support/CertificateSamples.sol";
import { CurveSearch } from "../test-support/CurveSearch.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED, Progress, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Challenges, Context } from "./Challenges.sol";
import { ColumnBlocks } from "./ColumnBlocks.sol";

/// @title ColumnBlocksTest
/// @notice A block of one column: what it adds, and each reason for refusing it, in order.
contract ColumnBlocksTest is Test {
    using BN254 for BN254.Sum;

    uint256 private constant TOLERANCE = 1000;

    /// @dev The upper bound of the samples' column.
    uint256 private constant BOUND = 10 ** 26;

    /// @notice Forms, gap and sum of an optimal column with responses of two parties.
    function testFuzzOptimal(uint256 x, uint256 z, uint256 first, uint256 second) public view {
        x = _bound(x, 0, BOUND);
        // Below 0 every other time.
        int256 reducedCost = z & 1 == 0
            ? int256(_bound(z >> 1, 0, (1 << 143) - 1))
            : -int256(_bound(z >> 1, 0, TOLERANCE));
        first = _bound(first, 0, BN254.R - 1);
        second = _bound(second, 0, BN254.R - 1);
        uint256 word = (x << 160) | uint160(int160(reducedCost));
        (Progress memory progress, Context memory context) = _absorb(KIND_OPTIMAL, word, first, second);
        _equal(progress.difference, reducedCost * int256(x));
        _equal(progress.gap, reducedCost < 0 ? -reducedCost * int256(BOUND - x) : progress.difference);
        _equal(progress.magnitudes, 0);
        _equal(progress.forms[0], mulmod(first, x, BN254.R));
        _equal(progress.forms[1], mulmod(second, x, BN254.R));
        uint256 scalar = _weighted(context, first, second);
        uint256 dual = mulmod(context.dualWeight, BN254.toScalar(-reducedCost), BN254.R);
        _checkSum(context, addmod(scalar, dual, BN254.R));
    }

    /// @notice Both forms and the sum of an unbounded column.
    function testFuzzUnbounded(uint256 x, uint256 ray, uint256 first, uint256 second) public view {
        x = _bound(x, 0, BOUND);
        ray = _bound(ray, 0, (1 << 87) - 1);
        first = _bound(first, 0, BN254.R - 1);
        second = _bound(second, 0, BN254.R - 1);
        (Progress memory progress, Context memory context) = _absorb(
            KIND_UNBOUNDED,
            (x << 160) | ray,
            first,
            second
        );
        _equal(progress.gap, 0);
        _equal(progress.magnitudes, ray);
        _equal(progress.forms[1], mulmod(second, x, BN254.R));
        _equal(progress.rayForms[0], mulmod(first, ray, BN254.R));
        _checkSum(context, _weighted(context, first, second));
    }

    /// @notice Sum of an infeasible column.
    function testFuzzInfeasible(uint128 reducedCost, uint256 first, uint256 second) public view {
        first = _bound(first, 0, BN254.R - 1);
        second = _bound(second, 0, BN254.R - 1);
        (, Context memory context) = _absorb(KIND_INFEASIBLE, reducedCost, first, second);
        uint256 dual = mulmod(context.dualWeight, BN254.R - reducedCost, BN254.R);
        _checkSum(context, addmod(_weighted(context, first, second), dual, BN254.R));
    }

    /// @notice Every byte of a bound: up to 234 it stands for m·10^e, beyond it is refused. x̂ may
    /// equal the bound but not exceed it.
    function testBounds() public {
        for (uint256 value = 0; value < 256; ++value) {
            uint256 bound = (1 + (value % 9)) * 10 ** (value / 9);
            bytes memory reason = abi.encodeWithSelector(ICertificateVerifier.CertificateNumberOutOfRange.selector);
            if (value <= 234) {
                this.absorbWithBound(bytes1(uint8(value)), bound << 160);
                reason = abi.encodeWithSelector(ICertificateVerifier.CertificateBoundExceeded.selector, 1);
                ++bound;
            }
            VM.expectRevert(reason);
            this.absorbWithBound(bytes1(uint8(value)), bound << 160);
        }
    }

    /// @notice A full block whose numbers are all at the ends of their ranges adds up without
    /// overflow.
    function testExtremes() public view {
        Statement memory statement = _statement();
        statement.columns = 128;
        statement.dualTolerance = (1 << 143) - 1;
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        (header.counters, header.bounds) = (new bytes(130), new bytes(128));
        bytes memory values;
        bytes memory ordinates;
        for (uint256 j = 1; j <= 128; ++j) {
            (uint256 counter, , uint256 y) = CurveSearch.generator(j);
            header.counters[j] = bytes1(uint8(counter));
            header.bounds[j - 1] = hex"ea";
            uint256 high = (BOUND << 160) | ((1 << 143) - 1);
            values = bytes.concat(values, abi.encode(j % 2 == 0 ? high : uint160(int160(1 - (1 << 143)))));
            ordinates = bytes.concat(ordinates, abi.encode(y));
        }
        bytes memory data = bytes.concat(values, ordinates, new bytes(2 * 32 * 128));
        (Progress memory progress, ) = this.absorb(statement, header, data);
        int256 most = int256(BOUND) * ((1 << 143) - 1);
        _equal(progress.difference, 64 * most);
        _equal(progress.gap, 128 * most);
    }

    /// @notice Numbers at the ends of their ranges, and just outside.
    function testRanges() public {
        bytes4 range = ICertificateVerifier.CertificateNumberOutOfRange.selector;
        bytes4 negative = ICertificateVerifier.CertificateReducedCostNegative.selector;
        _absorb(KIND_OPTIMAL, uint160(int160(-int256(TOLERANCE))), 0, 0);
        _refuses(KIND_OPTIMAL, uint160(int160(-int256(TOLERANCE) - 1)), 0, abi.encodeWithSelector(negative, 1));
        bytes memory exceeded = abi.encodeWithSelector(ICertificateVerifier.CertificateBoundExceeded.selector, 1);
        uint256 over = (BOUND + 1) << 160;
        _absorb(KIND_OPTIMAL, (BOUND << 160) | ((1 << 143) - 1), 0, 0);
        _refuses(KIND_OPTIMAL, over, BN254.R, exceeded);
        _refuses(KIND_OPTIMAL, over | uint160(int160(-int256(TOLERANCE) - 1)), 0, exceeded);
        _refuses(KIND_OPTIMAL, over | (1 << 143), 0, abi.encodeWithSelector(range));
        _absorb(KIND_INFEASIBLE, (1 << 143) - 1, 0, 0);
        _refuses(KIND_INFEASIBLE, 1 << 143, BN254.R, abi.encodeWithSelector(range));
        _refuses(KIND_INFEASIBLE, type(uint256).max, 0, abi.encodeWithSelector(negative, 1));
        _absorb(KIND_UNBOUNDED, (BOUND << 160) | ((1 << 87) - 1), 0, 0);
        _refuses(KIND_UNBOUNDED, 1 << 87, 0, abi.encodeWithSelector(range));
        _refuses(KIND_UNBOUNDED, (1 << 160) - 1, 0, abi.encodeWithSelector(range));
        _refuses(KIND_UNBOUNDED, over, 0, exceeded);
    }

    /// @notice A response that is not canonical, a wrong ordinate, and a wrong length.
    function testOtherReasons() public {
        bytes4 scalar = ICertificateVerifier.CertificateScalarOutOfRange.selector;
        _refuses(KIND_OPTIMAL, 1, BN254.R, abi.encodeWithSelector(scalar));
        _refuses(KIND_UNBOUNDED, 1, type(uint256).max, abi.encodeWithSelector(scalar));
        _refuses(KIND_INFEASIBLE, 1, BN254.R, abi.encodeWithSelector(scalar));
        (, , uint256 y) = CurveSearch.generator(1);
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        Statement memory statement = _statement();
        _expect(ICertificateVerifier.CertificateGeneratorInvalid.selector, 1);
        this.absorb(statement, header, abi.encode(1, BN254.P - y, BN254.R, 0));
        _expect(ICertificateVerifier.CertificateShapeMismatch.selector);
        this.absorb(statement, header, abi.encode(1, y, 0));
    }

    /// @notice External, so that its arguments are in calldata and a test can expect its revert.
    function absorb(
        Statement calldata statement,
        Header calldata header,
        bytes calldata data
    ) external view returns (Progress memory progress, Context memory context) {
        context = Challenges.derive(header, 2);
        progress.forms = new uint256[](header.kind == KIND_INFEASIBLE ? 0 : 2);
        progress.rayForms = new uint256[](header.kind == KIND_UNBOUNDED ? 2 : 0);
        ColumnBlocks.absorb(statement, header, context, progress, data);
        _equal(progress.columnsDone, statement.columns);
    }

    /// @notice External, so that a test can expect its revert.
    function absorbWithBound(bytes1 bound, uint256 word) external view {
        (, , uint256 y) = CurveSearch.generator(1);
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.bounds = abi.encodePacked(bound);
        this.absorb(_statement(), header, abi.encode(word, y, 0, 0));
    }

    function _statement() private pure returns (Statement memory statement) {
        statement = CertificateSamples.statement();
        statement.dualTolerance = TOLERANCE;
    }

    function _absorb(
        uint8 kind,
        uint256 word,
        uint256 first,
        uint256 second
    ) private view returns (Progress memory, Context memory) {
        (, , uint256 y) = CurveSearch.generator(1);
        return this.absorb(_statement(), CertificateSamples.header(kind), abi.encode(word, y, first, second));
    }

    function _weighted(Context memory context, uint256 first, uint256 second) private pure returns (uint256) {
        uint256 sum = mulmod(context.weights[0], first, BN254.R);
        return addmod(sum, mulmod(context.weights[1], second, BN254.R), BN254.R);
    }

    function _checkSum(Context memory context, uint256 scalar) private view {
        (, uint256 x, uint256 y) = CurveSearch.generator(1);
        context.sum.addMultiple(x, BN254.P - y, scalar);
        _equal(context.sum.sumX | context.sum.sumY, 0);
    }

    function _refuses(uint8 kind, uint256 word, uint256 response, bytes memory reason) private {
        (, , uint256 y) = CurveSearch.generator(1);
        Header memory header = CertificateSamples.header(kind);
        Statement memory statement = _statement();
        VM.expectRevert(reason);
        this.absorb(statement, header, abi.encode(word, y, 0, response));
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { CertificateSamples } from "../test-support/CertificateSamples.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED, Progress, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Challenges, Context } from "./Challenges.sol";
import { RowBlocks } from "./RowBlocks.sol";
import { Transcript } from "./Transcript.sol";
import { Words } from "./Words.sol";

/// @title RowBlocksTest
/// @notice A block of one inequality and one equality row, both with the point (1, 2): what it
/// adds, and each reason for refusing it.
contract RowBlocksTest is Test {
    using BN254 for BN254.Sum;

    uint256 private constant TOLERANCE = 1000;
    /// @dev e_k·α of the first row.
    uint256 private constant CHALLENGE = 12345;

    uint256 private constant VALUE = (1 << 87) - 1;
    uint256 private constant WIDE = (1 << 143) - 1;

    /// @notice Form, gap, violation, largest residual and sum of optimal rows.
    function testFuzzOptimal(uint256 first, int256 second, uint256 slack, int256 residual) public view {
        residual %= int256(TOLERANCE) + 1;
        first = _bound(first, 0, VALUE);
        slack = _bound(slack, 0, WIDE);
        int256 multiplier = second % int256(VALUE + 1);
        bytes memory values = abi.encode(first, _word(slack, residual), multiplier, _word(0, -residual));
        (Progress memory progress, Context memory context) = _absorb(KIND_OPTIMAL, values);
        int256 difference = int256(slack) - residual;
        int256 term = int256(first) * difference;
        int256 other = multiplier * residual;
        _equal(progress.difference, term + other);
        _equal(progress.gap, (term > 0 ? term : int256(0)) + (other > 0 ? other : int256(0)));
        _equal(progress.maxResidual, Words.magnitude(residual));
        _equal(progress.magnitudes, (first + Words.magnitude(multiplier)) * Words.magnitude(residual));
        uint256 next = mulmod(CHALLENGE, context.alpha, BN254.R);
        uint256 form = mulmod(CHALLENGE, BN254.toScalar(difference), BN254.R);
        _equal(progress.forms[0], addmod(form, mulmod(next, BN254.toScalar(residual), BN254.R), BN254.R));
        _equal(progress.rowChallenge, mulmod(next, context.alpha, BN254.R));
        uint256 dual = addmod(first, BN254.toScalar(multiplier), BN254.R);
        _checkSum(context, mulmod(context.dualWeight, dual, BN254.R), addmod(CHALLENGE, next, BN254.R));
    }

    /// @notice Both forms and the sum of unbounded rows.
    function testFuzzUnbounded(uint256 slack, uint256 raySlack) public view {
        slack = _bound(slack, 0, WIDE);
        raySlack = _bound(raySlack, 0, WIDE);
        bytes memory values = abi.encode(_word(slack, 7), raySlack, _word(0, -9), 0);
        (Progress memory progress, Context memory context) = _absorb(KIND_UNBOUNDED, values);
        _equal(progress.maxResidual, 9);
        _equal(progress.gap, 0);
        _equal(progress.magnitudes, 0);
        _equal(progress.rayForms[0], mulmod(CHALLENGE, raySlack, BN254.R));
        uint256 next = mulmod(CHALLENGE, context.alpha, BN254.R);
        _checkSum(context, 0, addmod(CHALLENGE, next, BN254.R));
    }

    /// @notice Magnitudes and sum of infeasible rows.
    function testFuzzInfeasible(uint256 first, uint256 second) public view {
        first = _bound(first, 0, VALUE);
        second = _bound(second, 0, VALUE);
        bytes memory values = abi.encode(first, -int256(second));
        (Progress memory progress, Context memory context) = _absorb(KIND_INFEASIBLE, values);
        _equal(progress.magnitudes, first + second);
        uint256 dual = mulmod(context.dualWeight, BN254.toScalar(int256(first) - int256(second)), BN254.R);
        uint256 next = mulmod(CHALLENGE, context.alpha, BN254.R);
        _checkSum(context, dual, addmod(CHALLENGE, next, BN254.R));
    }

    /// @notice A full block whose numbers are all at the ends of their ranges adds up without
    /// overflow.
    function testExtremes() public view {
        Statement memory statement = _statement();
        (statement.inequalities[0], statement.equalities[0]) = (64, 64);
        statement.residualTolerance = (1 << 95) - 1;
        int256 most = int256(statement.residualTolerance);
        bytes memory data;
        for (uint256 i = 0; i < 128; ++i) data = bytes.concat(data, abi.encode(1, 2));
        for (uint256 i = 0; i < 64; ++i) data = bytes.concat(data, abi.encode(VALUE, _word(WIDE, -most)));
        for (uint256 i = 0; i < 64; ++i) data = bytes.concat(data, abi.encode(-int256(VALUE), _word(0, most)));
        (Progress memory progress, ) = this.absorb(statement, CertificateSamples.header(KIND_OPTIMAL), data);
        int256 term = int256(VALUE) * (int256(WIDE) + 2 * most);
        _equal(progress.difference, 64 * term);
        _equal(progress.gap, progress.difference);
        _equal(progress.magnitudes, 128 * VALUE * uint256(most));
        _equal(progress.maxResidual, uint256(most));
    }

    /// @notice Each number just outside its range, in the inequality row and in the equality row.
    function testRanges() public {
        bytes4 range = ICertificateVerifier.CertificateNumberOutOfRange.selector;
        uint256 limit = 1 << 87;
        _absorb(KIND_OPTIMAL, abi.encode(limit - 1, 0, -int256(limit - 1), 0));
        _refuses(KIND_OPTIMAL, abi.encode(limit, 0, 0, 0), range);
        _refuses(KIND_OPTIMAL, abi.encode(0, 0, limit, 0), range);
        _refuses(KIND_OPTIMAL, abi.encode(0, 0, -int256(limit), 0), range);
        _refuses(KIND_INFEASIBLE, abi.encode(type(int256).min, 0), range);
        _absorb(KIND_OPTIMAL, abi.encode(0, _word(WIDE, 0), 0, 0));
        _refuses(KIND_OPTIMAL, abi.encode(0, _word(WIDE + 1, 0), 0, 0), range);
        _refuses(KIND_OPTIMAL, abi.encode(0, 0, 0, _word(WIDE + 1, 0)), range);
        _refuses(KIND_UNBOUNDED, abi.encode(_word(1 << 159, 0), 0, 0, 0), range);
        _absorb(KIND_UNBOUNDED, abi.encode(0, WIDE, 0, 0));
        _refuses(KIND_UNBOUNDED, abi.encode(0, WIDE + 1, 0, 0), range);
        _refuses(KIND_UNBOUNDED, abi.encode(0, 0, 0, type(uint256).max), range);
        bytes4 sign = ICertificateVerifier.CertificateMultiplierNegative.selector;
        _refuses(KIND_OPTIMAL, abi.encode(-int256(1), 0, 0, 0), sign);
        _refuses(KIND_INFEASIBLE, abi.encode(-int256(1), 0), sign);
        bytes4 slack = ICertificateVerifier.CertificateSlackInvalid.selector;
        _refuses(KIND_OPTIMAL, abi.encode(0, 0, 0, _word(1, 0)), slack);
        _refuses(KIND_UNBOUNDED, abi.encode(0, 0, _word(1, 0), 0), slack);
        _refuses(KIND_UNBOUNDED, abi.encode(0, 0, 0, 1), slack);
        bytes4 residual = ICertificateVerifier.CertificateResidualTooLarge.selector;
        int256 most = int256(TOLERANCE);
        _absorb(KIND_OPTIMAL, abi.encode(0, _word(0, most), 0, _word(0, -most)));
        _refuses(KIND_OPTIMAL, abi.encode(0, _word(0, most + 1), 0, 0), residual);
        _refuses(KIND_OPTIMAL, abi.encode(0, 0, 0, _word(0, -most - 1)), residual);
        _refuses(KIND_UNBOUNDED, abi.encode(_word(0, type(int96).min), 0, 0, 0), residual);
    }

    /// @notice Invalid points, and wrong lengths.
    function testPointsAndShape() public {
        bytes memory values = abi.encode(0, 0, 0, 0);
        (Statement memory statement, Header memory header) = (_statement(), CertificateSamples.header(KIND_OPTIMAL));
        _expect(ICertificateVerifier.CertificatePointInvalid.selector);
        this.absorb(statement, header, bytes.concat(abi.encode(1, 2, 1, 3), values));
        _expect(ICertificateVerifier.CertificatePointInvalid.selector);
        this.absorb(statement, header, bytes.concat(abi.encode(0, 0, 1, 2), values));
        _expect(ICertificateVerifier.CertificateShapeMismatch.selector);
        this.absorb(statement, header, values);
    }

    /// @notice After a party's last row its commitment is checked, which includes R_c if the party
    /// owns the objective. Parties without rows follow at once.
    function testPass() public {
        Statement memory statement = _statement();
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        bytes memory data = bytes.concat(abi.encode(1, 2, 1, 2), abi.encode(0, 0, 0, 0));
        bytes32 points = keccak256(abi.encodePacked(bytes32(0), abi.encode(1, 2, 1, 2)));
        points = Transcript.absorbPoint(points, header.cx, header.cy);
        (bytes32 first, bytes32 second) = this.commitments(statement, header, points);
        _expect(ICertificateVerifier.CertificateCommitmentMismatch.selector, 0);
        this.absorbAndPass(statement, header, data);
        statement.commitments[0] = first;
        _expect(ICertificateVerifier.CertificateCommitmentMismatch.selector, 1);
        this.absorbAndPass(statement, header, data);
        statement.commitments[1] = second;
        _equal(this.absorbAndPass(statement, header, data), 2);
    }

    /// @notice External, so that its arguments are in calldata and a test can expect its revert.
    function absorb(
        Statement calldata statement,
        Header calldata header,
        bytes calldata data
    ) public view returns (Progress memory progress, Context memory context) {
        context = Challenges.derive(header, 2);
        progress.forms = new uint256[](header.kind == KIND_INFEASIBLE ? 0 : 2);
        progress.rayForms = new uint256[](header.kind == KIND_UNBOUNDED ? 2 : 0);
        progress.rowChallenge = CHALLENGE;
        progress.columnsDone = 1;
        RowBlocks.absorb(statement, header, context, progress, data);
        _equal(progress.rowsDone, uint256(statement.inequalities[0]) + statement.equalities[0]);
    }

    /// @notice External, so that its arguments are in calldata and a test can expect its revert.
    function absorbAndPass(
        Statement calldata statement,
        Header calldata header,
        bytes calldata data
    ) external view returns (uint256 party) {
        (Progress memory progress, Context memory context) = absorb(statement, header, data);
        RowBlocks.pass(statement, header, context, progress);
        return progress.party;
    }

    /// @notice External, so that its arguments are in calldata.
    function commitments(
        Statement calldata statement,
        Header calldata header,
        bytes32 points
    ) external pure returns (bytes32, bytes32) {
        return (
            Transcript.commitment(statement, header, 0, points),
            Transcript.commitment(statement, header, 1, bytes32(0))
        );
    }

    function _statement() private pure returns (Statement memory statement) {
        statement = CertificateSamples.statement();
        statement.inequalities[0] = 1;
        statement.equalities[0] = 1;
        statement.residualTolerance = TOLERANCE;
    }

    function _word(uint256 slack, int256 residual) private pure returns (uint256) {
        return (slack << 96) | uint96(int96(residual));
    }

    function _absorb(uint8 kind, bytes memory values) private view returns (Progress memory, Context memory) {
        bytes memory data = bytes.concat(abi.encode(1, 2, 1, 2), values);
        return this.absorb(_statement(), CertificateSamples.header(kind), data);
    }

    function _refuses(uint8 kind, bytes memory values, bytes4 reason) private {
        (Statement memory statement, Header memory header) = (_statement(), CertificateSamples.header(kind));
        bytes memory data = bytes.concat(abi.encode(1, 2, 1, 2), values);
        _expect(reason);
        this.absorb(statement, header, data);
    }

    /// @dev The sum is (dual − γ_0 · challenges) times (1, 2).
    function _checkSum(Context memory context, uint256 dual, uint256 challenges) private view {
        context.sum.addMultiple(1, BN254.P - 2, dual);
        context.sum.addMultiple(1, 2, mulmod(context.weights[0], challenges, BN254.R));
        _equal(context.sum.sumX | context.sum.sumY, 0);
    }
}

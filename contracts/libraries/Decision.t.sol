// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_INFEASIBLE, KIND_UNBOUNDED, Outcome, Progress, Statement } from "../types/Certificate.sol";
import { Decision } from "./Decision.sol";

/// @title DecisionTest
/// @notice Each reason for a refusal in the last step, their order, and the limits of the gap.
contract DecisionTest is Test {
    /// @notice The gap may be as large as the tolerance, and no larger, whatever the objective and
    /// the negative terms are.
    function testFuzzGapBound(int160 objective, uint160 tolerance, uint160 below) public {
        Statement memory statement;
        statement.multiplierDecimals = 9;
        statement.gapTolerance = tolerance;
        int256 most = int256(uint256(tolerance));
        int256 difference = most - int256(uint256(below));
        int256 dual = difference - 1e9 * int256(objective);
        this.checkGap(statement, objective, dual, difference, most);
        _expect(ICertificateVerifier.CertificateGapTooLarge.selector);
        this.checkGap(statement, objective, dual, difference, most + 1);
    }

    /// @notice Nothing overflows at the ends of the ranges.
    function testGapExtremes() public view {
        Statement memory statement;
        statement.multiplierDecimals = 24;
        statement.solutionDecimals = 24;
        statement.gapTolerance = type(uint160).max;
        int256 extreme = (1 << 160) - 1;
        this.checkGap(statement, extreme, -extreme, 0, extreme);
        this.checkGap(statement, -extreme, extreme, 0, extreme);
        this.checkGap(statement, -extreme, -extreme, -2e24 * extreme, 0);
    }

    /// @notice The violation may be as large as the gap's tolerance, and no larger.
    function testFuzzViolationBound(uint160 tolerance) public {
        Statement memory statement;
        Header memory header;
        Progress memory progress;
        statement.gapTolerance = tolerance;
        progress.magnitudes = tolerance;
        this.checkHeaderGap(statement, header, progress);
        ++progress.magnitudes;
        _expect(ICertificateVerifier.CertificateViolationTooLarge.selector);
        this.checkHeaderGap(statement, header, progress);
    }

    /// @notice Infeasible: 10^δ d + τ_residual Σ|ŵ| must be negative, to the last unit.
    function testFuzzContradiction(uint24 decimals, uint96 tolerance, uint256 size) public {
        Statement memory statement;
        statement.solutionDecimals = decimals % 25;
        statement.residualTolerance = tolerance >> 1;
        size = _bound(size, 0, type(uint256).max >> (256 - 111));
        _checkDepth(statement, KIND_INFEASIBLE, statement.residualTolerance * size, size);
    }

    /// @notice Unbounded: 10^ω d + τ_dual Σ ray must be negative, to the last unit.
    function testFuzzRay(uint24 decimals, uint256 tolerance, uint256 size) public {
        Statement memory statement;
        statement.multiplierDecimals = decimals % 25;
        statement.dualTolerance = _bound(tolerance, 0, (1 << 143) - 1);
        size = _bound(size, 0, (1 << 103) - 1);
        _checkDepth(statement, KIND_UNBOUNDED, statement.dualTolerance * size, size);
    }

    /// @dev Checks that the lowest d that must be refused is refused, and that the next lower one
    /// is accepted.
    function _checkDepth(Statement memory statement, uint8 kind, uint256 lift, uint256 size) private {
        Header memory header;
        Progress memory progress;
        bool infeasible = kind == KIND_INFEASIBLE;
        uint256 unit = 10 ** (infeasible ? statement.solutionDecimals : statement.multiplierDecimals);
        progress.magnitudes = size;
        header.kind = kind;
        header.dual = -int256(lift / unit);
        _expect(
            infeasible
                ? ICertificateVerifier.CertificateContradictionTooWeak.selector
                : ICertificateVerifier.CertificateRayTooShallow.selector
        );
        this.checkDepth(statement, header, progress);
        --header.dual;
        this.checkDepth(statement, header, progress);
    }

    /// @notice The identity holds to the last unit.
    function testFuzzIdentity(int96 objective, int96 dual, int256 excess) public {
        if (excess == 0) return;
        Statement memory statement;
        statement.solutionDecimals = 3;
        statement.multiplierDecimals = 2;
        int256 difference = int256(objective) * 100 + int256(dual) * 1000;
        this.checkGap(statement, objective, dual, difference, 0);
        unchecked {
            difference += excess;
        }
        _expect(ICertificateVerifier.CertificateIdentityFailed.selector);
        this.checkGap(statement, objective, dual, difference, 0);
    }

    /// @notice The order of the reasons: everything is wrong at first, and is then corrected one by
    /// one.
    function testOrder() public {
        Statement memory statement;
        Header memory header;
        Progress memory progress;
        header.statementDigest = bytes32(uint256(1));
        header.responseDigest = bytes32(uint256(2));
        header.dual = 5;
        progress.forms = new uint256[](2);
        progress.rayForms = new uint256[](2);
        progress.forms[1] = 1;
        progress.rayForms[0] = 1;
        progress.sumX = 1;
        _expect(ICertificateVerifier.CertificateStatementMismatch.selector);
        this.decide(statement, header, progress);
        progress.statementHash = header.statementDigest;
        _expect(ICertificateVerifier.CertificateResponseMismatch.selector);
        this.decide(statement, header, progress);
        progress.responseHash = header.responseDigest;
        _expect(ICertificateVerifier.CertificateLinearFormFailed.selector, 0);
        this.decide(statement, header, progress);
        progress.rayForms[0] = 0;
        _expect(ICertificateVerifier.CertificateLinearFormFailed.selector, 1);
        this.decide(statement, header, progress);
        progress.forms[1] = 0;
        _expect(ICertificateVerifier.CertificateIdentityFailed.selector);
        this.decide(statement, header, progress);
        progress.difference = 5;
        progress.gap = 5;
        _expect(ICertificateVerifier.CertificateGapTooLarge.selector);
        this.decide(statement, header, progress);
        statement.gapTolerance = 5;
        progress.magnitudes = 6;
        _expect(ICertificateVerifier.CertificateViolationTooLarge.selector);
        this.decide(statement, header, progress);
        progress.magnitudes = 4;
        _expect(ICertificateVerifier.CertificateEquationFailed.selector);
        this.decide(statement, header, progress);
        progress.sumX = 0;
        progress.maxResidual = 3;
        Outcome memory outcome = this.decide(statement, header, progress);
        _equal(outcome.gap, 5);
        _equal(outcome.violation, 4);
        _equal(outcome.maxResidual, 3);
        _equal(outcome.statementDigest, header.statementDigest);
    }

    /// @notice External, so that a test can expect its revert.
    function checkGap(
        Statement calldata statement,
        int256 objective,
        int256 dual,
        int256 difference,
        int256 gap
    ) external view {
        Header memory header;
        Progress memory progress;
        (header.objective, header.dual) = (objective, dual);
        (progress.difference, progress.gap) = (difference, gap);
        this.checkHeaderGap(statement, header, progress);
    }

    /// @notice Infeasible and unbounded: the depth of d is checked before the equation.
    function testDepthOrder() public {
        Statement memory statement;
        Header memory header;
        Progress memory progress;
        progress.sumX = 1;
        for (uint8 kind = KIND_INFEASIBLE; kind <= KIND_UNBOUNDED; ++kind) {
            header.kind = kind;
            header.dual = 0;
            _expect(
                kind == KIND_INFEASIBLE
                    ? ICertificateVerifier.CertificateContradictionTooWeak.selector
                    : ICertificateVerifier.CertificateRayTooShallow.selector
            );
            this.decide(statement, header, progress);
            header.dual = -1;
            _expect(ICertificateVerifier.CertificateEquationFailed.selector);
            this.decide(statement, header, progress);
        }
    }

    // solhint-disable gas-calldata-parameters
    /// @notice External, so that its arguments are in calldata. Takes the progress in memory, as
    /// the library does.
    function checkDepth(Statement calldata statement, Header calldata header, Progress memory progress) external pure {
        Decision.checkDepth(statement, header, progress);
    }
    // solhint-enable gas-calldata-parameters

    // solhint-disable gas-calldata-parameters
    /// @notice External, so that its arguments are in calldata. Takes the progress in memory, as
    /// the library does.
    function checkHeaderGap(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) external pure {
        Decision.checkGap(statement, header, progress);
    }
    // solhint-enable gas-calldata-parameters

    // solhint-disable gas-calldata-parameters
    /// @notice External, so that a test can expect its revert. Takes the progress in memory, as the
    /// library does.
    function decide(
        Statement calldata statement,
        Header calldata header,
        Progress memory progress
    ) external pure returns (Outcome memory) {
        return Decision.decide(statement, header, progress);
    }
    // solhint-enable gas-calldata-parameters
}

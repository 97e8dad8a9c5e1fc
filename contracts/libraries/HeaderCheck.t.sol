// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICertificateVerifier } from "../interfaces/ICertificateVerifier.sol";
import { CertificateSamples } from "../test-support/CertificateSamples.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED, Proof, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { HeaderCheck } from "./HeaderCheck.sol";

/// @title HeaderCheckTest
/// @notice Each refusal that a header alone can cause.
contract HeaderCheckTest is Test {
    /// @notice Headers in range pass.
    function testPasses() public view {
        _check(CertificateSamples.header(KIND_OPTIMAL));
        _check(CertificateSamples.header(KIND_INFEASIBLE));
        _check(CertificateSamples.header(KIND_UNBOUNDED));
    }

    /// @notice There are three kinds.
    function testFuzzUnknownKind(uint8 kind) public {
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.kind = uint8(_bound(kind, 3, 255));
        _refuses(header, ICertificateVerifier.CertificateUnknownKind.selector);
    }

    /// @notice Wrong lengths, and values in fields that a kind does not have.
    function testShape() public {
        bytes4 reason = ICertificateVerifier.CertificateShapeMismatch.selector;
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.counters = hex"0000";
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_OPTIMAL);
        header.proofs = new Proof[](1);
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_OPTIMAL);
        header.proofs[1].aRay = 1;
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_INFEASIBLE);
        header.proofs = new Proof[](0);
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_INFEASIBLE);
        header.objective = 1;
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_INFEASIBLE);
        header.proofs[1].a = 1;
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_OPTIMAL);
        header.bounds = hex"eaea";
        _refuses(header, reason);
        header = CertificateSamples.header(KIND_UNBOUNDED);
        header.rho = 1;
        _refuses(header, reason);
    }

    /// @notice The bounds must be those of the round.
    function testBounds() public {
        Header memory header = CertificateSamples.header(KIND_UNBOUNDED);
        header.bounds = hex"e9";
        _refuses(header, ICertificateVerifier.CertificateBoundsMismatch.selector);
    }

    /// @notice Scalars must be canonical.
    function testFuzzScalars(uint256 which, uint256 high) public {
        high = _bound(high, BN254.R, type(uint256).max);
        which %= 5;
        Header memory header = CertificateSamples.header(which == 0 ? KIND_OPTIMAL : KIND_UNBOUNDED);
        if (which == 0) header.rho = high;
        else if (which == 1) header.proofs[0].a = high;
        else if (which == 2) header.proofs[1].aRay = high;
        else if (which == 3) header.proofs[1].z0 = high;
        else header.proofs[0].zh = high;
        _refuses(header, ICertificateVerifier.CertificateScalarOutOfRange.selector);
    }

    /// @notice f̂ and d must fit in 160 bits and a sign.
    function testNumbers() public {
        bytes4 reason = ICertificateVerifier.CertificateNumberOutOfRange.selector;
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.objective = (1 << 160) - 1;
        header.dual = -header.objective;
        _check(header);
        header.objective = 1 << 160;
        _refuses(header, reason);
        header.objective = type(int256).min;
        _refuses(header, reason);
        header.objective = 0;
        header.dual = -(1 << 160);
        _refuses(header, reason);
    }

    /// @notice Kinds 1 and 2 need d < 0.
    function testDualSign() public {
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.dual = 0;
        _check(header);
        for (uint8 kind = KIND_INFEASIBLE; kind <= KIND_UNBOUNDED; ++kind) {
            header = CertificateSamples.header(kind);
            header.dual = 0;
            _refuses(header, ICertificateVerifier.CertificateDualSignWrong.selector);
            header.dual = 1;
            _refuses(header, ICertificateVerifier.CertificateDualSignWrong.selector);
        }
    }

    /// @notice G_0 and H must have the right ordinates.
    function testGenerators() public {
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.y0 = BN254.P - header.y0;
        _expect(ICertificateVerifier.CertificateGeneratorInvalid.selector, 0);
        _check(header);
        header.y0 = BN254.P - header.y0;
        header.yh ^= 2;
        _expect(ICertificateVerifier.CertificateGeneratorInvalid.selector, 0xffffffff);
        _check(header);
    }

    /// @notice R_c and every A_k must be points.
    function testPoints() public {
        bytes4 reason = ICertificateVerifier.CertificatePointInvalid.selector;
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.cy = 3;
        _refuses(header, reason);
        (header.cx, header.cy) = (0, 0);
        _refuses(header, reason);
        (header.cx, header.cy) = (1, 2);
        header.proofs[1].ax = BN254.P + 1;
        _refuses(header, reason);
    }

    /// @notice External, so that a test can expect its revert.
    function check(Statement calldata statement, Header calldata header) external pure {
        HeaderCheck.check(statement, header);
    }

    function _check(Header memory header) private view {
        this.check(CertificateSamples.statement(), header);
    }

    function _refuses(Header memory header, bytes4 selector) private {
        _expect(selector);
        _check(header);
    }
}

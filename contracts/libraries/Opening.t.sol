// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CertificateSamples } from "../test-support/CertificateSamples.sol";
import { CurveSearch } from "../test-support/CurveSearch.sol";
import { Test } from "../test-support/Test.sol";
import { Header, KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED, Progress, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Challenges, Context } from "./Challenges.sol";
import { Generators } from "./Generators.sol";
import { Opening } from "./Opening.sol";

/// @title OpeningTest
/// @notice The terms of the header, compared with sums taken term by term.
contract OpeningTest is Test {
    using BN254 for BN254.Sum;

    /// @notice Kind 0: proofs and the dual equation.
    function testFuzzOptimal(uint256 z0, uint256 a, uint128 dual, uint256 rho) public view {
        Header memory header = CertificateSamples.header(KIND_OPTIMAL);
        header.proofs[0].z0 = _bound(z0, 0, BN254.R - 1);
        header.proofs[1].a = _bound(a, 0, BN254.R - 1);
        header.dual = int256(uint256(dual)) - (1 << 127);
        header.rho = _bound(rho, 0, BN254.R - 1);
        _check(header, header.rho, true);
    }

    /// @notice Kind 1: proofs without forms, and the dual equation.
    function testInfeasible() public view {
        Header memory header = CertificateSamples.header(KIND_INFEASIBLE);
        header.rho = 12;
        _check(header, 12, true);
    }

    /// @notice Kind 2: proofs alone, and forms along the ray.
    function testFuzzUnbounded(uint256 aRay) public view {
        Header memory header = CertificateSamples.header(KIND_UNBOUNDED);
        header.proofs[1].aRay = _bound(aRay, 0, BN254.R - 1);
        Progress memory progress = _check(header, 0, false);
        _equal(addmod(progress.rayForms[1], header.proofs[1].aRay, BN254.R), 0);
    }

    /// @notice External, so that its arguments are in calldata.
    function start(
        Statement calldata statement,
        Header calldata header
    ) external view returns (Progress memory progress, Context memory context) {
        context = Challenges.derive(header, 2);
        progress = Opening.start(statement, header, context);
    }

    function _check(
        Header memory header,
        uint256 rho,
        bool hasDual
    ) private view returns (Progress memory progress) {
        Statement memory statement = CertificateSamples.statement();
        statement.solutionDecimals = 3;
        Context memory context;
        (progress, context) = this.start(statement, header);
        (, uint256 x0, uint256 y0) = CurveSearch.generator(Generators.RHS);
        (, uint256 xh, uint256 yh) = CurveSearch.generator(Generators.BLINDING);
        // Subtract everything again, term by term.
        BN254.Sum memory sum = context.sum;
        for (uint256 k = 0; k < header.proofs.length; ++k) {
            uint256 weight = context.weights[k];
            sum.addMultiple(header.proofs[k].ax, header.proofs[k].ay, weight);
            sum.addMultiple(x0, BN254.P - y0, mulmod(weight, header.proofs[k].z0, BN254.R));
            sum.addMultiple(xh, BN254.P - yh, mulmod(weight, header.proofs[k].zh, BN254.R));
            if (progress.forms.length == 0) continue;
            uint256 form = addmod(progress.forms[k], header.proofs[k].a, BN254.R);
            _equal(addmod(form, mulmod(1000, header.proofs[k].z0, BN254.R), BN254.R), 0);
        }
        if (hasDual) {
            sum.addMultiple(x0, y0, mulmod(context.dualWeight, BN254.toScalar(header.dual), BN254.R));
            sum.addMultiple(xh, yh, mulmod(context.dualWeight, rho, BN254.R));
        }
        _equal(sum.sumX | sum.sumY, 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Header, KIND_INFEASIBLE, KIND_UNBOUNDED, Progress, Proof, Statement } from "../types/Certificate.sol";
import { BN254 } from "./BN254.sol";
import { Context } from "./Challenges.sol";
import { HeaderCheck } from "./HeaderCheck.sol";
import { Transcript } from "./Transcript.sol";

/// @title Opening
/// @notice The terms of the equations that come from the header.
library Opening {
    using BN254 for BN254.Sum;

    /// @notice Returns the progress before the first block: digests, forms and the terms of G_0, H
    /// and A_k. The header must have been checked.
    function start(
        Statement calldata statement,
        Header calldata header,
        Context memory context
    ) internal view returns (Progress memory progress) {
        progress.statementHash = Transcript.statementStart(statement, header);
        progress.responseHash = Transcript.responseStart(header);
        progress.rowChallenge = firstRowChallenge(context, 0);

        uint256 parties = header.proofs.length;
        uint256 scale = 10 ** statement.solutionDecimals;
        progress.forms = new uint256[](header.kind == KIND_INFEASIBLE ? 0 : parties);
        progress.rayForms = new uint256[](header.kind == KIND_UNBOUNDED ? parties : 0);
        uint256 rhsScalar = 0;
        uint256 blindingScalar = 0;
        for (uint256 k = 0; k < parties; ++k) {
            Proof calldata proof = header.proofs[k];
            uint256 weight = context.weights[k];
            // Unchecked: a, aRay < r and results of mulmod < r, so no difference is negative.
            unchecked {
                // −10^δ z_0 − a, and −aRay
                if (progress.forms.length != 0) {
                    progress.forms[k] = addmod(BN254.R - mulmod(scale, proof.z0, BN254.R), BN254.R - proof.a, BN254.R);
                }
                if (progress.rayForms.length != 0) progress.rayForms[k] = BN254.R - proof.aRay;
                rhsScalar = addmod(rhsScalar, mulmod(weight, proof.z0, BN254.R), BN254.R);
                blindingScalar = addmod(blindingScalar, mulmod(weight, proof.zh, BN254.R), BN254.R);
                context.sum.addMultiple(proof.ax, proof.ay, BN254.R - weight);
            }
        }
        if (header.kind != KIND_UNBOUNDED) {
            uint256 dualWeight = context.dualWeight;
            rhsScalar = addmod(rhsScalar, mulmod(dualWeight, BN254.toScalar(-header.dual), BN254.R), BN254.R);
            // Unchecked: ρ < r.
            unchecked {
                blindingScalar = addmod(blindingScalar, mulmod(dualWeight, BN254.R - header.rho, BN254.R), BN254.R);
            }
        }
        context.sum.addMultiple(HeaderCheck.rhsAbscissa(header), header.y0, rhsScalar);
        context.sum.addMultiple(HeaderCheck.blindingAbscissa(header), header.yh, blindingScalar);
    }

    /// @notice e_k·α, the factor of the first row of a party; 0 after the last party.
    function firstRowChallenge(Context memory context, uint256 party) internal pure returns (uint256) {
        if (party >= context.challenges.length) return 0;
        return mulmod(context.challenges[party], context.alpha, BN254.R);
    }
}

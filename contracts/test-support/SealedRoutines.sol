// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Words } from "../libraries/Words.sol";
import { Scalar } from "../libraries/sealed/Scalar.sol";
import { Scalars } from "../libraries/sealed/Scalars.sol";
import { SealedDegeneracy } from "../libraries/sealed/SealedDegeneracy.sol";
import { SealedDomain } from "../libraries/sealed/SealedDomain.sol";
import { ColumnFields, RowFields, SealedFields } from "../libraries/sealed/SealedFields.sol";
import { LIMBS, Layout, SealedLayout } from "../libraries/sealed/SealedLayout.sol";
import { Place, SealedPlace } from "../libraries/sealed/SealedPlace.sol";
import { SealedChallenges } from "../libraries/sealed/SealedTranscript.sol";
import { DirtyMemory } from "./DirtyMemory.sol";

/// @title SealedRoutines
/// @notice The verifier's routines in assembly, one by one, each over memory full of ones, and the
/// check of challenges before them. For tests only, which compare them with whole numbers.
contract SealedRoutines {
    /// @notice `Scalars.invertAll`.
    function invertAll(Scalar[] calldata values) external view returns (Scalar[] memory inverses) {
        DirtyMemory.fill();
        inverses = values;
        DirtyMemory.fill();
        Scalars.invertAll(inverses);
    }

    /// @notice `Scalars.innerProduct`.
    function innerProduct(Scalar[] calldata weights, bytes calldata words) external pure returns (Scalar) {
        DirtyMemory.fill();
        return Scalars.innerProduct(weights, Words.start(words));
    }

    /// @notice `SealedPlace.limbDenominators`.
    function limbDenominators(
        Scalar eta,
        Scalar zeta,
        Scalar xi
    ) external pure returns (Scalar[] memory denominators, Scalar product) {
        DirtyMemory.fill();
        denominators = new Scalar[](LIMBS);
        DirtyMemory.fill();
        product = SealedPlace.limbDenominators(eta, zeta, xi, denominators);
    }

    /// @notice Fields of the columns and of the one party in a proof.
    function fields(
        uint256 kind,
        uint256 limbBits,
        bytes calldata proof
    ) external pure returns (ColumnFields memory columns, RowFields memory rows) {
        DirtyMemory.fill();
        Layout memory shape = SealedLayout.ofProofs(kind, 1, Words.start(proof));
        columns = SealedFields.columns(shape, kind, limbBits);
        rows = SealedFields.rows(shape, kind, limbBits, 0);
    }

    /// @notice What follows from challenges of a proof of one party, if they are not refused.
    function place(uint256 kind, uint256 size, SealedChallenges calldata drawn) external view returns (Place memory) {
        SealedDegeneracy.check(SealedLayout.ofProofs(kind, 1, 0), SealedDomain.ofSize(size), drawn);
        DirtyMemory.fill();
        return SealedPlace.evaluate(SealedLayout.ofProofs(kind, 1, 0), SealedDomain.ofSize(size), drawn);
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../../interfaces/IRoundCoordinator.sol";
import { Params } from "../../types/Round.sol";
import { SealedDomain } from "./SealedDomain.sol";
import { SealedStatementCheck } from "./SealedStatementCheck.sol";

/// @title SealedParamsCheck
/// @notice Ranges of the parameters of a round for a sealed outcome, beside those of every round:
/// whether the verifier could accept any key. A key of the largest size has most room for columns,
/// rows and numbers.
library SealedParamsCheck {
    /// @dev Parties of a settling transaction of at most 128,000 bytes (ParamsCheck): 1,280 for each
    /// party's part of a proof of kind 0, and 2,980 for the rest of proof and call.
    uint256 internal constant MAX_PARTIES = 97;

    /// @notice Reverts with the first parameter that is out of range.
    function check(Params calldata params) internal pure {
        uint256 parties = params.parties.length;
        if (parties > MAX_PARTIES) revert IRoundCoordinator.CoordinatorPartyCount();
        uint256 size = SealedStatementCheck.MIN_SIZE;
        while (2 * size * parties <= SealedStatementCheck.MAX_SIZE) size *= 2;
        if (params.columns > size - 3) revert IRoundCoordinator.CoordinatorColumnsInvalid();
        for (uint256 k = 0; k < parties; ++k) {
            // An equality takes two rows of a matrix.
            uint256 rows = uint256(params.inequalities[k]) + 2 * uint256(params.equalities[k]);
            if (rows > size - 2) revert IRoundCoordinator.CoordinatorRowsInvalid(k);
        }
        uint256 limbBits = SealedDomain.limbBitsOf(size);
        if (!SealedStatementCheck.scaleFits(params.solutionDecimals, limbBits)) {
            revert IRoundCoordinator.CoordinatorDecimalsInvalid();
        }
        if (
            !SealedStatementCheck.tolerancesFit(
                params.residualTolerance,
                params.dualTolerance,
                params.gapTolerance,
                limbBits
            )
        ) revert IRoundCoordinator.CoordinatorToleranceInvalid();
    }
}
